import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AREAS } from './areas.ts'
import { SEVERITIES } from './severity.ts'

/** Where a weakness is. Lines and columns count from 1; `uri` is a path relative to the scanned root (with /) or a URL. */
export const locationSchema = z.object({
  uri: z.string(),
  line: z.int().positive().optional(),
  column: z.int().positive().optional(),
  endLine: z.int().positive().optional(),
  snippet: z.string().max(2000).optional(),
})

/** One step on the way from source to sink, or of an attack. */
export const traceStepSchema = z.object({ location: locationSchema, message: z.string() })

/** A weakness with a place. Maps one to one onto a SARIF 2.1.0 result. */
export const findingSchema = z.object({
  area: z.enum(AREAS),
  /** Stable id of the rule, `<area>/<name>`, e.g. `code/sql-injection`. */
  rule: z.string().regex(/^[a-z]+\/[a-z0-9.-]+$/),
  /** One line in plain words. */
  title: z.string(),
  /** What was seen and why it matters. */
  message: z.string(),
  severity: z.enum(SEVERITIES),
  confidence: z.enum(['high', 'medium', 'low']),
  /** CWE numbers. */
  cwe: z.array(z.int().positive()).default([]),
  /** CVE, GHSA or vendor ids where the weakness is a published one. */
  advisories: z.array(z.string()).default([]),
  location: locationSchema,
  trace: z.array(traceStepSchema).default([]),
  /** Same weakness, same fingerprint, also after lines moved. See `fingerprint`. */
  fingerprint: z.string(),
  /** What to do, in words an owner or developer can follow. */
  remedy: z.string(),
})

export type Location = z.infer<typeof locationSchema>
export type TraceStep = z.infer<typeof traceStepSchema>
export type Finding = z.infer<typeof findingSchema>

/** Stable id from what does not change when lines move: rule, file and the offending text, white space folded. */
export function fingerprint(...parts: string[]): string {
  const folded = parts.map((part) => part.replace(/\s+/g, ' ').trim()).join('\0')
  return createHash('sha256').update(folded).digest('hex').slice(0, 32)
}
