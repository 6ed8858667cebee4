import { describe, expect, it } from 'vitest'
import { shopSchema } from '../../core/shop.ts'
import { withinLimits } from './limits.ts'

const judged = (databases: unknown, allowPrivate: boolean) => {
  try {
    return withinLimits(shopSchema.parse({ name: 'A shop', databases }), 'shop_a', {
      dir: '/var/lib/shopwarden',
      roots: ['/srv/shops'],
      allowPrivate,
    }).databases
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('databases that a description on a server names', () => {
  it('are read for clients who may name private addresses, as they stand', () => {
    const database = { url: 'mysql://reader@db/shop', passwordEnv: 'SHOPWARDEN_DB_PASSWORD_SHOP' }
    expect(judged([database], true)).toEqual([database])
    expect(judged([database], false)).toBe('SW_SERVER_PRIVATE')
  })

  it('never get another secret of the server as their password', () => {
    for (const passwordEnv of ['PATH', 'OIDC_SECRET', 'XSHOPWARDEN_DB_PASSWORD'])
      expect(judged([{ url: 'mysql://reader@db.example/shop', passwordEnv }], true)).toBe('SW_SERVER_PRIVATE')
  })

  it('are files only inside the folders of the client', () => {
    expect(judged([{ url: 'sqlite:/srv/shops/a.db' }], true)).toMatchObject([{ url: 'sqlite:/srv/shops/a.db' }])
    for (const url of [
      'sqlite:/etc/passwd',
      'sqlite:/var/lib/shopwarden/x.db',
      'sqlite:/srv/shops/%2e%2e/b.db',
      'sqlite:b.db',
    ])
      expect(judged([{ url }], true), url).toBe('SW_SERVER_PATH')
  })
})

describe("platforms' own APIs that a description on a server names", () => {
  const asked = (tokenEnv: string, allowPrivate: boolean) => {
    const adminApis = [{ kind: 'woocommerce', url: 'https://elsewhere.example', tokenEnv }]
    try {
      const limits = { dir: '/var/lib/shopwarden', roots: [], allowPrivate }
      return withinLimits(shopSchema.parse({ name: 'A shop', adminApis }), 'shop_a', limits).adminApis.length
    } catch (error) {
      return (error as { code: string }).code
    }
  }

  it('get no token but one that was set for them, and only for clients who are trusted with it', () => {
    expect(asked('SHOPWARDEN_ADMIN_TOKEN_A', true)).toBe(1)
    expect(asked('SHOPWARDEN_ADMIN_TOKEN_A', false)).toBe('SW_SERVER_PRIVATE')
    for (const other of ['PATH', 'OIDC_SECRET', 'SHOPWARDEN_DB_PASSWORD', 'XSHOPWARDEN_ADMIN_TOKEN'])
      expect(asked(other, true), other).toBe('SW_SERVER_PRIVATE')
  })
})
