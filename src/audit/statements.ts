import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Answer, CriterionAnswer } from '../core/answer.ts'
import type { Attestation, Waiver } from '../core/attestation.ts'
import { ShopwardenError } from '../core/errors.ts'
import { append } from './ledger.ts'
import type { Workspace } from './workspace.ts'

const dayMs = 86_400_000
const defaultValidDays = 365
const maxDocumentBytes = 50_000_000

/** One statement as a person gives it, in the terminal or in a file. */
const statementSchema = z.strictObject({
  criterion: z.string(),
  verdict: z.enum(['yes', 'partly', 'no']),
  by: z.string().min(1),
  statement: z.string().default(''),
  validUntil: z.iso.date().optional(),
  documents: z.array(z.string()).default([]),
})

const waiveSchema = z.strictObject({
  criterion: z.string(),
  reason: z.string().min(1),
  owner: z.string().min(1),
  validUntil: z.iso.date(),
})

const withdrawSchema = z.strictObject({ criterion: z.string(), by: z.string().min(1) })

/** What `--answers FILE` holds. */
const answersFileSchema = z.strictObject({
  answers: z.array(statementSchema).default([]),
  waivers: z.array(waiveSchema).default([]),
  withdraw: z.array(withdrawSchema).default([]),
})

export type Statement = z.infer<typeof statementSchema>
export type AnswersFile = z.infer<typeof answersFileSchema>

/** @throws SW_INTERVIEW_FILE with every mistake */
export function readAnswersFile(file: string): AnswersFile {
  let raw: unknown
  try {
    raw = parse(readFileSync(file, 'utf8'), { maxAliasCount: 0 })
  } catch (cause) {
    throw new ShopwardenError('SW_INTERVIEW_FILE', 'The file of answers cannot be read', {
      where: file,
      fix: 'It must be YAML with the lists answers, waivers and withdraw.',
      cause,
    })
  }
  const parsed = answersFileSchema.safeParse(raw ?? {})
  if (parsed.success) return parsed.data
  throw new ShopwardenError('SW_INTERVIEW_FILE', z.prettifyError(parsed.error), {
    where: file,
    fix: 'Correct these fields.',
  })
}

/** What a person can be asked: criteria that nothing could measure, and those that rest on a word that has run out or will soon. */
export function openQuestions(answers: readonly Answer[], now: Date, soonDays = 14): CriterionAnswer[] {
  const soon = new Date(now.getTime() + soonDays * dayMs).toISOString()
  return answers
    .flatMap((answer) => answer.criteria)
    .filter(
      (item) =>
        item.attest !== undefined &&
        (item.verdict === 'unknown' ||
          (item.basis === 'attested' && item.attestation !== undefined && item.attestation.validUntil < soon)),
    )
}

/** Files statements in the ledger, documents with them. @throws SW_INTERVIEW_CRITERION for one that nobody may state. */
export async function fileStatements(
  workspace: Workspace,
  shop: string,
  answers: readonly Answer[],
  file: AnswersFile,
  options: { cwd: string; now: Date },
): Promise<number> {
  const { cwd, now } = options
  const criteria = new Map(answers.flatMap((answer) => answer.criteria).map((item) => [item.id, item]))
  const known = (id: string): CriterionAnswer => {
    const item = criteria.get(id)
    if (item) return item
    throw new ShopwardenError('SW_INTERVIEW_CRITERION', `There is no criterion "${id}"`, {
      fix: 'Run "shopwarden interview --list" to see their names.',
    })
  }
  const attestations = file.answers.map((given): Attestation => {
    const item = known(given.criterion)
    if (item.attest === undefined) {
      throw new ShopwardenError(
        'SW_INTERVIEW_CRITERION',
        `"${given.criterion}" is measured; a statement does not count for it`,
        { fix: item.fix ?? item.advice.how },
      )
    }
    const until = given.validUntil
      ? new Date(given.validUntil)
      : new Date(now.getTime() + item.attest.validDays * dayMs)
    return {
      criterion: given.criterion,
      verdict: given.verdict,
      statement: given.statement,
      by: given.by,
      statedAt: now.toISOString(),
      validUntil: until.toISOString(),
      documents: given.documents.map((path) => ({
        ...keepDocument(workspace, resolve(cwd, path)),
        name: basename(path),
      })),
    }
  })
  const waivers = file.waivers.map((given): Waiver => {
    known(given.criterion)
    return { ...given, statedAt: now.toISOString(), validUntil: new Date(given.validUntil).toISOString() }
  })
  const withdrawn = file.withdraw.map((given): Attestation => {
    known(given.criterion)
    const at = now.toISOString()
    return {
      criterion: given.criterion,
      verdict: 'no',
      statement: '',
      by: given.by,
      statedAt: at,
      validUntil: new Date(now.getTime() + defaultValidDays * dayMs).toISOString(),
      documents: [],
      withdrawnAt: at,
    }
  })
  const records = [
    ...attestations.map((body) => ({ kind: 'attestation' as const, body })),
    ...waivers.map((body) => ({ kind: 'waiver' as const, body })),
    ...withdrawn.map((body) => ({ kind: 'attestation' as const, body })),
  ]
  if (records.length > 0) await append(workspace.store, workspace.signer, shop, records, now)
  return records.length
}

function keepDocument(workspace: Workspace, path: string) {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (cause) {
    throw new ShopwardenError('SW_INTERVIEW_DOCUMENT', 'The attached document cannot be read', {
      where: path,
      fix: 'Check the path.',
      cause,
    })
  }
  if (bytes.length > maxDocumentBytes)
    throw new ShopwardenError('SW_INTERVIEW_DOCUMENT', 'The attached document is larger than 50 MB', {
      where: path,
      fix: 'Attach a smaller file.',
    })
  return workspace.keep(bytes, path.toLowerCase().endsWith('.pdf') ? 'application/pdf' : 'application/octet-stream')
}
