import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { saw, verdictOf } from '../../../test/helpers/judge.ts'
import type { ProbeContext } from '../../core/probe.ts'
import { shopSchema } from '../../core/shop.ts'
import { probes } from './probe.ts'
import { question } from './question.ts'
import { backupFact } from './schema.ts'

const backup = (value: object) => saw(backupFact, { path: '/b', bytes: 1, ...value })

it.each([
  ['no path', 'board.backups', [], 'unknown'],
  ['no backup', 'board.backups', [backup({})], 'no'],
  ['fresh', 'board.backups', [backup({ newest: '2026-05-31T00:00:00Z' })], 'yes'],
  ['old', 'board.backups', [backup({ newest: '2026-05-01T00:00:00Z' })], 'no'],
  ['restore not stated', 'board.restore', [backup({})], 'unknown'],
  ['restored lately', 'board.restore', [backup({ restoreTested: '2026-03-01' })], 'yes'],
  ['restored long ago', 'board.restore', [backup({ restoreTested: '2025-03-01' })], 'partly'],
  ['audits', 'board.audits', [], 'unknown'],
  ['agreements', 'board.sla', [], 'unknown'],
] as const)('%s', (_, criterion, evidence, expected) =>
  expect(verdictOf(question, criterion, [...evidence])).toBe(expected),
)

it('measures the newest backup, and says when it cannot', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sw-backup-'))
  for (const [name, day] of [
    ['a.sql', '2026-05-01'],
    ['b.sql', '2026-05-20'],
  ] as const) {
    writeFileSync(join(dir, name), 'x')
    utimesSync(join(dir, name), new Date(day), new Date(day))
  }
  const seen: unknown[] = []
  const context = {
    observe: (_fact: unknown, _subject: string, value: unknown) => seen.push(value),
    couldNotLook: (_fact: unknown, subject: string, reason: string) => seen.push(`${subject}: ${reason}`),
  }
  const shop = shopSchema.parse({ name: 'A', backups: [{ path: dir }, { path: join(dir, 'gone') }] })
  await probes[0]!.run(shop, context as unknown as ProbeContext)
  expect(seen).toEqual([{ path: dir, bytes: 2, newest: '2026-05-20T00:00:00.000Z' }, expect.stringMatching(/ENOENT/)])
})
