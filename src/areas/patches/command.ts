import { resolve } from 'node:path'
import type { AreaCommand, Verb } from '../../core/area.ts'
import { collect } from '../../core/collect.ts'
import { answerOptions, choice, writeAnswer } from '../../core/options.ts'
import { shopSchema } from '../../core/shop.ts'
import { EvidenceView } from '../../core/view.ts'
import { unpackImage } from './image/unpack.ts'
import { probes } from './probe.ts'
import { pendingFact } from './schema.ts'
import { reportText } from './text.ts'

const report: Verb = {
  summary:
    'Pending security updates, time to patch, restarts, runtimes and end of support of a host or container image',
  options: [
    {
      flags: '--root <dir>',
      description: 'root of the host: / for this machine, or where its disk is mounted',
      default: '/',
    },
    {
      flags: '--image <file>',
      description: 'container image instead: archive of docker save, OCI archive, or tar of a root',
    },
    ...answerOptions,
  ],
  async run(_args, options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const image = typeof options['image'] === 'string' ? resolve(io.cwd, options['image']) : undefined
    const unpacked = image === undefined ? undefined : unpackImage(image)
    try {
      const root = unpacked?.root ?? resolve(io.cwd, String(options['root'] ?? '/'))
      const shop = shopSchema.parse({ name: 'host', hosts: [{ name: image ?? root, root }] })
      const evidence = await collect(probes[0]!, shop, io)
      const view = new EvidenceView(evidence, io.now())
      writeAnswer(format === 'json' ? JSON.stringify(evidence, null, 2) : reportText(view), options, io)
      if ((view.latest(pendingFact)?.value.pending.length ?? 0) > 0) return 1
      return view.latest(pendingFact) === undefined ? 3 : 0
    } finally {
      unpacked?.remove()
    }
  },
}

/** `shopwarden patches …` */
export const command: AreaCommand = { summary: 'Security updates of your own servers and images', verbs: { report } }
