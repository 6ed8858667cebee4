import type { Shop } from './shop.ts'
import type { EvidenceView } from './view.ts'

export type Verdict = 'yes' | 'partly' | 'no' | 'unknown'
export type Effort = 'minutes' | 'hours' | 'days' | 'weeks'
export type Owner = 'CEO' | 'CTO' | 'COO'
/** How soon, in the words of SSVC (CISA 2022): act now, attend soon, track. */
export type Urgency = 'act' | 'attend' | 'track'

/** What a criterion's judge decided from the evidence, and because of what. */
export interface Judgement {
  verdict: Verdict
  /** One or two plain sentences with the figures that decided. */
  because: string
  /** Ids of the evidence that decided; empty only for `unknown`. */
  evidence: string[]
  /** 0 to 1. */
  confidence: number
  /** For `unknown`: how to make it known. */
  fix?: string
  /** Raised by the judge where evidence shows that it cannot wait (exploited in the wild, skimmer found). */
  urgency?: Urgency
}

/** The control that turns "no" into "yes". */
export interface Advice {
  /** Imperative, one line. */
  step: string
  /** How, concretely; names the command of ours that does or checks it where there is one. */
  how: string
  effort: Effort
  owner: Owner
}

/** What a person may state where nothing can be measured. */
export interface Attestable {
  /** The question as it is put to the person, answered yes, no or partly. */
  ask: string
  /** Days until the statement must be renewed. */
  validDays: number
}

/** One sub-question: its words, its points, its verdict (pure) and its advice stand together. */
export interface Criterion {
  /** `<area>.<name>` */
  id: string
  asks: string
  points: number
  /** A "no" here caps the whole score: no average hides it. */
  gate?: boolean
  judge(view: EvidenceView, shop: Shop): Judgement
  advice: Advice
  attest?: Attestable
}

export interface Question {
  /** The area's name for the thirteen; anything else is reported but not scored. */
  id: string
  /** 1 to 13; 0 for unscored questions. */
  number: number
  asks: string
  /** Why a shop should care, for people who are no engineers. */
  why: string
  criteria: readonly Criterion[]
  /** A reason when the question does not apply to this shop; undefined when it does. */
  notApplicable?(view: EvidenceView, shop: Shop): string | undefined
}
