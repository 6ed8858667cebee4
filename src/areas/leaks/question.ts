import { fromLatest, no, partly, yes } from '../../core/judge.ts'
import type { Question } from '../../core/question.ts'
import { coverageFact, exposureFact, sweepFact } from './schema.ts'

const dayMs = 86_400_000
const ageInDays = (at: string, now: Date): number => Math.floor((now.getTime() - Date.parse(at)) / dayMs)
const start = 'Run "shopwarden leaks import customers.csv", or answer with "shopwarden interview".'

/** Question 12: are leaks of customers' e-mail addresses monitored? */
export const question: Question = {
  id: 'leaks',
  number: 12,
  asks: "Are leaks of customers' e-mail addresses monitored?",
  why: 'Whoever uses one password everywhere loses the account at your shop when another site is broken into.',
  criteria: [
    {
      id: 'leaks.covered',
      asks: 'Are all customers watched, new ones too?',
      points: 25,
      judge: fromLatest(coverageFact, start, (seen, now) => {
        const { watched, lastImport, feed } = seen.value
        const days = ageInDays(lastImport, now)
        const when = `the list was last taken in ${days} days ago`
        if (watched === 0) return no(seen, 'No customer is watched.')
        if (feed && feed.customers > 0) {
          const share = (feed.watched + feed.objected) / feed.customers
          const text = `${feed.watched} of ${feed.customers} customers are watched${feed.objected > 0 ? `, ${feed.objected} objected` : ''}; ${when}.`
          if (share >= 0.98) return yes(seen, text)
          return share >= 0.8 ? partly(seen, text) : no(seen, text)
        }
        const text = `${watched} customers are watched; ${when}. Without the shop's own list it is not known whether these are all.`
        return days <= 35 ? yes(seen, text, { confidence: 0.7 }) : partly(seen, text, { confidence: 0.7 })
      }),
      advice: {
        step: 'Take in the customers at least monthly',
        how: 'Run "shopwarden leaks import customers.csv --whole" after each export. Only keyed hashes are kept to compare with.',
        effort: 'hours',
        owner: 'CTO',
      },
      attest: { ask: 'Are the addresses of all your customers watched for leaks, new customers too?', validDays: 180 },
    },
    {
      id: 'leaks.monitored',
      asks: "Are customers' addresses compared with new leaks at least monthly?",
      points: 45,
      judge: fromLatest(sweepFact, start, (seen, now) => {
        const sources = [...seen.value.sources].sort((a, b) => (a.at < b.at ? 1 : -1))
        const whole = sources.find((source) => source.complete)
        const newest = whole ?? sources[0]!
        const days = ageInDays(newest.at, now)
        const text = `${newest.customers} customers were compared with ${newest.source} ${days} days ago; ${newest.found} were found in it. Sources so far: ${sources.length}.`
        if (!whole) return partly(seen, `${text} That comparison did not reach the end.`)
        if (days > 92) return no(seen, text)
        return days <= 31 ? yes(seen, text) : partly(seen, text)
      }),
      advice: {
        step: "Compare customers' addresses with leaks every month",
        how: 'Run "shopwarden leaks sweep" with a key of Have I Been Pwned from a schedule, and "shopwarden leaks match FILE" for lists that you are given.',
        effort: 'hours',
        owner: 'CTO',
      },
      attest: {
        ask: "Are customers' e-mail addresses compared with newly leaked lists at least monthly?",
        validDays: 180,
      },
    },
    {
      id: 'leaks.handled',
      asks: 'Is something done about every customer who is found?',
      points: 30,
      judge: fromLatest(exposureFact, start, (seen) => {
        const { open, known } = seen.value
        const { critical, high, medium } = open
        const serious = critical.count + high.count
        if (known === 0) return yes(seen, 'No customer was found in a leak.')
        if (serious + medium.count === 0)
          return yes(seen, `${known} exposures are known; none with a password waits to be dealt with.`)
        const oldest = Math.floor(Math.max(critical.oldestDays, high.oldestDays, medium.oldestDays))
        const text = `${serious + medium.count} customers whose password may have leaked have not been told and have not been made to change it; the oldest case waits ${oldest} days.`
        if (critical.count > 0 && critical.oldestDays > 2) return no(seen, text, { urgency: 'act' })
        if (Math.max(critical.oldestDays, high.oldestDays) > 7 || medium.oldestDays > 30) return no(seen, text)
        return partly(seen, text)
      }),
      advice: {
        step: 'Deal with customers found in leaks within a week',
        how: 'Require a new password at their next log-in ("shopwarden leaks measures" tells the shop and reads back what it did), and send the notice: "shopwarden notices plan", then "approve" and "send".',
        effort: 'hours',
        owner: 'COO',
      },
      attest: {
        ask: 'Are customers found in leaks told, or made to change the password, within a week?',
        validDays: 180,
      },
    },
  ],
}
