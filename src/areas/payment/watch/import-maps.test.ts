import { describe, expect, it } from 'vitest'
import { importMapAlerts } from './import-maps.ts'
import type { Inventory } from './inventory.ts'
import type { Observation } from './observation.ts'

const inventory = {
  url: 'https://shop.example/checkout',
  approvedHosts: ['*.approved.example'],
  scriptHosts: ['cdn.vendor.example'],
  scripts: [],
  importMaps: [{ name: 'ui', to: 'https://shop.example/assets/ui.3.js' }],
} as unknown as Inventory
const told = (name: string, to: string) =>
  importMapAlerts({ importMaps: [{ name, to }] } as unknown as Observation, inventory).map((alert) => alert.title)

describe('import maps', () => {
  it.each([
    ['a module that now comes from another owner', 'ui', 'https://cdn.vendor.example/ui.js'],
    [
      "the shop's own file led to another owner",
      'https://shop.example/assets/app.js',
      'https://cdn.vendor.example/app.js',
    ],
    ['a new module from a stranger', 'charts', 'https://evil.example/c.js'],
    ['code in the address', 'ui', 'data:text/javascript,alert(1)'],
  ])('tells of %s', (_what, name, to) => {
    expect(told(name, to)).toHaveLength(1)
  })

  it.each([
    ['a new build of the same owner', 'ui', 'https://static.shop.example/ui.4.js'],
    ['a new module from a host that serves scripts', 'charts', 'https://cdn.vendor.example/c.js'],
    ['a new module from an approved host', 'maps', 'https://x.approved.example/m.js'],
    ['the same again', 'ui', 'https://shop.example/assets/ui.3.js'],
  ])('stays quiet about %s', (_what, name, to) => {
    expect(told(name, to)).toEqual([])
  })
})
