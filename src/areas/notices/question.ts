import { fromLatest, no, partly, unknown, yes } from '../../core/judge.ts'
import type { Question } from '../../core/question.ts'
import { changedFact, formFact, toldFact } from './schema.ts'

const percent = (part: number, whole: number): string => `${Math.round((100 * part) / whole)}%`
const start = 'Run "shopwarden notices plan", or answer with "shopwarden interview".'

/** Question 13: are customers told, calmly, and asked to change the password? */
export const question: Question = {
  id: 'notices',
  number: 13,
  asks: 'Are customers told, without scaring them, when their address appears in a leak, and asked to change the password?',
  why: 'A calm message with one clear step protects the customer and keeps the trust; silence or alarm costs both.',
  criteria: [
    {
      id: 'notices.sent',
      asks: 'Are customers told within a week of being found in a leak with a password?',
      points: 45,
      judge: (view) => {
        const seen = view.latest(toldFact)
        if (seen === undefined) return unknown(view, toldFact, start)
        const { due, inTime, late, changedBefore, withinDays, pending, bounced, uncertain } = seen.value
        const extra = [
          ...(pending > 0 ? [`${pending} were found lately and are still to be told.`] : []),
          ...(bounced > 0 ? [`${bounced} notices bounced.`] : []),
          ...(uncertain > 0 ? [`Of ${uncertain} it is not known whether they arrived.`] : []),
        ].join(' ')
        if (due === 0)
          return pending > 0
            ? partly(seen, `Nobody has waited ${withinDays} days yet. ${extra}`.trim())
            : yes(seen, 'No customer was found in a leak with a password, so nobody had to be told.', {
                confidence: 0.6,
              })
        const good = inTime + changedBefore
        const text =
          `${inTime} of ${due} customers were told within ${withinDays} days, ${late} later, ${changedBefore} had changed the password before. ${extra}`.trim()
        if (good / due >= 0.95) return yes(seen, text)
        return (good + late) / due >= 0.5 ? partly(seen, text) : no(seen, text)
      },
      advice: {
        step: 'Tell affected customers within a week',
        how: 'Run "shopwarden notices plan", let another person approve it, then "shopwarden notices send".',
        effort: 'hours',
        owner: 'COO',
      },
      attest: {
        ask: 'Do customers whose address appears in a leak get a calm notice from you within days?',
        validDays: 180,
      },
    },
    {
      id: 'notices.calm',
      asks: 'Is the notice short, easy to read and seen by a second person?',
      points: 15,
      judge: fromLatest(formFact, start, (seen) => {
        const { words, grade, approvedByAnother, complaints, sent } = seen.value
        const text = `The longest form has ${words} words and asks for ${grade} years of school; ${approvedByAnother ? 'another person approved it' : 'nobody else approved it'}; ${complaints} of ${sent} recipients complained.`
        const quiet = sent < 1000 ? complaints <= 1 : complaints / sent <= 0.001
        if (words <= 120 && grade <= 8 && approvedByAnother && quiet) return yes(seen, text)
        return words <= 200 && grade <= 11 ? partly(seen, text) : no(seen, text)
      }),
      advice: {
        step: 'Write short and calmly, and let a second person look',
        how: 'Use the wording of "shopwarden notices preview": one cause, one action, at most 120 words, no threat.',
        effort: 'minutes',
        owner: 'COO',
      },
      attest: {
        ask: 'Is the notice at most 120 words, in plain words, without a threat or a link, and checked by a second person?',
        validDays: 365,
      },
    },
    {
      id: 'notices.changed',
      asks: 'Is the password change required at the next log-in and followed up?',
      points: 40,
      judge: (view) => {
        const seen = view.latest(changedFact)
        if (seen === undefined) return unknown(view, changedFact, start)
        const { told, changed, medianDays, confirmations } = seen.value
        if (told === 0)
          return {
            ...unknown(view, changedFact, 'Read back who changed the password: "shopwarden notices confirm FILE".'),
            because: `Nobody was told at least two weeks ago${confirmations > 0 ? `; ${confirmations} have a new password already` : ''}.`,
          }
        const when = medianDays === undefined ? '' : `, half of them within ${Math.ceil(medianDays)} days`
        const text = `${changed} of ${told} customers (${percent(changed, told)}) told at least two weeks ago have a new password${when}.`
        if (changed / told >= 0.7) return yes(seen, text)
        return changed / told >= 0.3 ? partly(seen, text) : no(seen, text)
      },
      advice: {
        step: 'Require a new password at the next log-in of affected customers',
        how: 'Tell the shop with "shopwarden leaks measures" or let it ask at each log-in (POST …/leaks/log-in), and read back who changed with "shopwarden notices confirm"; reminders stop by themselves.',
        effort: 'days',
        owner: 'CTO',
      },
      attest: { ask: 'Must affected customers choose a new password at their next log-in?', validDays: 180 },
    },
  ],
}
