import { expect, it } from 'vitest'
import { shopSchema } from '../core/shop.ts'
import { commands } from './commands.ts'
import { areas } from './registry.ts'

/** Bodies of remotes that ask for more than their defaults. */
const bodies: Readonly<Record<string, object>> = {
  'disputes.import': { file: 'u' },
  'disputes.take': { file: 'u' },
  'disputes.ship': { file: 'u', document: { order: 'O1', name: 'note.pdf' } },
  'disputes.answer': { dispute: 'stripe:d', edit: { evidence: {} }, action: 'submit', redraft: true },
  'disputes.submit': { disputes: ['stripe:d'] },
}
const files = {
  shop: shopSchema.parse({
    name: 'Northwind',
    urls: { storefront: 'https://shop.example/', checkout: 'https://shop.example/pay' },
    sources: [{ path: '/srv/shop' }],
    hosts: [{ root: '/' }],
    feeds: { orders: '/srv/orders.csv' },
  }),
  actor: { id: 'p', name: 'Anna' },
  upload: (id: string) => `/uploads/${id}`,
  result: (id: string) => `/jobs/${id}`,
  write: (name: string) => `/job/${name}`,
}
const camel = (flag: string) => flag.replace(/^--/, '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

it('every command that may be run over HTTP exists, and gets only options that it has', async () => {
  let seen = 0
  for (const area of areas) {
    const remotes = (await area.remotes?.()) ?? {}
    const verbs = area.name === 'board' ? {} : (await commands[area.name]()).verbs
    for (const [name, remote] of Object.entries(remotes)) {
      const key = `${area.name}.${name}`
      const verb = verbs[name]
      expect(verb, key).toBeDefined()
      const body = remote.input.safeParse(bodies[key] ?? {})
      // Those whose body has no defaults and stands not above are tested beside their area.
      if (!body.success) continue
      const { options = {} } = remote.command(body.data as never, files)
      const flags = new Set((verb?.options ?? []).map((option) => camel(option.flags.split(/[ ,]/)[0]!)))
      expect(
        Object.keys(options).filter((option) => !flags.has(option)),
        key,
      ).toEqual([])
      seen++
    }
  }
  expect(seen).toBeGreaterThan(15)
})
