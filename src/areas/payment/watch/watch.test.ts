import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { attacks } from '../../../../examples/payment-pages/attacks.ts'
import { honest } from '../../../../examples/payment-pages/honest.ts'
import { type PageServer, startPages } from '../../../../examples/payment-pages/server.ts'
import { readInventory, readRuns } from './records.ts'
import { runWatch } from './run.ts'
import { PROFILES } from './watch.ts'

const chromium = inject('pageBrowser')
const at = new Date('2026-05-01T00:00:00Z')

describe.runIf(chromium)('watching a payment page in Chromium', () => {
  const dir = mkdtempSync(join(tmpdir(), 'sw-watch-'))
  let pages: PageServer
  const watch = (extra: Partial<Parameters<typeof runWatch>[0]> = {}) =>
    runWatch({
      url: pages.url,
      steps: [],
      profiles: PROFILES.slice(0, 1),
      chromium: chromium!,
      switches: pages.switches,
      dir,
      now: () => at,
      signal: new AbortController().signal,
      progress: () => undefined,
      ...extra,
    })

  beforeAll(async () => {
    pages = await startPages()
    const first = await watch()
    expect(first.first).toBe(true)
    expect(first.alerts).toEqual([])
    expect(first.run.unauthorised).toBeGreaterThan(2)
    await watch({ authorise: { by: 'Anna', justification: 'needed for checkout' }, approve: ['pixel.approved.test'] })
  })
  afterAll(() => pages.close())

  it('keeps who authorised which script and why', () => {
    const inventory = readInventory(dir, pages.url)
    expect(inventory?.scripts.map((entry) => [entry.authorisedBy, entry.justification])).toEqual(
      inventory?.scripts.map(() => ['Anna', 'needed for checkout']),
    )
    expect(inventory?.scripts.map((entry) => entry.key)).toContain('metrics.test/m.js')
  })

  it.each(['inline-xor', 'frame-swap', 'vendor-bundle-quiet', 'on-submit'])('raises the alarm: %s', async (id) => {
    pages.show(attacks.find((variant) => variant.id === id)!.change)
    const { alerts } = await watch()
    expect(alerts.length).toBeGreaterThan(0)
  })

  it.each(['vendor-5.0.0', 'consent-banner'])('stays quiet: %s', async (id) => {
    pages.show(honest.find((variant) => variant.id === id)!.change)
    expect((await watch()).alerts).toEqual([])
  })

  it('records every watch, and never the typed number', () => {
    const runs = readRuns(dir, pages.url)
    expect(runs.length).toBeGreaterThanOrEqual(8)
    expect(JSON.stringify(runs)).not.toContain('4000056655665556')
  })

  it('says what is wrong with a page that does not answer', async () => {
    await expect(watch({ url: 'http://127.0.0.1:9/' })).rejects.toMatchObject({ code: 'SW_PAYMENT_PAGE' })
  })
})

it('has at least forty attacks and forty honest changes, each under a name of its own', () => {
  expect(attacks.length).toBeGreaterThanOrEqual(40)
  expect(honest.length).toBeGreaterThanOrEqual(40)
  const ids = [...attacks, ...honest].map((variant) => variant.id)
  expect(new Set(ids).size).toBe(ids.length)
})
