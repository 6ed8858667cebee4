import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { CaseBook, type CaseBookState } from '../cases/book.ts'
import { Coverage, type CoverageState } from '../coverage/collect.ts'
import { Past } from '../decide/decider.ts'
import type { RuleSet } from '../decide/rule-set.ts'
import type { CurrenciesState } from '../features/currencies.ts'
import { DIMENSIONS } from '../features/dimensions.ts'
import { ROW_WORDS } from '../features/rows.ts'
import { logPath } from '../log/read.ts'
import { SectionReader, writeSections } from './sections.ts'

const snapshotPath = (dir: string) => join(dir, 'snapshot.bin')

/** Everything a guard remembers after its first `count` records, the bytes of the log up to `end`. */
export interface Remembered {
  past: Past
  coverage: Coverage
  cases: CaseBook
  count: number
  end: number
}

interface Header {
  layout: string
  count: number
  end: number
  /** Checksum of the log's bytes before `end`, so that a snapshot is never joined to another log. */
  before: number
  keys: number
  rows: { first: number; length: number }
  windows: { newest: number }
  currencies: CurrenciesState
  /** Currencies and how many orders each had; their counts follow the keys. */
  usual: [string, number][]
  /** Signatures of texts filed, by kind; what is held of them comes last. */
  reuse: number[]
  coverage: CoverageState
  cases: CaseBookState
}

/** Changes whenever the meaning of the bytes does: a snapshot of another layout is left aside and the log is read. */
const LAYOUT = `4;${ROW_WORDS};${DIMENSIONS.join(',')};${new Uint8Array(new Uint32Array([1]).buffer)[0]}`
const MAX_HEADER = 256 << 20
const TAIL = 4096

/** Checksum of the last bytes of the log before a place; undefined where the log is shorter. */
function sumBefore(dir: string, end: number): number | undefined {
  const path = logPath(dir)
  if (!existsSync(path) || statSync(path).size < end) return undefined
  const bytes = Buffer.alloc(Math.min(TAIL, end))
  const file = openSync(path, 'r')
  try {
    readSync(file, bytes, 0, bytes.length, end - bytes.length)
  } finally {
    closeSync(file)
  }
  return crc32(bytes)
}

/** Keeps what is remembered, so that a restart reads only the log behind it. Synchronous: nothing may change meanwhile. */
export function saveSnapshot(dir: string, state: Remembered): void {
  const before = sumBefore(dir, state.end)
  if (before === undefined) return
  const { windows, usual, reuse } = state.past
  const header: Header = {
    layout: LAYOUT,
    count: state.count,
    end: state.end,
    before,
    keys: windows.keys.size,
    rows: { first: windows.rows.first, length: windows.rows.length },
    windows: { newest: windows.newest },
    currencies: windows.currencies.save(),
    usual: usual.save(),
    reuse: reuse.rings.map((ring) => ring.count),
    coverage: state.coverage.save(),
    cases: state.cases.save(),
  }
  writeSections(snapshotPath(dir), header, [
    ...windows.keys.parts(),
    ...usual.parts(),
    ...windows.rows.parts(),
    ...reuse.rings.flatMap((ring) => ring.parts()),
  ])
}

/** The header of the snapshot, where there is one that fits the log. */
function headerOf(dir: string, reader: SectionReader): Header | undefined {
  const header = reader.header(MAX_HEADER) as Header | undefined
  return header?.layout === LAYOUT && header.before === sumBefore(dir, header.end) ? header : undefined
}

/** Reads from the snapshot; whatever is wrong with it, it is as if there were none. */
function reading<T>(dir: string, use: (reader: SectionReader) => T | undefined): T | undefined {
  if (!existsSync(snapshotPath(dir))) return undefined
  const reader = new SectionReader(snapshotPath(dir))
  try {
    return use(reader)
  } catch {
    return undefined
  } finally {
    reader.close()
  }
}

/** Only the cases of the last snapshot, for who lists them: windows of millions of orders are left on the disk. */
export const loadCases = (dir: string, ruleSet: RuleSet): Pick<Remembered, 'cases' | 'end'> | undefined =>
  reading(dir, (reader) => {
    const header = headerOf(dir, reader)
    if (header === undefined) return undefined
    const cases = new CaseBook(ruleSet)
    cases.restore(header.cases)
    return { cases, end: header.end }
  })

/**
 * What was remembered when the last snapshot was made; undefined where there is none, or where it is damaged, of another
 * layout or of another log. It is only a short cut: the log decides.
 */
export const loadSnapshot = (dir: string, ruleSet: RuleSet): Remembered | undefined =>
  reading(dir, (reader) => {
    const header = headerOf(dir, reader)
    if (header === undefined) return undefined
    const past = new Past()
    const { keys, rows } = past.windows
    let read = true
    const fill = (array: Uint32Array | Float64Array) => {
      read &&= reader.into(array)
    }
    keys.restore(header.keys, fill)
    past.usual.restore(header.usual, fill)
    rows.restore(header.rows.first, header.rows.length, fill)
    for (const [kind, ring] of past.reuse.rings.entries()) ring.restore(header.reuse[kind] ?? 0, fill)
    if (!read || !reader.whole()) return undefined
    past.windows.newest = header.windows.newest
    past.windows.currencies.restore(header.currencies)
    const coverage = new Coverage()
    coverage.restore(header.coverage)
    const cases = new CaseBook(ruleSet)
    cases.restore(header.cases)
    return { past, coverage, cases, count: header.count, end: header.end }
  })
