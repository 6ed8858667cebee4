import { describe, expect, it } from 'vitest'
import { compare } from './compare.ts'
import type { Compared } from './compared.ts'
import { authorise, inventoryFrom } from './inventory.ts'
import { type Observation, scriptSchema } from './observation.ts'
import { blank } from './test-observation.ts'

const script = (sha384: string, more: object = {}) =>
  scriptSchema.parse({
    key: 'js.psp.example/pay.js',
    kind: 'file',
    url: 'https://js.psp.example/pay.js',
    host: 'js.psp.example',
    sha384,
    bytes: 10,
    structure: sha384,
    capabilities: ['network', 'reads-inputs'],
    hosts: [],
    integrity: 'none',
    touchesCard: true,
    seeksCard: true,
    sendsReads: true,
    flows: ['to https://api.psp.example/tokens'],
    ...more,
  })
const frames = ['js.psp.example', 'chat.example'].map((host) => ({ host, url: `https://${host}/frame`, seen: true }))
const page: Observation = {
  ...blank,
  scripts: [script('a')],
  frames,
  frameFields: [{ host: 'js.psp.example', fields: 3 }],
}
const known = {
  ...authorise(inventoryFrom([page], '2026-01-01T00:00:00Z'), 'Anna', 'needed', '2026-01-01T00:00:00Z'),
  cardHosts: ['api.psp.example'],
}
const compared: Compared = { steady: new Set(), used: [], passiveWorkers: new Set(), workersPassive: false }
const rules = (seen: Observation, inventory = known) =>
  compare(seen, inventory, compared).alerts.map((alert) => alert.rule)

describe('frames that ask for the card', () => {
  const asks = (host: string) => rules({ ...page, frameFields: [...page.frameFields, { host, fields: 1 }] })
  it('alarm where the frame asked for nothing before', () =>
    expect(asks('chat.example')).toEqual(['payment/frame-asks-card']))
  it('do not where it is the provider, or by another name of its own', () => {
    expect(asks('js.psp.example')).toEqual([])
    expect(asks('fields.psp.example')).toEqual([])
  })
  it('are not compared by an inventory that does not say', () => {
    const { cardFrames: _none, ...older } = known
    expect(rules({ ...page, frameFields: [{ host: 'chat.example', fields: 1 }] }, older)).toEqual([])
  })
})

describe('a script that may have the card', () => {
  const changed = (more: object, inventory = known) => rules({ ...page, scripts: [script('b', more)] }, inventory)
  const frame = {
    capabilities: ['network', 'reads-inputs', 'frame-change'],
    flows: ['to https://api.psp.example/tokens', 'to https://js.psp.example/3ds/'],
  }
  it('may ask the bank in a frame of its own', () => expect(changed(frame)).toEqual([]))
  it('may not lead what is typed to others, nor to the shop', () => {
    expect(changed({ flows: [...frame.flows, 'to https://other.example/x'] })).toEqual(['payment/script-changed'])
    expect(changed({ flows: [...frame.flows, 'to /log'] })).toEqual(['payment/script-changed'])
  })
  it('may not where nobody said that it may have the card', () =>
    expect(changed(frame, { ...known, cardHosts: [] })).toEqual(['payment/script-changed']))
})

it('alarms when an account is copied that the page shows nowhere', () =>
  expect(rules({ ...page, copiedElse: ['NL02ABNA0123456789'] })).toEqual(['payment/account-changed']))
