import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readTextUpTo } from '../../net/files.ts'
import { writeAtomically } from '../../store/files.ts'
import { type TestRecord, testRecordSchema } from './rehearse/record.ts'

const maxBytes = 20_000_000
const folder = (stateDir: string) => join(stateDir, 'tests')

/** A name for the record and its log: the day, the time, the host. */
export const recordName = (now: Date, hostname: string) =>
  `${now.toISOString().replace(/[:.]/g, '-')}-${hostname.replace(/[^a-z0-9.-]/gi, '_')}`

export function writeRecord(stateDir: string, name: string, record: TestRecord): string {
  const path = join(folder(stateDir), `${name}.json`)
  writeAtomically(path, `${JSON.stringify(testRecordSchema.parse(record), null, 1)}\n`)
  return path
}

/** Rehearsals on one origin, oldest first. Files that are broken or of another shape are passed over. */
export function readRecords(stateDir: string, origin: string): TestRecord[] {
  let names: string[]
  try {
    names = readdirSync(folder(stateDir)).filter((name) => name.endsWith('.json'))
  } catch {
    return []
  }
  return names
    .toSorted()
    .flatMap((name) => {
      try {
        const parsed = testRecordSchema.safeParse(
          JSON.parse(readTextUpTo(join(folder(stateDir), name), maxBytes) ?? 'null'),
        )
        return parsed.success && parsed.data.target === origin ? [parsed.data] : []
      } catch {
        return []
      }
    })
    .toSorted((a, b) => a.ended.localeCompare(b.ended))
}
