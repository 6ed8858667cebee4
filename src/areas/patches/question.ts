import { fromLatest, no, partly, unknown, yes } from '../../core/judge.ts'
import type { Question } from '../../core/question.ts'
import { automaticFact, pendingFact, supportFact, timeFact } from './schema.ts'

const giveHost = 'Run Shopwarden on the server with --root /, or mount its disk and name it under hosts in shop.yaml.'
const dayMs = 86_400_000

/** Question 6: are security patches installed as soon as they appear, unknown, or never? */
export const question: Question = {
  id: 'patches',
  number: 6,
  asks: 'Are security patches installed on your own servers as soon as they appear?',
  why: 'Most break-ins use holes for which a patch had been out for weeks.',
  criteria: [
    {
      id: 'patches.pending',
      asks: 'Are all published security updates installed?',
      points: 40,
      judge: (view) => {
        const hosts = view.all(pendingFact)
        if (hosts.length === 0) return unknown(view, pendingFact, giveHost)
        const stale = hosts.filter(
          (host) =>
            host.value.indexDate === undefined || view.now.getTime() - Date.parse(host.value.indexDate) > 30 * dayMs,
        )
        const waiting = hosts.reduce((total, host) => total + host.value.pending.length, 0)
        const where = hosts
          .map((host) => `${host.subject}: ${host.value.pending.length} of ${host.value.packages} packages`)
          .join('; ')
        if (waiting > 0)
          return no(hosts, `${waiting} security updates wait to be installed (${where}).`, {
            urgency: waiting >= 20 ? 'act' : 'attend',
          })
        if (stale.length > 0)
          return partly(
            stale,
            `No update waits, but the list of updates on ${stale[0]!.subject} is old${stale[0]!.value.indexDate ? ` (${stale[0]!.value.indexDate.slice(0, 10)})` : ''}: newer ones cannot be seen.`,
          )
        return yes(hosts, `No security update waits (${where}).`)
      },
      advice: {
        step: 'Install the waiting security updates',
        how: 'On the server: "apt-get update && apt-get upgrade", then restart what it names. "shopwarden patches report" shows the list.',
        effort: 'hours',
        owner: 'CTO',
      },
    },
    {
      id: 'patches.time',
      asks: 'How long did security fixes wait before they were installed?',
      points: 25,
      judge: fromLatest(timeFact, giveHost, (seen) => {
        const { median, p90, withFix, within30, since } = seen.value
        if (median === undefined)
          return {
            verdict: 'unknown',
            because: 'The logs of the host hold no security upgrade to measure.',
            evidence: [],
            confidence: 0,
            fix: 'Keep dpkg.log for a year (logrotate), and audit again after the next updates.',
          }
        const text = `Median ${median} days, nine tenths within ${p90} days; ${within30} of ${withFix} security upgrades since ${since} came within 30 days.`
        return (p90 ?? median) <= 30 ? yes(seen, text) : median <= 30 ? partly(seen, text) : no(seen, text)
      }),
      advice: {
        step: 'Bring the time to patch under 30 days (PCI DSS 6.3.3: critical ones within one month)',
        how: 'Switch on automatic security updates and name one person who looks every week.',
        effort: 'hours',
        owner: 'CTO',
      },
    },
    {
      id: 'patches.automatic',
      asks: 'Do security updates install themselves?',
      points: 20,
      judge: fromLatest(automaticFact, giveHost, (seen) => {
        const { installed, enabled, patterns, matches } = seen.value
        if (!installed) return no(seen, 'unattended-upgrades is not installed.')
        if (!enabled) return no(seen, 'unattended-upgrades is installed but switched off.')
        if (matches.length === 0)
          return no(
            seen,
            `unattended-upgrades runs, but none of its ${patterns.length} origins matches a security archive of this host: it installs nothing.`,
          )
        return yes(seen, `unattended-upgrades is on and matches ${matches.join(', ')}.`)
      }),
      advice: {
        step: 'Switch on automatic security updates',
        how: 'apt-get install unattended-upgrades; dpkg-reconfigure -plow unattended-upgrades; then audit again: Shopwarden checks that its origins really match.',
        effort: 'minutes',
        owner: 'CTO',
      },
    },
    {
      id: 'patches.support',
      asks: 'Does the operating system still get security fixes?',
      points: 15,
      gate: true,
      judge: fromLatest(supportFact, giveHost, (seen, now) => {
        const { system, ends, extendedEnds, knowledgeAsOf } = seen.value
        const today = now.toISOString().slice(0, 10)
        if (ends === undefined)
          return {
            verdict: 'unknown',
            because: `${system}: no end of support is known (facts of ${knowledgeAsOf}).`,
            evidence: [],
            confidence: 0,
            fix: 'Ask its maker.',
          }
        if (ends >= today) return yes(seen, `${system} is supported until ${ends} (facts of ${knowledgeAsOf}).`)
        if (extendedEnds !== undefined && extendedEnds >= today)
          return partly(
            seen,
            `${system}: normal support ended ${ends}; extended support, which covers fewer packages, ends ${extendedEnds}.`,
          )
        return no(seen, `${system} gets no more security fixes since ${extendedEnds ?? ends}.`, { urgency: 'act' })
      }),
      advice: {
        step: 'Move to a supported release of the operating system',
        how: 'Build a new server with the current release and move the shop, rather than upgrade in place.',
        effort: 'days',
        owner: 'CTO',
      },
    },
  ],
  notApplicable: (_, shop) =>
    ['shopify', 'bigcommerce', 'wix', 'squarespace'].includes(shop.platform?.toLowerCase() ?? '')
      ? 'The shop runs on rented software (SaaS): its maker patches the servers.'
      : undefined,
}
