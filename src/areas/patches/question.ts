import { fromEach, no, partly, unknown, unlessMissed, yes } from '../../core/judge.ts'
import type { Question } from '../../core/question.ts'
import { threeAnswers } from './answer.ts'
import { automaticFact, oldCodeFact, pendingFact, runtimesFact, supportFact, timeFact } from './schema.ts'

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
      points: 35,
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
        const exploited = hosts.flatMap((host) => host.value.pending.filter((item) => item.exploited))
        const answer = `Security patches are installed: ${threeAnswers(view).answer}.`
        if (waiting > 0)
          return no(
            hosts,
            `${answer} ${waiting} security updates wait (${where})${exploited.length > 0 ? `; ${exploited.length} of them close holes that are being exploited, first ${exploited[0]!.name}` : ''}.`,
            { urgency: waiting >= 20 || exploited.length > 0 ? 'act' : 'attend' },
          )
        const damaged = hosts.reduce((total, host) => total + (host.value.damaged ?? 0), 0)
        if (damaged > 0)
          return partly(
            hosts,
            `No update waits, but ${damaged} entries of the package list are damaged: what they hold is unknown.`,
          )
        if (stale.length > 0)
          return partly(
            stale,
            `No update waits, but the list of updates on ${stale[0]!.subject} is old${stale[0]!.value.indexDate ? ` (${stale[0]!.value.indexDate.slice(0, 10)})` : ''}: newer ones cannot be seen.`,
          )
        return unlessMissed(view, pendingFact, yes(hosts, `${answer} No security update waits (${where}).`))
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
      judge: fromEach(timeFact, giveHost, (seen) => {
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
      points: 15,
      judge: fromEach(automaticFact, giveHost, (seen) => {
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
      id: 'patches.running',
      asks: 'Does everything that runs use the patched code?',
      points: 5,
      judge: fromEach(oldCodeFact, giveHost, (seen) => {
        const { processes, unread, rebootWanted, runningKernel, newestKernel } = seen.value
        const names = [...new Set(processes.map((item) => item.name))]
        if (rebootWanted)
          return no(
            seen,
            `The machine must be rebooted: kernel ${runningKernel ?? 'of unknown version'} runs${newestKernel ? `, ${newestKernel} is installed` : ''}.`,
          )
        if (names.length > 0)
          return no(
            seen,
            `${names.length} programs still run code from before an update: ${names.slice(0, 5).join(', ')}.`,
          )
        const clean = 'No program runs code that an update has replaced'
        return unread > 0
          ? partly(seen, `${clean}, but ${unread} processes could not be looked into.`)
          : yes(seen, `${clean}.`)
      }),
      advice: {
        step: 'Restart what still runs old code',
        how: '"shopwarden patches report" names the programs; restart them, or reboot in a quiet hour. needrestart does so after each update.',
        effort: 'minutes',
        owner: 'CTO',
      },
    },
    {
      id: 'patches.runtimes',
      asks: 'Are PHP, Node and web servers outside the package manager up to date?',
      points: 5,
      judge: fromEach(runtimesFact, giveHost, (seen) => {
        const { runtimes, knowledgeAsOf } = seen.value
        const facts = `facts of ${knowledgeAsOf}`
        if (runtimes.length === 0) return yes(seen, 'None was found outside the package manager.')
        const text = (item: (typeof runtimes)[number]) => `${item.path} (${item.product} ${item.version})`
        const ended = runtimes.filter((item) => item.supported === false)
        if (ended.length > 0)
          return no(seen, `Without security fixes: ${ended.map(text).join(', ')} (${facts}).`, { urgency: 'attend' })
        const behind = runtimes.filter((item) => item.behind)
        if (behind.length > 0)
          return partly(seen, `Behind the newest release of their line: ${behind.map(text).join(', ')} (${facts}).`)
        return runtimes.some((item) => item.latest === undefined)
          ? partly(
              seen,
              `Nothing is known of the line of ${runtimes
                .filter((item) => item.latest === undefined)
                .map(text)
                .join(', ')} (${facts}).`,
            )
          : yes(seen, `${runtimes.map(text).join(', ')}: newest of their line (${facts}).`)
      }),
      advice: {
        step: 'Bring runtimes under the package manager, or update them by plan',
        how: 'Install PHP, Node and web servers from packages that get security updates, or rebuild the image from a fresh base every week.',
        effort: 'hours',
        owner: 'CTO',
      },
    },
    {
      id: 'patches.support',
      asks: 'Does the operating system still get security fixes?',
      points: 15,
      gate: true,
      judge: fromEach(supportFact, giveHost, (seen, now) => {
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
