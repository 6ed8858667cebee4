import { fromLatest, no, partly, unknown, yes } from '../../core/judge.ts'
import type { Question } from '../../core/question.ts'
import { answeredFact, coverageFact, ratiosFact } from './schema.ts'

const giveFeeds =
  'Name an export of orders and one of shipments under feeds in shop.yaml, or import them: shopwarden disputes import, ship.'
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
      points: 35,
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
        how: 'Let the shop write carrier and tracking number to each order when the label is printed, and file them: "shopwarden disputes ship shipments.csv". Look weekly: "shopwarden disputes completeness" names the orders without one.',
        effort: 'days',
        owner: 'COO',
      },
    },
    {
      id: 'disputes.delivery-proof',
      asks: 'Is there proof of delivery?',
      points: 25,
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
        how: 'Let "shopwarden disputes track" ask the carriers daily, while they still know; ask for a signature on valuable orders.',
        effort: 'days',
        owner: 'COO',
      },
    },
    {
      id: 'disputes.answered',
      asks: 'Is every dispute answered in time with the evidence kept?',
      points: 25,
      judge: (view) => {
        const seen = view.latest(answeredFact)
        if (seen === undefined)
          return unknown(
            view,
            answeredFact,
            'Answer with "shopwarden interview", or take disputes in: shopwarden disputes take.',
          )
        const { due, answered, expired, open, accepted, won, lost, from, to } = seen.value
        const rate = won + lost > 0 ? ` Of ${won + lost} decided, ${won} were won (${percent(won, won + lost)}).` : ''
        const text = `Of ${due} disputes from ${from} to ${to} that needed an answer, ${answered} were answered in time, ${expired} not; ${accepted} were accepted, ${open} are open.${rate}`
        if (due === 0) return open > 0 ? partly(seen, `${text} None was due yet.`) : yes(seen, text)
        return answered / due >= 0.98 ? yes(seen, text) : answered / due >= 0.8 ? partly(seen, text) : no(seen, text)
      },
      advice: {
        step: "Answer disputes before the payment provider's deadline",
        how: 'Point the webhooks at "shopwarden disputes serve", subscribe to its calendar, and let "shopwarden disputes submit --policy strong" send what is decisive; "disputes advise" says what to do with the rest.',
        effort: 'hours',
        owner: 'COO',
      },
      attest: { ask: 'Are disputes answered with evidence before the deadline, each time?', validDays: 180 },
    },
    {
      id: 'disputes.ratios',
      asks: "Are the card schemes' limits for disputes and fraud kept?",
      points: 15,
      judge: fromLatest(
        ratiosFact,
        'Import orders with their payments, and disputes: shopwarden disputes import, take.',
        (seen) => {
          const { programmes, factsAsOf } = seen.value
          const of = (...alarms: string[]) => programmes.filter((item) => alarms.includes(item.alarm))
          const told = (items: typeof programmes) =>
            items
              .slice(0, 3)
              .map((item) => item.because)
              .join(' ')
          const date = ` Thresholds as of ${factsAsOf}.`
          const over = of('over', 'will-be-over')
          if (over.length > 0) return no(seen, told(over) + date, { urgency: 'act' })
          const near = of('near')
          return near.length > 0
            ? partly(seen, told(near) + date, { urgency: 'attend' })
            : yes(seen, `No programme is near. ${told(programmes)}${date}`)
        },
      ),
      advice: {
        step: "Stay below the card schemes' limits",
        how: 'Look weekly: "shopwarden disputes ratios" (with forecast), "disputes insights" (where disputes come from), "disputes descriptor" (whether customers know the charge); send "disputes labels" to the fraud guard.',
        effort: 'days',
        owner: 'COO',
      },
      attest: {
        ask: "Are the card schemes' limits for disputes and fraud kept, by the provider's own figures?",
        validDays: 90,
      },
    },
  ],
}
