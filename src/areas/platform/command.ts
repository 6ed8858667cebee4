import { resolve } from 'node:path'
import type { AreaCommand, Verb } from '../../core/area.ts'
import { collect } from '../../core/collect.ts'
import { answerOptions, choice, writeAnswer } from '../../core/options.ts'
import { shopSchema } from '../../core/shop.ts'
import { EvidenceView } from '../../core/view.ts'
import { advisories } from './commands/advisories.ts'
import { compare } from './commands/compare.ts'
import { probes } from './probe.ts'
import { platformVersion } from './schema.ts'
import { defineRemote, sourceInput, sourceOf } from '../../core/remote.ts'

const identify: Verb = {
  summary: 'Which platform and version a source tree holds, and how far behind it is',
  arguments: ['<dirs...>'],
  options: [...answerOptions],
  remote: defineRemote({
    right: 'configure',
    input: sourceInput,
    command: ({ source }, files) => ({ args: [[sourceOf(files, source)]] }),
  }),
  async run([given], options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const sources = (Array.isArray(given) ? given : []).map((dir) => ({ path: resolve(io.cwd, dir) }))
    const evidence = await collect(probes[0]!, shopSchema.parse({ name: 'tree', sources }), io)
    const lines = new EvidenceView(evidence, io.now()).all(platformVersion).map(({ subject, value }) => {
      const release = value.release
      const behind =
        release?.behind === 0
          ? 'the newest release'
          : release?.behind
            ? `${release.behind} releases behind ${release.newest}`
            : 'its releases are not known'
      return `${subject}: ${value.name} ${value.version ?? '(version not found)'}, ${behind}${release ? ` (facts of ${release.knowledgeAsOf})` : ''}`
    })
    const missed = evidence.filter((item) => item.fact === platformVersion.id && item.couldNotLook !== undefined)
    for (const item of missed) lines.push(`${item.subject}: unknown. ${item.couldNotLook?.reason}`)
    writeAnswer(format === 'json' ? JSON.stringify(evidence, null, 2) : lines.join('\n'), options, io)
    return missed.length > 0 ? 3 : 0
  },
}

/** `shopwarden platform …` */
export const command: AreaCommand = {
  summary: 'Shop platform and its version',
  verbs: { identify, advisories, compare },
}
