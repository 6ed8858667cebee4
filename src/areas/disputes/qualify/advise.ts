import type { Dispute } from '../intake/schema.ts'
import { type Money, moneyText } from '../money.ts'
import type { OrderFile } from '../order/file.ts'
import type { Ce3Verdict } from './ce3.ts'
import type { TrustVerdict } from './first-party-trust.ts'
import type { Odds } from './odds.ts'
import { deliveryProof, otherProofs, type Proof, refundProof } from './proofs.ts'
import type { Family, Reasons } from './reasons.ts'

export interface Costs {
  /** What answering costs: the provider's fee for it and the work. */
  answer: Money
  /** Smallest expected gain worth an answer. */
  least?: number
}
export interface Advice {
  action: 'contest' | 'accept' | 'refund' | 'nothing'
  because: string
  /** How well the file answers the claim; `none` also where the order is not known. */
  stands: 'strong' | 'some' | 'none'
  family: Family
  proofs: Proof[]
  /** What would help and is not in the file. */
  lacking: string[]
  odds: Odds
  /** Expected gain of contesting in the currency of the dispute; undefined where odds or costs are not known. */
  expected: Money | undefined
}

export interface Known {
  dispute: Dispute
  family: Family
  file: OrderFile | undefined
  ce3?: Ce3Verdict | undefined
  trust?: TrustVerdict | undefined
  odds: Odds
  costs?: Costs | undefined
  reasons: Reasons
  now: Date
}

const has = (proofs: readonly Proof[], kind: string, least: 'some' | 'strong' = 'strong') =>
  proofs.some(
    (proof) => proof.kind === kind && (proof.strength === 'strong' || (least === 'some' && proof.strength === 'some')),
  )

function proofsFor({ dispute, file, ce3, trust }: Known): Proof[] {
  if (file === undefined) return []
  return [
    ...(ce3?.qualifies
      ? [
          {
            kind: 'identity',
            strength: 'strong',
            because: `Visa Compelling Evidence 3.0: earlier orders ${ce3.chosen.join(' and ')} share ${ce3.shared.join(', ')}.`,
          } as const,
        ]
      : []),
    ...(trust?.qualifies
      ? [
          {
            kind: 'identity',
            strength: 'some',
            because: 'Mastercard First-Party Trust: device, delivery and identity are at hand.',
          } as const,
        ]
      : []),
    deliveryProof(file, dispute.openedAt),
    refundProof(file, dispute),
    ...otherProofs(file, dispute.openedAt),
  ]
}

/** Whether the shop's case stands, by family. */
function standing(family: Family, proofs: readonly Proof[]): 'strong' | 'some' | 'none' {
  const delivered = has(proofs, 'delivery')
  const terms = has(proofs, 'terms', 'some')
  switch (family) {
    case 'fraud':
      if (has(proofs, 'identity') || has(proofs, 'authentication')) return 'strong'
      return has(proofs, 'identity', 'some') ||
        (delivered && has(proofs, 'authentication', 'some')) ||
        has(proofs, 'usage')
        ? 'some'
        : 'none'
    case 'not-received':
      return delivered ? 'strong' : has(proofs, 'delivery', 'some') ? 'some' : 'none'
    case 'credit-not-processed':
      return has(proofs, 'refund') ? 'strong' : terms || has(proofs, 'refund', 'some') ? 'some' : 'none'
    case 'duplicate':
      return has(proofs, 'refund') ? 'strong' : has(proofs, 'order') ? 'some' : 'none'
    case 'subscription-cancelled':
    case 'merchandise-cancelled':
      return terms && (has(proofs, 'usage') || delivered) ? 'strong' : terms ? 'some' : 'none'
    case 'not-as-described':
    case 'misrepresentation':
    case 'counterfeit':
      return has(proofs, 'order') && terms && has(proofs, 'messages', 'some')
        ? 'strong'
        : has(proofs, 'order') && (terms || delivered)
          ? 'some'
          : 'none'
    default:
      return has(proofs, 'order') && delivered ? 'strong' : has(proofs, 'order') ? 'some' : 'none'
  }
}

/**
 * Contest, accept or refund, with the reason, the odds from the shop's own history and the cost against the amount. Pure.
 * A dispute with money already moved is never "refund": the customer would be paid twice; accepting is paying back.
 */
export function advise(known: Known): Advice {
  const { dispute, family, file, odds, costs, reasons, now } = known
  const proofs = proofsFor(known)
  const needs = reasons.families[family].needs
  const lacking = needs
    .filter((kind) => !has(proofs, kind, 'some'))
    .map((kind) => `${kind}: ${reasons.families[family].counts.join(', ')}`)
  const sameCurrency = costs === undefined || costs.answer.currency === dispute.amount.currency
  const expected =
    odds.chance === undefined || costs === undefined || !sameCurrency
      ? undefined
      : {
          minor: Math.round(odds.chance * dispute.amount.minor) - costs.answer.minor,
          currency: dispute.amount.currency,
        }
  const stands = file === undefined ? 'none' : standing(family, proofs)
  const say = (action: Advice['action'], because: string): Advice => ({
    stands,
    action,
    because,
    family,
    proofs,
    lacking,
    odds,
    expected,
  })
  const back = dispute.phase === 'inquiry' ? 'refund' : 'accept'
  if (dispute.state !== 'open')
    return say(
      'nothing',
      dispute.state === 'expired'
        ? 'The deadline is past: the provider takes no answer any more.'
        : `It is ${dispute.state}.`,
    )
  if (dispute.dueAt !== undefined && dispute.dueAt <= now.toISOString())
    return say('nothing', `The deadline (${dispute.dueAt}) is past: the provider takes no answer any more.`)
  if (file === undefined)
    return say(back, 'The order is not known here, so nothing can be proven. Import the order if there is still time.')
  const refund = proofs.find((proof) => proof.kind === 'refund')
  if (refund?.strength === 'strong')
    return say('contest', `The money was paid back before: ${refund.because} Without an answer it is paid twice.`)
  if (family === 'credit-not-processed' && stands === 'none')
    return say(back, 'A refund is owed as far as the file says: no refund and no terms that rule it out.')
  if (stands === 'none') {
    const best = proofs.find((proof) => proof.kind === needs[0])
    return say(
      back,
      `Nothing in the file answers "${reasons.families[family].title}"${best ? `: ${best.because}` : '.'}`,
    )
  }
  if (expected !== undefined && expected.minor < (costs?.least ?? 0))
    return say(
      back,
      `The amount (${moneyText(dispute.amount)}) times the odds (${Math.round((odds.chance ?? 0) * 100)}%) is less than what an answer costs (${moneyText(costs!.answer)}).`,
    )
  if (costs !== undefined && sameCurrency && dispute.amount.minor <= costs.answer.minor)
    return say(
      back,
      `An answer (${moneyText(costs.answer)}) costs more than the amount in dispute (${moneyText(dispute.amount)}).`,
    )
  const reason = proofs.filter((proof) => proof.strength === 'strong').map((proof) => proof.because)
  return say(
    'contest',
    stands === 'strong'
      ? reason.slice(0, 3).join(' ')
      : `There is some evidence, none of it decisive. ${proofs.find((proof) => proof.strength !== 'none')?.because ?? ''}`,
  )
}
