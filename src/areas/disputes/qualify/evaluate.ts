import type { Dispute } from '../intake/schema.ts'
import type { OrderFile } from '../order/file.ts'
import { listCases, orderOf } from '../records/cases.ts'
import { readFile, sameCard } from '../records/orders.ts'
import type { Room } from '../records/room.ts'
import { type Advice, advise, type Costs } from './advise.ts'
import { type Ce3Verdict, qualifyCe3 } from './ce3.ts'
import { qualifyFirstPartyTrust, type TrustVerdict } from './first-party-trust.ts'
import { disputedFrom, earlierFrom } from './from-file.ts'
import { oddsOf, type Past, pastOf } from './odds.ts'
import { deliveryProof } from './proofs.ts'
import { type Family, familyOf, type Reasons } from './reasons.ts'

export interface Evaluation {
  dispute: Dispute
  family: Family
  order: string | undefined
  file: OrderFile | undefined
  /** Files of the earlier orders that CE 3.0 chose. */
  earlier: OrderFile[]
  ce3: Ce3Verdict | undefined
  trust: TrustVerdict | undefined
  advice: Advice
}

const yearAndMore = 500 * 86_400_000

/** The shop's decided disputes, read once for many evaluations. */
export async function readPast(room: Room, reasons: Reasons): Promise<Past[]> {
  return pastOf(await listCases(room, ['won', 'lost']), (dispute) => familyOf(dispute, reasons))
}

export interface Material {
  dispute: Dispute
  file: OrderFile | undefined
  /** Files of other orders paid with the same card. */
  others: readonly OrderFile[]
  /** Payments that were ever disputed. */
  everDisputed: ReadonlySet<string>
  past: readonly Past[]
  costs?: Costs | undefined
}

/** What is known of a dispute and its order, put together, and what to do. Pure. */
export function evaluateFrom(
  { dispute, file, others, everDisputed, past, costs }: Material,
  reasons: Reasons,
  now: Date,
): Evaluation {
  const family = familyOf(dispute, reasons)
  let ce3: Ce3Verdict | undefined
  let trust: TrustVerdict | undefined
  if (file !== undefined && family === 'fraud') {
    const disputed = disputedFrom(file, dispute)
    if (disputed.network === 'visa')
      ce3 = qualifyCe3(
        disputed,
        others.flatMap((item) => earlierFrom(item, everDisputed) ?? []),
        dispute.provider === 'stripe' ? 'stripe' : 'visa',
      )
    if (disputed.network === 'mastercard')
      trust = qualifyFirstPartyTrust(disputed, deliveryProof(file, dispute.openedAt).strength === 'strong')
  }
  const odds = oddsOf(past, family, dispute.network)
  const advice = advise({ dispute, family, file, ce3, trust, odds, costs, reasons, now })
  const earlier = others.filter((item) => ce3?.chosen.includes(item.order))
  return { dispute, family, order: file?.order, file, earlier, ce3, trust, advice }
}

/** Evaluates a dispute from the records. */
export async function evaluate(
  room: Room,
  dispute: Dispute,
  reasons: Reasons,
  past: readonly Past[],
  now: Date,
  costs?: Costs,
): Promise<Evaluation> {
  const order = await orderOf(room, dispute)
  const file = order === undefined ? undefined : await readFile(room, order)
  const instrument = file?.events.payment.at(-1)?.instrument
  const since = new Date(Date.parse(dispute.openedAt) - yearAndMore).toISOString()
  const others =
    file === undefined || instrument === undefined ? [] : await sameCard(room, instrument, file.order, since)
  const references = others.flatMap((item) => item.events.payment.flatMap((payment) => payment.references))
  const rows =
    references.length === 0
      ? []
      : await room.db.selectFrom('disputes_cases').select('payment').where('payment', 'in', references).execute()
  const everDisputed = new Set(rows.flatMap((row) => row.payment ?? []))
  return evaluateFrom({ dispute, file, others, everDisputed, past, costs }, reasons, now)
}
