import { resolve } from 'node:path'
import type { AreaCommand, Verb } from '../../core/area.ts'
import { collect } from '../../core/collect.ts'
import { answerOptions, choice, writeAnswer } from '../../core/options.ts'
import { shopSchema } from '../../core/shop.ts'
import { EvidenceView } from '../../core/view.ts'
import { probes } from './probe.ts'
import { automaticFact, pendingFact, supportFact, timeFact } from './schema.ts'

function asText(view: EvidenceView): string {
  const lines: string[] = []
  const support = view.latest(supportFact)?.value
  const pending = view.latest(pendingFact)?.value
  const time = view.latest(timeFact)?.value
  const automatic = view.latest(automaticFact)?.value
  if (support)
    lines.push(
      `${support.system}: supported until ${support.ends ?? 'unknown'}${support.extendedEnds ? ` (extended until ${support.extendedEnds})` : ''}, facts of ${support.knowledgeAsOf}`,
    )
  if (pending) {
    lines.push(
      '',
      `${pending.pending.length} security updates wait (${pending.packages} packages; list of ${pending.indexDate?.slice(0, 10) ?? 'unknown date'})`,
    )
    for (const item of pending.pending) lines.push(`  ${item.name}  ${item.installed} → ${item.fixed}`)
  } else lines.push('', `Pending updates: unknown. ${view.whyUnknown(pendingFact)?.reason ?? ''}`)
  if (time?.median !== undefined) {
    lines.push(
      '',
      `Time to patch: median ${time.median} days, nine tenths within ${time.p90} days; ${time.within30} of ${time.withFix} within 30 days (since ${time.since})`,
    )
    for (const item of time.slowest.slice(0, 5))
      lines.push(`  ${item.name} ${item.version}: ${item.days} days, installed ${item.installed}`)
  } else lines.push('', 'Time to patch: unknown, the logs hold no security upgrade.')
  if (automatic)
    lines.push(
      '',
      `Automatic updates: ${!automatic.installed ? 'not installed' : !automatic.enabled ? 'installed, but off' : automatic.matches.length === 0 ? 'on, but matching no security archive' : `on, matching ${automatic.matches.join(', ')}`}`,
    )
  return lines.join('\n')
}

const report: Verb = {
  summary: 'Pending security updates, time to patch, automatic updates and end of support of a Debian or Ubuntu host',
  options: [
    {
      flags: '--root <dir>',
      description: 'root of the host: / for this machine, or where its disk is mounted',
      default: '/',
    },
    ...answerOptions,
  ],
  async run(_args, options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const root = resolve(io.cwd, String(options['root'] ?? '/'))
    const shop = shopSchema.parse({ name: 'host', hosts: [{ name: root, root }] })
    const evidence = await collect(probes[0]!, shop, io)
    const view = new EvidenceView(evidence, io.now())
    writeAnswer(format === 'json' ? JSON.stringify(evidence, null, 2) : asText(view), options, io)
    if (evidence.some((item) => item.couldNotLook !== undefined)) return 3
    return (view.latest(pendingFact)?.value.pending.length ?? 0) > 0 ? 1 : 0
  },
}

/** `shopwarden patches …` */
export const command: AreaCommand = { summary: 'Security updates of your own servers', verbs: { report } }
