import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeRuleSet } from '../decide/rule-set.ts'
import { FraudGuard } from '../guard.ts'
import { Decider } from '../decide/decider.ts'
import { guardDir, logPath, readLog } from '../log/read.ts'
import { rebuild, rebuildCases } from '../rebuild.ts'
import { loadSnapshot } from './snapshot.ts'

const now = () => new Date('2026-11-02T00:00:00Z')
const fresh = () => mkdtempSync(join(tmpdir(), 'snapshot-'))
const note = (index: number) => `Please bring the parcel number ${index % 3} to the back door of the shop`
const event = (index: number) => ({
  id: `o${index}`,
  type: index % 17 === 5 ? 'label' : index % 40 === 7 ? 'rates' : index % 5 === 0 ? 'payment' : 'order',
  // Every ninth comes late.
  at: new Date(Date.UTC(2026, 10, 1) + (index % 9 === 0 ? Math.floor(index / 2) : index) * 1000).toISOString(),
  customer: { id: `c${index % 3}` },
  order: { amount: 10 + (index % 7), currency: ['EUR', 'USD', 'JPY'][index % 3], note: note(index) },
  ...(index % 40 === 7 && { rates: { base: 'EUR', per: { USD: 1 + index / 1000, JPY: 160 + index / 100 } } }),
  payment: { instrument: `tok_${index % 11}`, ...(index % 4 === 0 && { result: 'declined' }) },
  ip: { address: `192.0.2.${index % 5}` },
  ...(index % 17 === 5 && { label: { of: `o${index - 4}`, verdict: 'chargeback' } }),
})

async function run(stateDir: string, from: number, to: number, snapshotEvery: number) {
  const guard = await FraudGuard.open({ stateDir, now, snapshotEvery })
  const answers = []
  for (let index = from; index < to; index++) answers.push(await guard.decide(event(index)))
  const cases = guard.cases()
  const { coverage } = guard
  await guard.close()
  return { answers, cases, coverage: coverage.save() }
}

describe('a snapshot', () => {
  it('makes a restart that decides bit for bit as if the guard had never stopped', async () => {
    const [straight, stopping] = [fresh(), fresh()]
    const all = await run(straight, 0, 400, 1e9)
    expect(existsSync(join(guardDir(straight), 'snapshot.bin'))).toBe(false)
    const parts = []
    for (const [from, to] of [
      [0, 130],
      [130, 260],
      [260, 400],
    ] as const)
      parts.push(await run(stopping, from, to, 100))
    expect(parts.flatMap((part) => part.answers)).toEqual(all.answers)
    expect(parts.at(-1)?.cases).toEqual(all.cases)
    expect(parts.at(-1)?.coverage).toEqual(all.coverage)
    expect(readFileSync(logPath(guardDir(stopping)))).toEqual(readFileSync(logPath(guardDir(straight))))
    const state = await rebuild(guardDir(stopping))
    expect([state.count, state.since]).toEqual([400, 0])
    expect((await rebuildCases(guardDir(stopping))).list([], now())).toEqual(all.cases)
  })

  it('is no other than what a replay of the log decides, texts, currencies and rates included', async () => {
    const stateDir = fresh()
    await run(stateDir, 0, 150, 1e9)
    const decider = new Decider(makeRuleSet())
    let decided = 0
    for await (const { record } of readLog(logPath(guardDir(stateDir)))) {
      const again = decider.take(record.event)
      // Through JSON, as the log keeps it.
      expect(JSON.stringify(again && { ...again, rules: record.decision?.rules })).toBe(JSON.stringify(record.decision))
      if (record.decision) decided++
    }
    expect(decided).toBeGreaterThan(100)
    expect(decider.past.reuse.rings[0]?.count).toBeGreaterThan(5)
  })

  it('holds what was stored when a thread made it beside the running guard', async () => {
    const stateDir = fresh()
    const path = join(guardDir(stateDir), 'snapshot.bin')
    const guard = await FraudGuard.open({ stateDir, now, snapshotEvery: 50 })
    for (let index = 0; index < 60; index++) await guard.decide(event(index))
    await expect.poll(() => existsSync(path), { timeout: 20_000 }).toBe(true)
    const kept = loadSnapshot(guardDir(stateDir), makeRuleSet())
    expect(kept?.count).toBeGreaterThanOrEqual(50)
    await guard.close()
    expect((await rebuild(guardDir(stateDir))).count).toBe(60)
  })

  it('is left aside where a bit of it is damaged, it is cut off, or the log is another', async () => {
    const stateDir = fresh()
    await run(stateDir, 0, 120, 100)
    const dir = guardDir(stateDir)
    const path = join(dir, 'snapshot.bin')
    const whole = readFileSync(path)
    for (const at of [2, 40, whole.length >> 1, whole.length - 2]) {
      const damaged = Buffer.from(whole)
      damaged[at] = (damaged[at] as number) ^ 4
      writeFileSync(path, damaged)
      expect(loadSnapshot(dir, makeRuleSet())).toBeUndefined()
      expect(await rebuild(dir)).toMatchObject({ count: 120, since: 120 })
    }
    writeFileSync(path, whole.subarray(0, 1000))
    expect(loadSnapshot(dir, makeRuleSet())).toBeUndefined()
    writeFileSync(path, whole)
    expect(loadSnapshot(dir, makeRuleSet())?.count).toBe(120)
    const other = fresh()
    await run(other, 1, 200, 1e9)
    writeFileSync(join(guardDir(other), 'snapshot.bin'), whole)
    expect(loadSnapshot(guardDir(other), makeRuleSet())).toBeUndefined()
    rmSync(logPath(dir))
    expect(loadSnapshot(dir, makeRuleSet())).toBeUndefined()
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })
})
