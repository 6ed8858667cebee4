import { type Attestation, inForce, type Waiver } from './attestation.ts'
import type { AreaName } from './areas.ts'
import type { Advice, Attestable, Criterion, Judgement, Question, Verdict } from './question.ts'
import type { Shop } from './shop.ts'
import type { EvidenceView } from './view.ts'

export type Basis = 'measured' | 'attested' | 'both' | 'none'

export interface CriterionAnswer extends Judgement {
  id: string
  asks: string
  points: number
  /** Points earned: all for yes, half for partly, none for no and unknown. */
  earned: number
  basis: 'measured' | 'attested' | 'none'
  gate: boolean
  advice: Advice
  attest?: Attestable
  attestation?: Attestation
  waiver?: Waiver
}

export interface Answer {
  question: string
  number: number
  asks: string
  why: string
  verdict: Verdict | 'not applicable'
  /** Set when the question does not apply. */
  notApplicable?: string
  basis: Basis
  /** 0 to 1: mean confidence of what is known, by points. */
  confidence: number
  /** Points earned, points of criteria whose verdict is known, points possible. */
  points: { earned: number; known: number; measured: number; possible: number }
  criteria: CriterionAnswer[]
}

export interface AnswerInput {
  view: EvidenceView
  shop: Shop
  attestations: Iterable<Attestation>
  waivers: Iterable<Waiver>
}

const share: Record<Verdict, number> = { yes: 1, partly: 0.5, no: 0, unknown: 0 }

/** Measured evidence decides; a person's word counts only where nothing could be measured. */
function answerCriterion(
  criterion: Criterion,
  input: AnswerInput,
  stated: Map<string, Attestation>,
  waived: Map<string, Waiver>,
): CriterionAnswer {
  const measured = criterion.judge(input.view, input.shop)
  const attestation = stated.get(criterion.id)
  const usesWord = measured.verdict === 'unknown' && attestation !== undefined
  const judged: Judgement = usesWord
    ? {
        verdict: attestation.verdict,
        because: `${attestation.by} stated this on ${attestation.statedAt.slice(0, 10)}${attestation.statement ? `: ${attestation.statement}` : '.'}`,
        evidence: [],
        confidence: attestation.documents.length > 0 ? 0.7 : 0.5,
      }
    : measured
  const waiver = waived.get(criterion.id)
  return {
    ...judged,
    id: criterion.id,
    asks: criterion.asks,
    points: criterion.points,
    earned: criterion.points * share[judged.verdict],
    basis: judged.verdict === 'unknown' ? 'none' : usesWord ? 'attested' : 'measured',
    gate: criterion.gate ?? false,
    advice: criterion.advice,
    ...(criterion.attest && { attest: criterion.attest }),
    ...(attestation && { attestation }),
    ...(waiver && judged.verdict !== 'yes' && { waiver }),
  }
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

/**
 * The verdict of a question from its criteria: unknown while most of the points are unknown and nothing is wrong;
 * no when a gate fails or next to nothing is earned; yes only when nothing is wrong and at least nine tenths are earned.
 */
export function combine(criteria: readonly Pick<CriterionAnswer, 'verdict' | 'points' | 'earned' | 'gate'>[]): Verdict {
  const known = criteria.filter((item) => item.verdict !== 'unknown')
  const knownPoints = sum(known.map((item) => item.points))
  const possible = sum(criteria.map((item) => item.points))
  const earned = sum(criteria.map((item) => item.earned))
  const wrong = known.some((item) => item.verdict === 'no')
  if (known.length === 0) return 'unknown'
  if (known.some((item) => item.gate && item.verdict === 'no')) return 'no'
  if (wrong && earned <= 0.25 * knownPoints) return 'no'
  if (!wrong && earned >= 0.9 * possible) return 'yes'
  if (!wrong && knownPoints < 0.5 * possible) return 'unknown'
  return 'partly'
}

function basisOf(criteria: CriterionAnswer[]): Basis {
  const bases = new Set(criteria.map((item) => item.basis))
  if (bases.has('measured')) return bases.has('attested') ? 'both' : 'measured'
  return bases.has('attested') ? 'attested' : 'none'
}

/** Answers one question from the evidence. Pure. */
export function answerQuestion(question: Question, input: AnswerInput): Answer {
  const stated = inForce(input.attestations, input.view.now)
  const waived = inForce(input.waivers, input.view.now)
  const { id, number, asks, why } = question
  const reason = input.shop.notApplicable[id as AreaName] ?? question.notApplicable?.(input.view, input.shop)
  if (reason !== undefined) {
    const points = { earned: 0, known: 0, measured: 0, possible: 0 }
    return {
      question: id,
      number,
      asks,
      why,
      verdict: 'not applicable',
      notApplicable: reason,
      basis: 'none',
      confidence: 1,
      points,
      criteria: [],
    }
  }
  const criteria = question.criteria.map((criterion) => answerCriterion(criterion, input, stated, waived))
  const known = criteria.filter((item) => item.verdict !== 'unknown')
  const knownPoints = sum(known.map((item) => item.points))
  return {
    question: id,
    number,
    asks,
    why,
    verdict: combine(criteria),
    basis: basisOf(criteria),
    confidence: knownPoints === 0 ? 0 : sum(known.map((item) => item.points * item.confidence)) / knownPoints,
    points: {
      earned: sum(criteria.map((item) => item.earned)),
      known: knownPoints,
      measured: sum(criteria.filter((item) => item.basis === 'measured').map((item) => item.points)),
      possible: sum(criteria.map((item) => item.points)),
    },
    criteria,
  }
}
