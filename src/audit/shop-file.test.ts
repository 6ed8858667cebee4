import { describe, expect, it } from 'vitest'
import { parseShop } from './shop-file.ts'

const fails = (text: string) => {
  try {
    parseShop(text, '/shops/shop.yaml')
  } catch (error) {
    return error as { code: string; message: string; where: string }
  }
  throw new Error('it was accepted')
}

describe('shop.yaml', () => {
  it('needs nothing but a name, and makes paths absolute', () => {
    const shop = parseShop('name: A\nsources:\n  - path: src\nfeeds:\n  orders: data/orders.csv\n', '/shops/shop.yaml')
    expect(shop.sources[0]?.path).toBe('/shops/src')
    expect(shop.feeds.orders).toBe('/shops/data/orders.csv')
  })

  it.each([
    [
      'a field with a typing mistake',
      'name: A\nurls:\n  storfront: https://a.example\n',
      /line 3: there is no field "urls\.storfront"; did you mean "storefront"\?/,
    ],
    [
      'an address without scheme',
      'name: A\nurls:\n  storefront: a.example\n',
      /line 3: urls\.storefront: must be a full address/,
    ],
    [
      'an address with a password',
      'name: A\nurls:\n  storefront: https://user:secret@a.example\n',
      /must not contain a user name or password/,
    ],
    ['a missing name', 'urls: {}\n', /name/],
    [
      'a wrong kind of document',
      'name: A\ndocuments:\n  - file: a.pdf\n    kind: audit\n',
      /line 4: documents\.0\.kind/,
    ],
    [
      'an unknown area',
      'name: A\nnotApplicable:\n  shipping: because it is so\n',
      /line 3: .*notApplicable\.shipping.*known here: payment/,
    ],
  ])('says line, field and reason: %s', (_, text, expected) => {
    const error = fails(text)
    expect(error.code).toBe('SW_SHOP_FIELDS')
    expect(error.message).toMatch(expected)
  })

  it.each(['name: [', 'name: "A', '\tname: A', 'a: &x [*x]\nname: *y'])('refuses what is no YAML: %j', (text) => {
    expect(fails(text).code).toMatch(/^SW_SHOP_/)
  })

  it('does not blow up on nested aliases', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nname: A\n`
    expect(() => parseShop(bomb, 'x')).toThrow()
  })
})
