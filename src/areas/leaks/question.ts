import { fromLatest, no, yes } from '../../core/judge.ts'
import type { Question } from '../../core/question.ts'
import { sweepFact } from './schema.ts'

const dayMs = 86_400_000

/** Question 12: are leaks of customers' e-mail addresses monitored? */
export const question: Question = {
  id: 'leaks',
  number: 12,
  asks: "Are leaks of customers' e-mail addresses monitored?",
  why: 'Whoever uses one password everywhere loses the account at your shop when another site is broken into.',
  criteria: [
    {
      id: 'leaks.monitored',
      asks: "Are customers' addresses compared with new leaks at least monthly?",
      points: 100,
      judge: fromLatest(sweepFact, 'Answer with "shopwarden interview".', (seen, now) => {
        const { last } = seen.value
        const days = Math.floor((now.getTime() - Date.parse(last.at)) / dayMs)
        const text = `${last.customers} customers were compared with ${last.source} ${days} days ago; ${last.exposures} exposures were found.`
        return days <= 31 ? yes(seen, text) : no(seen, text)
      }),
      advice: {
        step: "Compare customers' addresses with leaks every month",
        how: 'Use a breach-notification service for your mail domain and customers (e.g. Have I Been Pwned), keeping only keyed hashes.',
        effort: 'days',
        owner: 'CTO',
      },
      attest: {
        ask: "Are customers' e-mail addresses compared with newly leaked lists at least monthly?",
        validDays: 180,
      },
    },
  ],
}
