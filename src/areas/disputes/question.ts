import { fromLatest, no, partly, yes } from '../../core/judge.ts'
import type { Question } from '../../core/question.ts'
import { coverageFact } from './schema.ts'

const giveFeeds = 'Name an export of orders and one of shipments under feeds in shop.yaml.'
const percent = (part: number, whole: number) => `${Math.floor((100 * part) / whole)}%`

/** Question 8: protected from chargeback scams? */
export const question: Question = {
  id: 'disputes',
  number: 8,
  asks: 'Is the shop protected from chargeback scams, e.g. by a shipping note kept for each order?',
  why: 'A customer who denies an order gets the money back unless the shop can prove what was ordered, sent and received.',
  criteria: [
    {
      id: 'disputes.shipping-notes',
      asks: 'Is a shipping note kept for each order?',
      points: 45,
      judge: fromLatest(coverageFact, giveFeeds, (seen) => {
        const { orders, withNote, from, to, missing } = seen.value
        const text = `${percent(withNote, orders)} of ${orders} orders from ${from} to ${to} have a shipping note${missing.length > 0 ? `; without one, e.g. ${missing.slice(0, 3).join(', ')}` : ''}.`
        return withNote / orders >= 0.99
          ? yes(seen, text)
          : withNote / orders >= 0.9
            ? partly(seen, text)
            : no(seen, text)
      }),
      advice: {
        step: 'Keep a shipping note with tracking number for every order',
        how: 'Let the shop write carrier and tracking number to each order when the label is printed; look weekly at the orders without one.',
        effort: 'days',
        owner: 'COO',
      },
    },
    {
      id: 'disputes.delivery-proof',
      asks: 'Is there proof of delivery?',
      points: 30,
      judge: fromLatest(coverageFact, giveFeeds, (seen) => {
        const { orders, withProof } = seen.value
        const text = `${percent(withProof, orders)} of ${orders} orders have proof of delivery.`
        return withProof / orders >= 0.9
          ? yes(seen, text)
          : withProof / orders >= 0.6
            ? partly(seen, text)
            : no(seen, text)
      }),
      advice: {
        step: 'Keep proof of delivery',
        how: 'Fetch delivery events from the carrier and store them with the order; ask for a signature on valuable orders.',
        effort: 'days',
        owner: 'COO',
      },
    },
    {
      id: 'disputes.answered',
      asks: 'Is every dispute answered in time with the evidence kept?',
      points: 25,
      judge: () => ({
        verdict: 'unknown',
        because: 'No record of disputes was given.',
        evidence: [],
        confidence: 0,
        fix: 'Answer with "shopwarden interview".',
      }),
      advice: {
        step: "Answer disputes before the payment provider's deadline",
        how: 'Name one person; keep order, terms accepted, address, IP, messages, shipping note and delivery proof together for each order.',
        effort: 'days',
        owner: 'COO',
      },
      attest: { ask: 'Are disputes answered with evidence before the deadline, each time?', validDays: 180 },
    },
  ],
}
