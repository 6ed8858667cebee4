import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CommandIo } from '../../../core/area.ts'
import { command } from '../command.ts'
import { FraudGuard } from '../guard.ts'
import { guardDir, logPath, placeOfTime, readRecordAt } from '../log/read.ts'

const stateDir = mkdtempSync(join(tmpdir(), 'activity-'))
let clock = Date.UTC(2026, 10, 1)
const now = () => new Date(clock)
const hour = 3_600_000

async function run(options: Record<string, string>, verb: 'report' | 'learn' = 'report', args: string[] = []) {
  const stdout = new PassThrough()
  const io: CommandIo = {
    stdin: process.stdin,
    stdout,
    stderr: new PassThrough(),
    cwd: stateDir,
    env: {},
    knowledgeDir: '',
    chromium: undefined,
    now,
    signal: new AbortController().signal,
  }
  const status = await command.verbs[verb]?.run(args, { state: stateDir, ...options }, io)
  return { status, text: String(stdout.read() ?? '') }
}

beforeAll(async () => {
  const guard = await FraudGuard.open({ stateDir, now })
  // Two days of honest orders; on the second, stolen cards are tried out.
  for (let index = 0; index < 48; index++) {
    await guard.decide({
      id: `o${index}`,
      type: 'order',
      at: now().toISOString(),
      customer: { id: `c${index}` },
      order: { amount: 20, currency: 'EUR' },
      payment: { instrument: `tok_${index}` },
    })
    if (index === 40)
      for (let attempt = 0; attempt < 12; attempt++)
        await guard.decide({
          id: `x${attempt}`,
          type: 'order',
          at: now().toISOString(),
          customer: { id: '<script>alert(1)</script>' },
          order: { amount: 10, currency: 'EUR' },
          payment: { instrument: `stolen_${attempt}`, result: 'declined' },
          ip: { address: '192.0.2.66' },
        })
    clock += hour
  }
  clock -= 1000
  const [first, second] = guard.cases()
  if (first) guard.act({ by: 'anna', case: first.id, action: 'close', verdict: 'fraud', text: 'cards were stolen' })
  if (second)
    guard.act({
      by: 'anna',
      case: second.id,
      action: 'snooze',
      text: 'asked the bank',
      until: new Date(clock + hour).toISOString(),
    })
  clock += 1000
  await guard.close()
})

describe('the report of a day', () => {
  it('counts what was stored in that day beside the day before', async () => {
    const { status, text } = await run({ format: 'json' })
    const activity = JSON.parse(text)
    expect(status).toBe(0)
    expect(activity.before).toMatchObject({ events: 24, outcomes: { approve: 24, review: 0, decline: 0 } })
    expect(activity.period.decisions).toBe(36)
    expect(activity.period.stopped.orders).toBeGreaterThan(8)
    expect(Object.values(activity.period.stopped.amounts)).toEqual([10 * activity.period.stopped.orders])
    expect(Object.keys(activity.period.patterns)).not.toEqual([])
    expect(activity.cases.closed).toEqual({ fraud: 1 })
    expect(activity.cases.snoozed[0]).toMatchObject({ reason: 'asked the bank' })
  })

  it('is drawn for people, with hostile names made harmless', async () => {
    expect((await run({})).text).toContain('Beside the time before')
    const html = (await run({ format: 'html', period: 'week' })).text
    expect(html).not.toContain('<script>')
    expect(html).toContain('Closed: 1 as fraud.')
    expect((await run({ format: 'csv' })).text).toMatch(/^\ufeff"Section","What"/)
    const pdf = await run({ format: 'pdf', out: 'day.pdf' })
    expect(pdf.status).toBe(0)
    expect(readFileSync(join(stateDir, 'day.pdf')).subarray(0, 5).toString()).toBe('%PDF-')
  })

  it('says that nothing was watched where nothing was stored', async () => {
    const { status, text } = await run({ from: '2026-12-24', to: '2026-12-25' })
    expect(status).toBe(3)
    expect(text).toContain('nothing was watched')
    await expect(run({ from: 'yesterday' })).rejects.toMatchObject({ code: 'SW_FRAUD_OPTION' })
    await expect(run({ format: 'pdf' })).rejects.toMatchObject({ code: 'SW_FRAUD_OPTION' })
  })

  it('verdicts of cases became labels of their events', async () => {
    const { text } = await run({ format: 'json', from: '2026-11-01', to: '2026-11-04' })
    expect(JSON.parse(text).period.labels.fraud).toBeGreaterThan(0)
  })
})

it('finds the place of a time in the log without reading it all', async () => {
  const path = logPath(guardDir(stateDir))
  expect(await placeOfTime(path, '2026-11-01T00:00:00.000Z')).toBe(0)
  const record = await readRecordAt(path, await placeOfTime(path, '2027-01-01T00:00:00.000Z'))
  expect(record?.storedAt).toBeDefined()
})
