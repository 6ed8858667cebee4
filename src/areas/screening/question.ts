import { no, partly, unknown, yes } from '../../core/judge.ts'
import type { Judgement, Question } from '../../core/question.ts'
import type { EvidenceView } from '../../core/view.ts'
import { servicesFact, usageFact } from './schema.ts'

const fix =
  'Give Shopwarden the source tree, the address of the checkout, or name the services in shop.yaml under screening.services.'

/** From a file on fewer days of a week than this, services were tried, not used. */
const USED_DAYS = 3

function judgeInUse(view: EvidenceView): Judgement {
  const usage = view.latest(usageFact)
  const { answeredLastWeek = 0, fromCheckoutLastWeek = 0, daysLastWeek = 0, services = [] } = usage?.value ?? {}
  const judged = `${services.join(', ')} judged ${answeredLastWeek} orders on ${daysLastWeek} of the last seven days, as recorded here`
  if (usage !== undefined && (fromCheckoutLastWeek > 0 || daysLastWeek >= USED_DAYS)) return yes(usage, `${judged}.`)
  const looks = view.all(servicesFact)
  const signs = looks.flatMap((look) => look.value.signs)
  const scoring = signs.filter((sign) => sign.kind === 'scoring')
  const seen = scoring.filter((sign) => sign.how !== 'shop.yaml')
  const tried = usage !== undefined && answeredLastWeek > 0 ? usage : undefined
  const list = (items: typeof signs) =>
    [...new Set(items.map((sign) => `${sign.name} (${sign.where})`))].slice(0, 4).join(', ')
  if (seen.length > 0)
    return yes(looks, `Built into the shop: ${list(seen)}. That orders are really judged was not measured.`, {
      confidence: 0.7,
    })
  if (tried)
    return partly(tried, `${judged}, but from a file and not from the checkout: that is a trial.`, { confidence: 0.8 })
  if (looks.length === 0) return unknown(view, servicesFact, fix)
  if (scoring.length > 0)
    return partly(looks, `Named in shop.yaml but not seen in code or pages: ${list(scoring)}.`, { confidence: 0.5 })
  if (signs.length > 0)
    return partly(looks, `Only the payment provider's own scoring comes along: ${list(signs)}.`, { confidence: 0.6 })
  // What the shop's server asks shows in no page: only a look at the code or its settings can tell that there is none.
  if (looks.every((look) => /^https?:/.test(look.subject)))
    return {
      verdict: 'unknown',
      because: 'The pages show no external fraud service, but one that the server asks would not show there.',
      evidence: looks.map((look) => look.id),
      confidence: 0,
      fix,
    }
  return no(
    looks,
    `No external fraud service shows in ${looks
      .flatMap((look) => look.value.looked)
      .slice(0, 3)
      .join(', ')}.`,
    { confidence: 0.7 },
  )
}

function judgeAnswers(view: EvidenceView): Judgement {
  const usage = view.latest(usageFact)
  if (usage === undefined)
    return unknown(
      view,
      usageFact,
      'Let Shopwarden ask the service (shopwarden screening score), so that answers and failures are recorded.',
    )
  const { answered, failed, p99Ms } = usage.value
  const share = answered + failed === 0 ? 0 : failed / (answered + failed)
  const words = `${answered} answers, ${failed} failures (${(100 * share).toFixed(1)} %), slowest hundredth ${Math.round(p99Ms)} ms.`
  if (answered === 0) return no(usage, `The service never answered: ${words}`)
  return share > 0.1 ? partly(usage, `It fails too often: ${words}`) : yes(usage, words)
}

/** Question 9. */
export const question: Question = {
  id: 'screening',
  number: 9,
  asks: 'Do you use an external fraud-screening service?',
  why: 'A service that sees the orders of thousands of shops knows stolen cards and addresses that yours meets for the first time.',
  criteria: [
    {
      id: 'screening.in-use',
      asks: 'Does an external service judge your orders?',
      points: 75,
      judge: judgeInUse,
      advice: {
        step: 'Let an external service judge orders before they ship',
        how: 'Open an account with minFraud, FraudLabs Pro or Sift, or switch on Stripe Radar; set its key, and let your checkout ask POST /api/v1/shops/{shop}/screening/orders, or the guard with "ask": true (or try past orders: "shopwarden screening score FILE"). A slow service never holds up a decision.',
        effort: 'days',
        owner: 'CTO',
      },
      attest: { ask: 'Does an external fraud service judge every order before it ships?', validDays: 180 },
    },
    {
      id: 'screening.answers',
      asks: 'Does the service answer, and quickly enough to matter?',
      points: 25,
      judge: judgeAnswers,
      advice: {
        step: 'Record what the service answers, and what became of the orders',
        how: 'Ask it through Shopwarden: deadlines, failures and scores are recorded.',
        effort: 'hours',
        owner: 'CTO',
      },
      attest: { ask: 'Do you check that the fraud service answers for every order?', validDays: 90 },
    },
  ],
}
