import type { Judgement, Question } from '../../core/question.ts'

const open = (because: string): Judgement => ({
  verdict: 'unknown',
  because,
  evidence: [],
  confidence: 0,
  fix: 'Answer with "shopwarden interview".',
})

/** Question 13: are customers told, calmly, and asked to change the password? */
export const question: Question = {
  id: 'notices',
  number: 13,
  asks: 'Are customers told, without scaring them, when their address appears in a leak, and asked to change the password?',
  why: 'A calm message with one clear step protects the customer and keeps the trust; silence or alarm costs both.',
  criteria: [
    {
      id: 'notices.sent',
      asks: 'Do affected customers get a calm notice with one clear step?',
      points: 60,
      judge: () => open('No record of notices to customers was found.'),
      advice: {
        step: 'Tell affected customers calmly',
        how: 'One cause, one action, at most 120 words: say that the leak was at another site, and ask for a new password.',
        effort: 'days',
        owner: 'COO',
      },
      attest: {
        ask: 'Do customers whose address appears in a leak get a calm notice from you within days?',
        validDays: 180,
      },
    },
    {
      id: 'notices.changed',
      asks: 'Is the password change required at the next log-in and followed up?',
      points: 40,
      judge: () => open('No record of password changes after a leak was found.'),
      advice: {
        step: 'Require a new password at the next log-in of affected customers',
        how: 'Set the reset flag in the shop, let the mail explain, and stop reminding once it is done.',
        effort: 'days',
        owner: 'CTO',
      },
      attest: { ask: 'Must affected customers choose a new password at their next log-in?', validDays: 180 },
    },
  ],
}
