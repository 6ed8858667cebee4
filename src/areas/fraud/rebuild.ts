import { CaseBook } from './cases/book.ts'
import { Coverage } from './coverage/collect.ts'
import { Past } from './decide/decider.ts'
import { OFFSET } from './features/rows.ts'
import { logPath, readLog } from './log/read.ts'
import { loadCases, loadSnapshot, type Remembered } from './snapshot/snapshot.ts'
import { liveRules } from './versions/store.ts'

/**
 * Everything a guard remembers: the last snapshot, then the log behind it, filed in the order of filing, so windows are
 * what they were. `since` counts the records that were read after the snapshot.
 * @throws SW_FRAUD_LOG where the log is damaged.
 */
export async function rebuild(dir: string): Promise<Remembered & { since: number }> {
  const ruleSet = liveRules(dir)
  const state: Remembered = loadSnapshot(dir, ruleSet) ?? {
    past: new Past(),
    coverage: new Coverage(),
    cases: new CaseBook(ruleSet),
    count: 0,
    end: 0,
  }
  const { past, coverage, cases } = state
  const before = state.count
  for await (const { record, offset, end } of readLog(logPath(dir), state.end)) {
    const row = past.add(record.event)
    past.settle(record.event)
    past.windows.rows.setDouble(row, OFFSET, offset)
    coverage.add(record.event, record.decision)
    if (record.decision) cases.add(record.event, record.decision, record.storedAt)
    state.count = record.n
    state.end = end
  }
  return { ...state, since: state.count - before }
}

/** Only the cases: what the last snapshot says of them, and the log behind it. */
export async function rebuildCases(dir: string): Promise<CaseBook> {
  const ruleSet = liveRules(dir)
  const { cases, end } = loadCases(dir, ruleSet) ?? { cases: new CaseBook(ruleSet), end: 0 }
  for await (const { record } of readLog(logPath(dir), end))
    if (record.decision) cases.add(record.event, record.decision, record.storedAt)
  return cases
}
