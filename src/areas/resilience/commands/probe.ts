import type { Verb } from '../../../core/area.ts'
import { answerOptions, areaState, choice, stateOption, wholeNumber, writeAnswer } from '../../../core/options.ts'
import { look } from '../look/look.ts'
import { readNetworks } from '../look/networks.ts'
import { predict } from '../predict.ts'
import { recordName, writeLook } from '../records.ts'
import { parseTargetUrl, resolveTarget } from '../target.ts'
import { probeText } from './probe-text.ts'

/** `shopwarden resilience probe URL` */
export const probeVerb: Verb = {
  summary: 'Look at a shop harmlessly: what protects it, where it would give way; predicts what a rehearsal would say',
  arguments: ['<url>'],
  options: [
    {
      flags: '--wait <seconds>',
      description: 'how long to wait for cut-offs (default 20; 100 shows those of unhardened servers)',
    },
    {
      flags: '--origin <addresses>',
      description: 'earlier or suspected addresses of your own server, comma-separated: they are asked for the page',
    },
    stateOption,
    ...answerOptions,
  ],
  async run([url], options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const waitSeconds = Math.min(120, wholeNumber(options, 'wait', 20))
    const target = await resolveTarget(parseTargetUrl(url))
    const origins =
      typeof options['origin'] === 'string' ? options['origin'].split(',').map((address) => address.trim()) : []
    const seen = await look(target, {
      networks: readNetworks(io.knowledgeDir),
      waitSeconds,
      thorough: true,
      origins,
      signal: io.signal,
      random: Math.random,
      say: (line) => void io.stderr.write(`  ${line} …\n`),
    })
    const predictions = predict(seen)
    const name = recordName(io.now(), target.hostname)
    const stateDir = areaState(options, io, 'resilience')
    writeLook(stateDir, name, { at: io.now().toISOString(), look: seen })
    writeAnswer(
      format === 'json' ? JSON.stringify({ ...seen, predictions }, null, 2) : probeText(seen, predictions),
      options,
      io,
    )
    if (io.signal.aborted) return 3
    return predictions.some((one) => one.expected === 'falls') ? 1 : 0
  },
}
