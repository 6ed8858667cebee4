/** What the article and the trade call the ways of cheating a shop; coverage is reported by these. */
export const PATTERNS = {
  'many-cards': 'One customer uses many cards',
  'ip-velocity': 'Many or suspicious orders from one IP address',
  recipient: 'The recipient differs from the cardholder',
  'card-testing': 'Stolen cards are tried out',
  'account-takeover': "A customer's account is used by somebody else",
  triangulation: 'Goods bought with stolen cards for buyers of a false shop',
  'refund-abuse': 'Refunds are asked for again and again',
  reshipping: 'Many stolen orders go to one address or recipient',
  identity: 'The particulars of the buyer do not fit together',
  device: 'One device serves many customers',
  velocity: 'More orders than a customer usually places',
  spend: 'More money than customers usually spend',
  history: 'The card, customer or address is known from earlier fraud',
  service: 'An outside fraud service warns of the order',
} as const
export type Pattern = keyof typeof PATTERNS

/** What a rule asks for. `score` only adds points. */
export const OUTCOMES = ['challenge', 'allow', 'block', 'review', 'score'] as const
export type RuleOutcome = (typeof OUTCOMES)[number]

export type ExampleValues = Readonly<Record<string, number | string | boolean>>

export interface Rule {
  /** `<pattern>/<name>` */
  id: string
  pattern: Pattern
  /** When it fires, in the rule language. */
  when: string
  outcome: RuleOutcome
  /** Evidence it adds; see decide/score.ts for how points become a score. */
  points: number
  /** Grades the points from 0 to 1 where given, so that more is worse. */
  grade?: string
  /** What to tell the person who reviews. */
  says: string
  examples: { fires: readonly ExampleValues[]; quiet: readonly ExampleValues[] }
}

/** Shorthand for the lists of rules: id, when, then, points, words, an example that fires and one that does not. */
export function rule(
  id: `${Pattern}/${string}`,
  outcome: RuleOutcome,
  points: number,
  when: string,
  says: string,
  fires: ExampleValues,
  quiet: ExampleValues,
  grade?: string,
): Rule {
  const pattern = id.slice(0, id.indexOf('/')) as Pattern
  return {
    id,
    pattern,
    when,
    outcome,
    points,
    says,
    examples: { fires: [fires], quiet: [quiet] },
    ...(grade && { grade }),
  }
}
