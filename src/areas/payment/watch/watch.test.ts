import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { attacks } from '../../../../examples/payment-pages/attacks.ts'
import { honest } from '../../../../examples/payment-pages/honest.ts'
import { type PageServer, startPages } from '../../../../examples/payment-pages/server.ts'
import type { Alert } from './alert.ts'
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

  // Side by side, each lane with a server of its own and what was known before the page changed: most of a watch is waiting.
  describe.concurrent('after a change', () => {
    /** Watches the page after one change after the other, and what each watch has recorded. */
    async function changed(variants: typeof attacks, ids: readonly string[]) {
      const own = mkdtempSync(join(tmpdir(), 'sw-watch-'))
      cpSync(dir, own, { recursive: true })
      const other = await startPages()
      const alerts: Alert[][] = []
      for (const id of ids) {
        other.show(variants.find((variant) => variant.id === id)!.change)
        alerts.push((await watch({ dir: own, switches: other.switches })).alerts)
      }
      other.close()
      const runs = readRuns(own, pages.url)
      expect(runs).toHaveLength(2 + ids.length)
      expect(JSON.stringify(runs)).not.toContain('4000056655665556')
      return alerts
    }

    it.each([
      ['inline-xor', 'frame-swap'],
      ['vendor-bundle-quiet', 'on-submit'],
    ])('raises the alarm and records it, never the typed number: %s, %s', async (...ids) => {
      for (const alerts of await changed(attacks, ids)) expect(alerts.length).toBeGreaterThan(0)
    })

    it('stays quiet: vendor-5.0.0, consent-banner', async () => {
      expect(await changed(honest, ['vendor-5.0.0', 'consent-banner'])).toEqual([[], []])
    })
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
