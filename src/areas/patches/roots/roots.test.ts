import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { collect } from '../../../core/collect.ts'
import { shopSchema } from '../../../core/shop.ts'
import { EvidenceView } from '../../../core/view.ts'
import { probes } from '../probe.ts'
import { pendingFact, timeFact } from '../schema.ts'
import { layOut, readRecorded } from '../../../../test/helpers/recorded-root.ts'

const names = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'))
const now = new Date('2026-11-26T00:00:00Z')
const io = { now: () => now, knowledgeDir: join(import.meta.dirname, '../../../../knowledge') }

it('there are roots of all families', () => {
  expect(names.length).toBeGreaterThanOrEqual(20)
  for (const family of ['debian', 'ubuntu', 'alpine', 'rocky'])
    expect(names.filter((name) => name.startsWith(family)).length, family).toBeGreaterThanOrEqual(4)
})

it.each(names)('%s: what waits and how long fixes took is what the reference says', async (name) => {
  const recorded = readRecorded(join(import.meta.dirname, name))
  const root = mkdtempSync(join(tmpdir(), 'sw-root-'))
  try {
    layOut(recorded, root)
    const shop = shopSchema.parse({ name: 'host', hosts: [{ name: 'host', root }] })
    const view = new EvidenceView(await collect(probes[0]!, shop, io as never), now)
    const withCves = recorded.updates !== undefined
    const pending = view
      .latest(pendingFact)
      ?.value.pending.map((item) =>
        [item.name, item.architecture, item.installed, item.fixed, ...(withCves ? [item.cves?.join()] : [])].join(' '),
      )
    expect(pending?.sort() ?? null).toEqual(recorded.pending)
    if (recorded.time === undefined) return
    const { withFix, median, p90 } = view.latest(timeFact)!.value
    expect({ withFix, median: median ?? null, p90: p90 ?? null }).toEqual(recorded.time)
  } finally {
    rmSync(root, { recursive: true })
  }
})
