import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readTextUpTo } from '../../net/files.ts'
import { writeAtomically } from '../../store/files.ts'
import { type TestRecord, testRecordSchema } from './rehearse/record.ts'
import { lookSchema } from './schema.ts'

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

/** Every record of a folder that has the shape. Files that are broken or of another shape are passed over. */
function readAll<T>(dir: string, shape: z.ZodType<T>): T[] {
  let names: string[]
  try {
    names = readdirSync(dir).filter((name) => name.endsWith('.json'))
  } catch {
    return []
  }
  return names.flatMap((name) => {
    try {
      const parsed = shape.safeParse(JSON.parse(readTextUpTo(join(dir, name), maxBytes) ?? 'null'))
      return parsed.success ? [parsed.data] : []
    } catch {
      return []
    }
  })
}

/** Rehearsals on one origin, oldest first. */
export const readRecords = (stateDir: string, origin: string): TestRecord[] =>
  readAll(folder(stateDir), testRecordSchema)
    .filter((record) => record.target === origin)
    .toSorted((a, b) => a.ended.localeCompare(b.ended))

const lookRecordSchema = z.object({ at: z.iso.datetime(), look: lookSchema })
export type LookRecord = z.infer<typeof lookRecordSchema>

export function writeLook(stateDir: string, name: string, record: LookRecord): void {
  writeAtomically(
    join(stateDir, 'looks', `${name}.json`),
    `${JSON.stringify(lookRecordSchema.parse(record), null, 1)}\n`,
  )
}

/** Thorough looks at one origin, oldest first. */
export const readLooks = (stateDir: string, origin: string): LookRecord[] =>
  readAll(join(stateDir, 'looks'), lookRecordSchema)
    .filter((record) => record.look.origin === origin)
    .toSorted((a, b) => a.at.localeCompare(b.at))
