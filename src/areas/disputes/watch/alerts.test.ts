import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runVerb } from '../../../../test/helpers/cli.ts'
import { knowledge } from '../../../../test/helpers/dispute-room.ts'
import { startMailServer } from '../../../../test/helpers/mail-server.ts'
import { command } from '../command.ts'
import { alertsOf } from './alerts.ts'
import { deadlineOf } from './deadlines.ts'
import { readProgrammes } from './programmes.ts'
import { ratios } from './ratios.ts'

const now = new Date('2026-06-15T12:00:00Z')
const noProof = {
  from: '2026-05-29',
  to: '2026-06-15',
  orders: 0,
  digital: 0,
  due: 0,
  withNote: 0,
  provable: 0,
  withProof: 0,
  withoutNote: [],
  withoutProof: [],
  mendable: [],
} as never
const seen = { deadlines: [], ratios: [], proof: noProof, atLeast: 90 }
const hour = 3_600_000
const due = (hours: number, at = now, state: 'open' | 'answered' = 'open') =>
  deadlineOf({ id: 'stripe:d', state, dueAt: new Date(at.getTime() + hours * hour).toISOString(), openedAt: '' }, at)

it.each([
  [200, undefined, false],
  [90, 'soon', false],
  [47, 'today', false],
  [23, 'now', true],
  [-1, 'past', true],
  [-24 * 8, undefined, false],
])('a dispute due in %i hours', (hours, level, escalated) => {
  const alerts = alertsOf({ ...seen, deadlines: [due(hours)] }, now)
  expect(alerts.map((alert) => [alert.data['level'], alert.escalated])).toEqual(
    level === undefined ? [] : [[level, escalated]],
  )
  expect(alertsOf({ ...seen, deadlines: [due(hours, now, 'answered')] }, now)).toEqual([])
})

it('is the same alert an hour later, and another one when it gets worse', () => {
  const idAt = (hours: number) => alertsOf({ ...seen, deadlines: [due(hours)] }, now)[0]?.id
  expect(idAt(90)).toBe(idAt(89))
  expect(idAt(90)).not.toBe(idAt(40))
})

it('tells of a ratio before its threshold, and again when it is reached', () => {
  const { programmes } = readProgrammes(knowledge)
  const end = new Date('2026-06-30T23:00:00Z')
  const alarms = (disputes: number) =>
    alertsOf(
      {
        ...seen,
        ratios: ratios(
          programmes,
          [
            {
              month: '2026-05',
              network: 'mastercard',
              payments: 10_000,
              disputes: 0,
              fraudDisputes: 0,
              fraudReports: 0,
              leftOut: 0,
            },
            {
              month: '2026-06',
              network: 'mastercard',
              payments: 10_000,
              disputes,
              fraudDisputes: 0,
              fraudReports: 0,
              leftOut: 0,
            },
          ],
          end,
        ),
      },
      end,
    ).map((alert) => alert.data['alarm'])
  expect(alarms(10)).toEqual([])
  expect(alarms(130)).toEqual(['near'])
  expect(alarms(160)).toContain('over')
})

it('the command tells by mail once, the boss where it is urgent, and says how many orders lack proof', async () => {
  const mail = await startMailServer()
  const cwd = mkdtempSync(join(tmpdir(), 'sw-remind-'))
  const where = { cwd, now, env: { SHOPWARDEN_KEYS_DIR: join(cwd, 'keys') }, knowledgeDir: knowledge }
  const run = (verb: string, args: (string | undefined)[], options: Record<string, string | boolean>) =>
    runVerb(command, verb, args as string[], { format: 'json', ...options }, where)
  const take = (id: string, days: number) =>
    run('take', [], {
      id,
      amount: '49.90 EUR',
      network: 'visa',
      opened: '2026-06-10',
      due: new Date(now.getTime() + days * 24 * hour).toISOString(),
    })
  await take('d1', 3)
  await take('d2', 0.5)
  const channels = {
    mail: 'desk@shop.example',
    escalate: 'boss@shop.example',
    smtp: `127.0.0.1:${mail.port}`,
    plain: true,
  }
  expect((await run('remind', [], channels)).status).toBe(1)
  expect(mail.arrived.map((item) => item.to).sort()).toEqual([
    'boss@shop.example',
    'desk@shop.example',
    'desk@shop.example',
  ])
  expect(mail.arrived.find((item) => item.to === 'boss@shop.example')?.text).toContain('d2')
  const again = await run('remind', [], channels)
  expect(JSON.parse(again.text)).toMatchObject({ told: 0, failed: 0 })
  expect(mail.arrived).toHaveLength(3)
  // What cannot be told is said, and tried again: nothing is lost.
  await take('d3', 0.2)
  await mail.close()
  const down = await run('remind', [], channels)
  expect(down.status).toBe(3)
  expect(readFileSync(join(cwd, '.shopwarden', 'disputes', 'told.json'), 'utf8').match(/desk@/g)).toHaveLength(2)
})
