import { resolve } from 'node:path'
import type { Verb } from '../../../core/area.ts'
import { collect } from '../../../core/collect.ts'
import { answerOptions, choice, writeAnswer } from '../../../core/options.ts'
import { shopSchema } from '../../../core/shop.ts'
import { EvidenceView } from '../../../core/view.ts'
import { source } from '../probes/source.ts'
import { updateHistory } from '../schema.ts'
import { howOften } from '../history/words.ts'

export const rhythm: Verb = {
  summary: 'How often the platform was updated, and how long after each release, from git, deployments or file times',
  arguments: ['<dirs...>'],
  options: [...answerOptions],
  async run([given], options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const sources = (Array.isArray(given) ? given : []).map((dir) => ({ path: resolve(io.cwd, dir) }))
    const evidence = await collect(source, shopSchema.parse({ name: 'tree', sources }), io)
    const own = evidence.filter((item) => item.fact === updateHistory.id)
    const lines = new EvidenceView(own, io.now())
      .all(updateHistory)
      .flatMap(({ subject, value }) => [
        `${subject}: ${howOften(value)}`,
        ...value.missedSecurity.map(
          (item) =>
            `  security release ${item.version} of ${item.released} ${item.installed ? `was installed after ${item.openDays} days` : `is missing for ${item.openDays} days`}`,
        ),
      ])
    const missed = own.filter((item) => item.couldNotLook !== undefined)
    for (const item of missed) lines.push(`${item.subject}: unknown. ${item.couldNotLook?.reason}`)
    writeAnswer(format === 'json' ? JSON.stringify(own, null, 2) : lines.join('\n'), options, io)
    return missed.length > 0 || own.length === 0 ? 3 : 0
  },
}
