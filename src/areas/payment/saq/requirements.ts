import { z } from 'zod'
import type { CriterionAnswer } from '../../../core/answer.ts'
import { readKnowledge } from '../../../knowledge/read.ts'
import type { Saq } from './decide.ts'
import { SAQS } from './decide.ts'

const requirementSchema = z.object({
  id: z.string(),
  /** The lightest questionnaire that asks for it. */
  saq: z.enum(SAQS),
  asks: z.string(),
  /** Criteria of the audit that bear on it. */
  evidence: z.array(z.string()).default([]),
  look: z.string().optional(),
})

export type Requirement = z.infer<typeof requirementSchema>

export function readRequirements(knowledgeDir: string) {
  const shape = z.object({ standard: z.string(), requirements: z.array(requirementSchema) })
  return readKnowledge(knowledgeDir, 'pci-requirements.json', shape)
}

export const STATES = ['measured', 'documented', 'attested', 'not applicable', 'unknown'] as const
export const RESULTS = ['in place', 'partly', 'not in place', 'unknown', 'not applicable'] as const

/** One line of the view for the assessor. */
export interface Row {
  id: string
  asks: string
  state: (typeof STATES)[number]
  result: (typeof RESULTS)[number]
  because: string
  evidence: string[]
}

/** A criterion's answer as far as the view needs it: from this run, or from an audit's report. */
export type Answered = Pick<CriterionAnswer, 'id' | 'verdict' | 'because' | 'evidence' | 'basis'>

/** What a person stated of one requirement. */
export interface Statement {
  result: 'in place' | 'not in place' | 'not applicable'
  note: string
  by: string
  on: string
  document?: string | undefined
}

const results = { yes: 'in place', partly: 'partly', no: 'not in place', unknown: 'unknown' } as const
const worst = ['not in place', 'partly', 'unknown', 'in place'] as const
/** Criteria that rest on papers: documented, not measured. */
const fromDocuments = new Set(['payment.asv', 'pentest.done'])

function fromAnswers(requirement: Requirement, answers: readonly Answered[]): Row | undefined {
  const found = requirement.evidence
    .map((id) => answers.find((answer) => answer.id === id))
    .filter((answer) => answer !== undefined)
  const known = found.filter((answer) => answer.verdict !== 'unknown')
  if (known.length === 0) return undefined
  const seen = new Set<string>(known.map((answer) => results[answer.verdict]))
  // Where only some of what bears on it is known, and that is good, it is not yet known to be in place.
  const complete = known.length === requirement.evidence.length
  const least = worst.find((result) => seen.has(result))!
  return {
    id: requirement.id,
    asks: requirement.asks,
    state: known.some((answer) => answer.basis === 'measured')
      ? known.every((answer) => fromDocuments.has(answer.id))
        ? 'documented'
        : 'measured'
      : 'attested',
    result: least === 'in place' && !complete ? 'partly' : least,
    because: known.map((answer) => answer.because).join(' '),
    evidence: [...new Set(known.flatMap((answer) => answer.evidence))],
  }
}

const order: Record<Saq, number> = { A: 0, 'A-EP': 1, D: 2 }

/**
 * Requirement by requirement: what is measured or documented decides, a person's word fills what nobody can measure, and the rest
 * stays unknown with the next step. Requirements that the questionnaire does not ask for are marked so. Pure.
 */
export function viewRequirements(
  requirements: readonly Requirement[],
  saq: Saq | 'unknown',
  answers: readonly Answered[],
  statements: Readonly<Record<string, Statement>>,
  extra: ReadonlyMap<string, Omit<Row, 'id' | 'asks'>>,
): Row[] {
  return requirements.map((requirement) => {
    const { id, asks } = requirement
    if (saq !== 'unknown' && order[requirement.saq] > order[saq])
      return {
        id,
        asks,
        state: 'not applicable',
        result: 'not applicable',
        because: `The list of SAQ ${saq} known here does not hold it; the form decides.`,
        evidence: [],
      }
    const seen = fromAnswers(requirement, answers)
    if (seen) return seen
    const own = extra.get(id)
    if (own) return { id, asks, ...own }
    const statement = statements[id]
    if (statement)
      return {
        id,
        asks,
        state:
          statement.result === 'not applicable' ? 'not applicable' : statement.document ? 'documented' : 'attested',
        result: statement.result,
        because: `${statement.by}, ${statement.on}: ${statement.note}${statement.document ? ` (${statement.document})` : ''}`,
        evidence: [],
      }
    const how =
      requirement.evidence.length > 0
        ? `Measured by "shopwarden audit" (${requirement.evidence.join(', ')}); give its report with --audit.`
        : 'State it in the file of answers (--template writes one).'
    return { id, asks, state: 'unknown', result: 'unknown', because: how, evidence: [] }
  })
}
