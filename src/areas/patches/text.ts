import type { EvidenceView } from '../../core/view.ts'
import { threeAnswers } from './answer.ts'
import { automaticFact, oldCodeFact, pendingFact, runtimesFact, supportFact, timeFact } from './schema.ts'

function pendingLines(view: EvidenceView): string[] {
  const pending = view.latest(pendingFact)?.value
  if (pending === undefined) return [`Pending updates: unknown. ${view.whyUnknown(pendingFact)?.reason ?? ''}`]
  const named = (cves: readonly string[] | undefined) =>
    cves?.length ? `  ${cves.slice(0, 3).join(' ')}${cves.length > 3 ? ` and ${cves.length - 3} more` : ''}` : ''
  return [
    `${pending.pending.length} security updates wait (${pending.packages} packages; list of ${pending.indexDate?.slice(0, 10) ?? 'unknown date'})`,
    ...(pending.damaged
      ? [`  ${pending.damaged} entries of the package list are damaged: what they hold is unknown`]
      : []),
    ...pending.pending.map(
      (item) =>
        `  ${item.name}  ${item.installed} → ${item.fixed}${item.exploited ? '  EXPLOITED' : ''}${named(item.cves)}`,
    ),
  ]
}

function timeLines(view: EvidenceView): string[] {
  const time = view.latest(timeFact)?.value
  if (time?.median === undefined)
    return [`Time to patch: unknown. ${view.whyUnknown(timeFact)?.reason ?? 'The logs hold no security upgrade.'}`]
  return [
    `Time to patch: median ${time.median} days, nine tenths within ${time.p90} days; ${time.within30} of ${time.withFix} within 30 days (since ${time.since})`,
    ...time.slowest
      .slice(0, 5)
      .map((item) => `  ${item.name} ${item.version}: ${item.days} days, installed ${item.installed}`),
  ]
}

function runningLines(view: EvidenceView): string[] {
  const old = view.latest(oldCodeFact)?.value
  if (old === undefined) return [`Running old code: unknown. ${view.whyUnknown(oldCodeFact)?.reason ?? ''}`]
  const names = [...new Set(old.processes.map((item) => item.name))]
  return [
    `Running old code: ${names.length === 0 ? 'no program' : `${old.processes.length} processes must be restarted (${names.join(', ')})`}${old.unread > 0 ? `; ${old.unread} processes could not be looked into` : ''}`,
    ...(old.rebootWanted
      ? [
          `  the machine must be rebooted: kernel ${old.runningKernel ?? '?'} runs, ${old.newestKernel ?? 'a newer one'} is installed`,
        ]
      : []),
  ]
}

/** Whether security fixes still come, by the day of the report. */
function supportWords(
  { ends, extendedEnds }: { ends?: string | undefined; extendedEnds?: string | undefined },
  today: string,
): string {
  if (ends === undefined) return 'end of support unknown'
  const extended =
    extendedEnds === undefined
      ? ''
      : extendedEnds >= today
        ? `, extended support (fewer packages) until ${extendedEnds}`
        : `, extended support ended ${extendedEnds}`
  return `${ends >= today ? 'supported until' : 'normal support ended'} ${ends}${extended}`
}

/** The report of one host in plain lines. */
export function reportText(view: EvidenceView): string {
  const support = view.latest(supportFact)?.value
  const automatic = view.latest(automaticFact)?.value
  const { answer, because } = threeAnswers(view)
  const runtimes = view.latest(runtimesFact)?.value.runtimes ?? []
  return [
    ...(support
      ? [
          `${support.system}: ${supportWords(support, view.now.toISOString().slice(0, 10))}, facts of ${support.knowledgeAsOf}`,
        ]
      : []),
    `Security patches are installed: ${answer}. ${because}`,
    '',
    ...pendingLines(view),
    '',
    ...timeLines(view),
    '',
    ...(automatic
      ? [
          `Automatic updates: ${!automatic.installed ? 'not installed' : !automatic.enabled ? 'installed, but off' : automatic.matches.length === 0 ? 'on, but matching no security archive' : `on, matching ${automatic.matches.join(', ')}`}`,
        ]
      : [`Automatic updates: unknown. ${view.whyUnknown(automaticFact)?.reason ?? ''}`]),
    ...runningLines(view),
    ...runtimes.map(
      (item) =>
        `Outside the package manager: ${item.path}, ${item.product} ${item.version}${item.supported === false ? `, without support since ${item.ends ?? 'some time'}` : ''}${item.behind ? `, newest of its line is ${item.latest}` : ''}`,
    ),
  ].join('\n')
}
