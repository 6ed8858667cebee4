import { hash } from 'node:crypto'
import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { z } from 'zod'
import { readPdf } from '../../../connect/pdf-text/read.ts'
import { readKnowledge } from '../../../knowledge/read.ts'
import { readFileUpTo } from '../../../net/files.ts'
import { type AocDocument, isAocText, parseAoc } from './aoc.ts'
import { type AsvDocument, parseAsv } from './asv.ts'
import { isAsvText } from './asv-words.ts'
import { parseAsvCsv } from './asv-csv.ts'
import { aocProblems, asvProblems, type Vendors } from './judge.ts'

/** One document as it was read. Its basis is "document seen": nobody can check offline that it is genuine. */
export interface ReadDocument {
  name: string
  kind: 'asv' | 'aoc' | 'other'
  sha256: string
  modified: string
  /** One line on what it says. */
  about: string
  asv?: AsvDocument
  aoc?: AocDocument
  problems: string[]
}

const maxBytes = 50_000_000
const failures = {
  encrypted: 'it is encrypted and cannot be read: save a copy without a password',
  broken: 'it is no readable PDF',
  'too slow': 'reading it took too long',
  'too large': 'it is larger than 50 MB',
  'no text': 'it holds pictures only: give the PDF that the vendor made, not a scan of paper',
} as const

export function readVendors(knowledgeDir: string): Vendors {
  const shape = z.object({ vendors: z.array(z.object({ name: z.string(), aliases: z.array(z.string()) })) })
  return readKnowledge(knowledgeDir, 'asv-vendors.json', shape)
}

const asvLine = (document: AsvDocument) =>
  [
    `ASV scan ${document.status ?? 'without a readable result'}`,
    document.vendor && `by ${document.vendor}`,
    document.customer && `for ${document.customer}`,
    document.scanned && `on ${document.scanned}`,
    document.expires && `good until ${document.expires}`,
  ]
    .filter(Boolean)
    .join(' ')

const aocLine = (document: AocDocument) =>
  [
    `Attestation of compliance of ${document.provider ?? 'a company that was not found'}`,
    document.version && `(PCI DSS ${document.version})`,
    document.issued && `of ${document.issued}`,
  ]
    .filter(Boolean)
    .join(' ')

async function content(file: string, bytes: Buffer, hint: string): Promise<Pick<ReadDocument, 'asv' | 'aoc'> | string> {
  if (/\.csv$/i.test(file)) return { asv: await parseAsvCsv(file) }
  const text = await readPdf(bytes)
  if ('failed' in text) return failures[text.failed]
  const whole = text.pages
    .flat()
    .map((line) => line.map((cell) => cell.text).join(' '))
    .join(' ')
  if (isAsvText(whole) || (hint === 'asv' && !isAocText(whole))) return { asv: parseAsv(text.pages) }
  if (isAocText(whole) || hint === 'aoc') return { aoc: parseAoc(text.pages) }
  return 'it is neither an ASV document nor an attestation of compliance'
}

/**
 * Reads one document and judges it at a moment against the shop's payment hosts; undefined when there is no such file. What cannot
 * be read says why, in `problems`.
 */
export async function readDocument(
  file: string,
  hint: 'asv' | 'aoc' | 'other',
  about: { hosts: readonly string[]; vendors: Vendors; now: Date },
): Promise<ReadDocument | undefined> {
  const bytes = readFileUpTo(file, maxBytes + 1)
  if (bytes === undefined) return undefined
  const base = {
    name: basename(file),
    sha256: hash('sha256', bytes, 'hex'),
    modified: statSync(file).mtime.toISOString(),
  }
  const read = await content(file, bytes, hint).catch((error: unknown) =>
    error instanceof Error ? error.message : 'it cannot be read',
  )
  if (typeof read === 'string') return { ...base, kind: hint, about: `${base.name}: not read`, problems: [read] }
  if (read.asv)
    return {
      ...base,
      kind: 'asv',
      about: asvLine(read.asv),
      asv: read.asv,
      problems: asvProblems(read.asv, about.hosts, about.vendors, about.now),
    }
  const aoc = read.aoc!
  return { ...base, kind: 'aoc', about: aocLine(aoc), aoc, problems: aocProblems(aoc, about.now) }
}
