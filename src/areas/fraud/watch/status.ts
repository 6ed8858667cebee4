import { existsSync, statSync } from 'node:fs'
import type { z } from 'zod'
import { CaseBook } from '../cases/book.ts'
import { readActions } from '../cases/store.ts'
import { Coverage } from '../coverage/collect.ts'
import { guardDir, lineStart, logPath, readLog } from '../log/read.ts'
import type { watchFact } from '../schema.ts'
import { liveRules } from '../versions/store.ts'

/** Bytes of the newest part of the log that are read: coverage and backlog are about now. */
const TAIL_BYTES = 256 * 1024 * 1024
const DAY_MS = 86_400_000

/** What the guard recorded, read from its log; undefined where it never stored anything. */
export async function readWatch(stateDir: string, now: Date): Promise<z.infer<typeof watchFact.value> | undefined> {
  const dir = guardDir(stateDir)
  const path = logPath(dir)
  if (!existsSync(path)) return undefined
  const ruleSet = liveRules(dir)
  const coverage = new Coverage()
  const cases = new CaseBook(ruleSet)
  let last: { n: number; storedAt: string; rules: string } | undefined
  let eventsLastDay = 0
  const dayAgo = new Date(now.getTime() - DAY_MS).toISOString()
  for await (const { record } of readLog(path, await lineStart(path, statSync(path).size - TAIL_BYTES))) {
    coverage.add(record.event, record.decision)
    if (record.decision) cases.add(record.event, record.decision, record.storedAt)
    if (record.storedAt >= dayAgo) eventsLastDay++
    last = { n: record.n, storedAt: record.storedAt, rules: record.decision?.rules ?? last?.rules ?? 'built-in' }
  }
  if (last === undefined) return undefined
  const list = cases.list(readActions(dir), now)
  const stale = new Date(now.getTime() - 2 * DAY_MS).toISOString()
  const open = list.filter((item) => item.state === 'open')
  return {
    events: last.n,
    eventsLastDay,
    lastStoredAt: last.storedAt,
    rules: last.rules,
    patterns: coverage.patterns(ruleSet),
    outcomes: coverage.outcomes,
    casesOpen: open.length,
    casesStale: open.filter((item) => item.openedAt < stale).length,
    casesClosed: list.filter((item) => item.state === 'closed').length,
  }
}
