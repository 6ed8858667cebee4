import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import type { Finding } from '../../core/finding.ts'

const schema = z.object({
  version: z.literal(1),
  takenAt: z.iso.datetime(),
  /** Fingerprints that are known, each with its rule and place for people who read the file. */
  known: z.record(z.string(), z.object({ rule: z.string(), uri: z.string() })),
})
export type Baseline = z.infer<typeof schema>

/** Reads a baseline; undefined where the file does not exist yet. */
export function readBaseline(path: string): Baseline | undefined {
  if (!existsSync(path)) return undefined
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (cause) {
    throw new ShopwardenError('SW_CODE_BASELINE', 'The baseline cannot be read', {
      where: path,
      fix: 'Write it anew with --write-baseline.',
      cause,
    })
  }
}

export function writeBaseline(path: string, findings: readonly Finding[], now: Date): void {
  const known = Object.fromEntries(
    findings.map((finding) => [finding.fingerprint, { rule: finding.rule, uri: finding.location.uri }]),
  )
  const baseline: Baseline = { version: 1, takenAt: now.toISOString(), known }
  writeFileSync(path, `${JSON.stringify(baseline, null, 2)}\n`)
}

/** Findings that the baseline does not know. */
export function newFindings(findings: readonly Finding[], baseline: Baseline | undefined): Finding[] {
  return baseline === undefined
    ? [...findings]
    : findings.filter((finding) => !Object.hasOwn(baseline.known, finding.fingerprint))
}
