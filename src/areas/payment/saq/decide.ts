import { type Checkout, WAYS, type Way } from './checkout.ts'

export const SAQS = ['A', 'A-EP', 'D'] as const
export type Saq = (typeof SAQS)[number]

/** One condition of a questionnaire and what is known of it. */
export interface Condition {
  id: string
  asks: string
  state: 'met' | 'not met' | 'to be confirmed'
  basis: 'measured' | 'documented' | 'attested' | 'unknown'
  because: string
}

/** Which questionnaire applies, and why. `unknown` where no card entry was seen and nobody said. */
export interface Decision {
  saq: Saq | 'unknown'
  way: Way | 'unknown'
  reasons: string[]
  conditions: Condition[]
  /** What the owner must say before this is more than a proposal. */
  toConfirm: string[]
}

/** What else was seen or stated, that bears on the choice. */
export interface Known {
  /** Card numbers found stored; undefined where nobody searched. */
  storedNumbers: number | undefined
  /** Scripts of the page: all authorised, watched at least weekly, no alert. Undefined where it was not watched. */
  scripts: { authorised: boolean; weekly: boolean; alerts: number } | undefined
  /** Providers whose attestation of compliance is on file and in force. */
  attestedProviders: readonly string[]
  /** What the owner says of the integration. */
  stated?: { way?: Way | undefined; by: string; conditions: Readonly<Record<string, boolean>> } | undefined
}

const saqOf: Record<Way, Saq> = {
  outsourced: 'A',
  redirect: 'A',
  iframe: 'A',
  'direct-post': 'A-EP',
  'own-form': 'D',
}

const wayWords: Record<Way, string> = {
  outsourced: 'the provider serves the whole payment page',
  redirect: "the customer is sent to the provider's page",
  iframe: "card data is entered in the provider's frame on the shop's page",
  'direct-post': "card data is entered on the shop's page and sent straight to the provider",
  'own-form': "card data is entered in the shop's own form",
}

function scriptCondition({ scripts, stated }: Known): Condition {
  const id = 'scripts-cannot-attack'
  const asks =
    'The page is not susceptible to attacks from scripts: by techniques as in 6.4.3 and 11.6.1, or by confirmation of the provider (FAQ 1588)'
  if (scripts && scripts.alerts > 0)
    return { id, asks, state: 'not met', basis: 'measured', because: `${scripts.alerts} alerts are open on the page.` }
  if (scripts?.authorised && scripts.weekly)
    return {
      id,
      asks,
      state: 'met',
      basis: 'measured',
      because: 'Every script is authorised and justified, and the page is watched at least weekly in a browser.',
    }
  const seen =
    scripts === undefined
      ? 'The page was not watched.'
      : `${scripts.authorised ? 'Scripts are authorised' : 'Scripts are not authorised yet'}, ${scripts.weekly ? 'watched weekly' : 'not watched weekly yet'}.`
  return { ...said(id, asks, stated), because: `${seen} ${said(id, asks, stated).because}` }
}

/** A condition that only a person can answer. */
function said(id: string, asks: string, stated: Known['stated']): Condition {
  const value = stated?.conditions[id]
  if (value === undefined)
    return { id, asks, state: 'to be confirmed', basis: 'unknown', because: 'Nobody has confirmed it.' }
  return { id, asks, state: value ? 'met' : 'not met', basis: 'attested', because: `Stated by ${stated!.by}.` }
}

function conditionsOf(saq: Saq, way: Way, checkout: Checkout, known: Known): Condition[] {
  if (saq === 'D') return []
  const storage = 'No account data is kept electronically'
  const stored: Condition =
    known.storedNumbers === undefined || known.storedNumbers === 0
      ? {
          ...said('nothing-stored', storage, known.stated),
          ...(known.storedNumbers === 0 && {
            basis: 'measured' as const,
            state: 'met' as const,
            because: 'The search of stored data found no card number.',
          }),
        }
      : {
          id: 'nothing-stored',
          asks: storage,
          state: 'not met',
          basis: 'measured',
          because: `${known.storedNumbers} card numbers were found stored.`,
        }
  const used = [...new Set(checkout.parts.flatMap((part) => part.provider ?? []))]
  const lacking = used.filter((name) => !known.attestedProviders.includes(name))
  const compliant = 'Every provider that handles account data has a current attestation of compliance'
  const attested: Condition =
    used.length > 0 && lacking.length === 0
      ? {
          id: 'providers-compliant',
          asks: compliant,
          state: 'met',
          basis: 'documented',
          because: `On file: ${used.join(', ')}.`,
        }
      : said(
          'providers-compliant',
          lacking.length > 0 ? `${compliant} (${lacking.join(', ')})` : compliant,
          known.stated,
        )
  return [
    said('card-not-present-only', 'The shop takes cards only at a distance (no terminals)', known.stated),
    said('processing-outsourced', 'All handling of account data is outsourced to providers', known.stated),
    stored,
    attested,
    said('paper-only', 'What account data is kept is on paper, and was not received electronically', known.stated),
    ...(saq === 'A' && way === 'iframe' ? [scriptCondition(known)] : []),
    ...(saq === 'A'
      ? [
          said(
            'page-from-provider',
            'All parts of the form that takes card data come only from the provider',
            known.stated,
          ),
        ]
      : []),
  ]
}

/**
 * Which self-assessment questionnaire applies. The heaviest way that was seen decides; the owner's word can make it heavier, never
 * lighter than what was seen. Source: eligibility criteria of SAQ A r1 (January 2025), A-EP and D for merchants; FAQ 1588. Pure.
 */
export function decide(checkout: Checkout, known: Known): Decision {
  const heaviest = (ways: readonly Way[]) => [...WAYS].reverse().find((way) => ways.includes(way))
  const seen = checkout.ways.map((item) => item.way)
  const stated = known.stated?.way
  const way = heaviest(stated ? [...seen, stated] : seen)
  const toConfirm: string[] = []
  const reasons = checkout.ways.map((item) => item.because)
  for (const obstacle of checkout.obstacles) reasons.push(`Seen with limits: ${obstacle}.`)
  if (way === undefined)
    return {
      saq: 'unknown',
      way: 'unknown',
      reasons: [...reasons, 'No card entry, frame of a provider or way to one was seen on this page.'],
      conditions: [],
      toConfirm: [
        'Give the page where the customer pays (with --steps where a basket is needed), or say how card data is entered.',
      ],
    }
  if (stated && !seen.includes(stated)) {
    reasons.push(`The owner says: ${wayWords[stated]}; this was not seen.`)
    if (seen.length > 0) toConfirm.push('What was seen and what was stated differ: find out which is right.')
  }
  let saq = saqOf[way]
  if (known.storedNumbers !== undefined && known.storedNumbers > 0 && saq !== 'D') {
    reasons.push(`${known.storedNumbers} card numbers are stored: no questionnaire but D allows that.`)
    saq = 'D'
  }
  reasons.push(
    saqOf[way] === saq ? `SAQ ${saq}, because ${wayWords[way]}.` : `Without them it would be SAQ ${saqOf[way]}.`,
  )
  if (saq === 'A' && way !== 'iframe')
    reasons.push('The criterion about scripts (FAQ 1588) concerns embedded forms only and does not apply here.')
  const conditions = conditionsOf(saq, way, checkout, known)
  const failed = conditions.filter((condition) => condition.state === 'not met')
  for (const condition of failed)
    reasons.push(
      `A condition of SAQ ${saq} is not met: ${condition.asks}. Until it is, the bank may ask for a heavier form.`,
    )
  toConfirm.push(
    ...conditions.filter((item) => item.state === 'to be confirmed').map((item) => `${item.asks}?`),
    ...(stated ? [] : [`Is it right that ${wayWords[way]}, and that there is no other way to pay by card?`]),
  )
  return { saq, way, reasons, conditions, toConfirm }
}
