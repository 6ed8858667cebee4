import { fromLatest, no, partly, yes } from '../../core/judge.ts'
import type { Judgement, Question } from '../../core/question.ts'
import type { EvidenceView, Observed } from '../../core/view.ts'
import { type Enforced, enforcedFact, settingsFact } from './schema.ts'

const give = "Give the source tree and a dump of the shop's settings (sources and databases in shop.yaml)."
const open = (because: string) => ({ verdict: 'unknown' as const, because, evidence: [], confidence: 0, fix: give })

type Judge = (seen: Observed<Enforced>) => Judgement | undefined

/** What the server was seen to do decides over what its settings say. */
function measuredFirst(judge: Judge, stated: (view: EvidenceView) => Judgement) {
  return (view: EvidenceView): Judgement => {
    const seen = view.latest(enforcedFact)
    return (seen && judge(seen)) ?? stated(view)
  }
}

const judgeLength: Judge = (seen) => {
  const { minLength, maxLength, maxTried, truncatedAt } = seen.value
  if (minLength === undefined) return undefined
  const text = `The server took a password of ${minLength} characters and ${maxLength === undefined ? `ones of up to ${maxTried}` : `none over ${maxLength}`}${truncatedAt ? `, of which only ${truncatedAt} count` : ''} (NIST SP 800-63B-4: 15, or 8 with a second factor, and 64 allowed; PCI DSS 8.3.6: 12).`
  if (minLength < 8) return no(seen, text)
  return minLength >= 12 && (maxLength ?? 64) >= 64 ? yes(seen, text) : partly(seen, text)
}

const judgeCommon: Judge = (seen) => {
  const { commonAccepted, contextAccepted } = seen.value
  if (commonAccepted.length > 0) return no(seen, `The server took ${commonAccepted.join(', ')}.`)
  return contextAccepted
    ? partly(seen, "The server refused frequent passwords, but took one made of the shop's name.")
    : yes(seen, "The server refused frequent passwords and one made of the shop's name.", { confidence: 0.7 })
}

const judgeLock: Judge = (seen) => {
  const { lockedAfter, triesMade } = seen.value
  if (triesMade === undefined) return undefined
  return lockedAfter === undefined
    ? no(seen, `${triesMade} wrong passwords in a row did not lock the account.`)
    : yes(seen, `The account was locked after ${lockedAfter} wrong passwords.`)
}

/** OWASP ASVS 5.0 V6.4: a link to a new password is good for once and for a short time. */
const longestMinutes = 24 * 60
const judgeReset: Judge = (seen) => {
  const { resetLink } = seen.value
  if (resetLink === undefined) return undefined
  const { reusable, olderDies, statedMinutes, aliveAfterMinutes, deadAfterMinutes } = resetLink
  const life = deadAfterMinutes ?? Math.max(statedMinutes ?? 0, aliveAfterMinutes ?? 0)
  const text = `A link to a new password works ${reusable ? 'again after it was used' : 'once'}, an older one ${olderDies ? 'dies with a newer' : 'goes on working'}${
    life === 0
      ? '; how long it lives is not known'
      : `, and it lives ${deadAfterMinutes === undefined ? '' : 'less than '}${life} minutes${deadAfterMinutes === undefined && statedMinutes !== undefined ? ' by its mail' : ''}`
  }.`
  if (reusable) return no(seen, text)
  return olderDies && life > 0 && life <= longestMinutes ? yes(seen, text) : partly(seen, text)
}

/** Question 11: are strong passwords enforced? */
export const question: Question = {
  id: 'passwords',
  number: 11,
  asks: 'Are strong passwords enforced?',
  why: 'Customers choose weak and known passwords when they may. Their accounts are then emptied with lists from other sites.',
  criteria: [
    {
      id: 'passwords.length',
      asks: 'Must a password be long enough, and may it be long?',
      points: 35,
      judge: measuredFirst(
        judgeLength,
        fromLatest(settingsFact, give, (seen) => {
          const { minLength, maxLength, minScore, platform } = seen.value
          if (minLength === undefined) return open(`${platform}: the minimum length was not found in its settings.`)
          const text = `${platform} demands ${minLength} characters${minScore === undefined ? '' : ` and a strength of ${minScore} of 4`}${maxLength === undefined ? '' : `, and allows ${maxLength}`} (settings; NIST SP 800-63B-4: 15, or 8 with a second factor; PCI DSS 8.3.6: 12).`
          if (maxLength !== undefined && maxLength < 64) return minLength < 8 ? no(seen, text) : partly(seen, text)
          if (minLength >= 12 || (minLength >= 8 && (minScore ?? 0) >= 3)) return yes(seen, text, { confidence: 0.8 })
          return minLength >= 8 ? partly(seen, text) : no(seen, text)
        }),
      ),
      advice: {
        step: 'Demand at least 12 characters and allow 64 or more',
        how: 'Magento: customer/password/minimum_password_length = 12. PrestaShop: Security > Password policy. OpenCart: Settings, or the account controllers. Do not demand character classes instead.',
        effort: 'hours',
        owner: 'CTO',
      },
    },
    {
      id: 'passwords.breached',
      asks: 'Are passwords refused that are known from leaks?',
      points: 30,
      judge: measuredFirst(judgeCommon, () => open('Whether known passwords are refused was not tested.')),
      advice: {
        step: 'Refuse passwords that are known from leaks',
        how: 'Check new passwords against a list of breached ones at sign-up and change. Without the network: shopwarden passwords index build LIST --index FILE, then shopwarden passwords pwned --index FILE; no password leaves the shop.',
        effort: 'days',
        owner: 'CTO',
      },
      attest: { ask: 'Does the shop refuse passwords that are known from leaks?', validDays: 365 },
    },
    {
      id: 'passwords.lockout',
      asks: 'Is guessing passwords slowed down?',
      points: 20,
      judge: measuredFirst(
        judgeLock,
        fromLatest(settingsFact, give, (seen) => {
          const { lockoutFailures, platform } = seen.value
          if (lockoutFailures === undefined) return open(`${platform}: no setting for locking out was found.`)
          if (lockoutFailures === 0) return no(seen, `${platform} never locks an account.`)
          return lockoutFailures <= 100
            ? yes(seen, `${platform} locks after ${lockoutFailures} wrong passwords (settings).`, { confidence: 0.8 })
            : partly(seen, `${platform} locks only after ${lockoutFailures} wrong passwords.`)
        }),
      ),
      advice: {
        step: 'Slow down repeated wrong log-ins',
        how: 'Lock for some minutes after 10 failures, and limit log-ins for each address in the web server.',
        effort: 'hours',
        owner: 'CTO',
      },
      attest: { ask: 'Are repeated wrong log-ins locked out or slowed down?', validDays: 365 },
    },
    {
      id: 'passwords.reset',
      asks: 'Do links to a new password work once and for a short time?',
      points: 15,
      judge: measuredFirst(
        judgeReset,
        fromLatest(settingsFact, give, (seen) => {
          const { resetLinkHours, platform } = seen.value
          if (resetLinkHours === undefined) return open(`${platform}: the life of its reset links was not found.`)
          const text = `${platform} lets links to a new password live ${resetLinkHours} hours (settings).`
          return resetLinkHours <= longestMinutes / 60 ? yes(seen, text, { confidence: 0.6 }) : partly(seen, text)
        }),
      ),
      advice: {
        step: 'Let links to a new password die after use and within a day',
        how: 'Magento: customer/password/reset_link_expiration_period. Elsewhere: delete the code when it is used and when a new one is sent, and refuse it after an hour. "shopwarden passwords audit --mailbox" tries it.',
        effort: 'hours',
        owner: 'CTO',
      },
      attest: { ask: 'Do links to a new password work once, and no longer than a day?', validDays: 365 },
    },
  ],
}
