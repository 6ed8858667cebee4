import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { findingSchema } from '../../../core/finding.ts'

/** What a scan of a tree came to, kept under the hash of everything that went into it. */
const cachedSchema = z.object({
  platform: z.string(),
  rules: z.string(),
  files: z.int(),
  lines: z.int(),
  languages: z.record(z.string(), z.int()),
  notCovered: z.array(z.object({ path: z.string(), reason: z.string() })),
  findings: z.array(findingSchema),
  suppressed: z.array(z.object({ finding: findingSchema, reason: z.string() })),
})
type Cached = z.infer<typeof cachedSchema>

const fileOf = (dir: string, key: string) => join(dir, `scan-${key.slice(0, 32)}.json`)

/** The kept result for a key; undefined where there is none, or it is damaged. */
export function readCached(dir: string, key: string): Cached | undefined {
  try {
    return cachedSchema.parse(JSON.parse(readFileSync(fileOf(dir, key), 'utf8')))
  } catch {
    return undefined
  }
}

export function writeCached(dir: string, key: string, result: Cached): void {
  const { platform, rules, files, lines, languages, notCovered, findings, suppressed } = result
  const kept: Cached = { platform, rules, files, lines, languages, notCovered, findings, suppressed }
  mkdirSync(dir, { recursive: true })
  writeFileSync(fileOf(dir, key), JSON.stringify(kept))
}
