import { resolve } from 'node:path'
import type { AreaCommand, Verb } from '../../core/area.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { collect } from '../../core/collect.ts'
import { answerOptions, choice, writeAnswer } from '../../core/options.ts'
import { type Shop, shopSchema } from '../../core/shop.ts'
import { EvidenceView } from '../../core/view.ts'
import { unpackImage } from './image/unpack.ts'
import { probes } from './probe.ts'
import { pendingFact } from './schema.ts'
import { reportText } from './text.ts'

/** The server that the options name. @throws SW_PATCHES_SSH_TARGET */
function remote(ssh: unknown, options: Readonly<Record<string, unknown>>, cwd: string): Shop['remoteHosts'][number] {
  const file = (name: string) => (typeof options[name] === 'string' ? resolve(cwd, options[name]) : undefined)
  const parsed = shopSchema.shape.remoteHosts.safeParse([
    {
      ssh,
      port: Number(options['port'] ?? 22),
      identity: file('identity'),
      knownHosts: file('knownHosts'),
    },
  ])
  if (parsed.success) return parsed.data[0]!
  throw new ShopwardenError(
    'SW_PATCHES_SSH_TARGET',
    `--${parsed.error.issues[0]?.path[1]?.toString()}: ${parsed.error.issues[0]?.message}`,
    {
      where: String(ssh),
      fix: 'Write it as for ssh: user@host, with --port NUMBER and --identity FILE where they are needed.',
    },
  )
}

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
    {
      flags: '--ssh <target>',
      description:
        'server over SSH instead, e.g. auditor@web1.shop.example: read by one static script, nothing is changed',
    },
    { flags: '--port <number>', description: 'its SSH port', default: '22' },
    { flags: '--identity <file>', description: 'key for it; else the agent and the settings of ssh' },
    { flags: '--known-hosts <file>', description: 'file with its key; else your own known_hosts' },
    ...answerOptions,
  ],
  async run(_args, options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const image = typeof options['image'] === 'string' ? resolve(io.cwd, options['image']) : undefined
    const unpacked = image === undefined ? undefined : unpackImage(image)
    try {
      const ssh = options['ssh']
      const remoteHosts = ssh === undefined ? [] : [remote(ssh, options, io.cwd)]
      const root = unpacked?.root ?? resolve(io.cwd, String(options['root'] ?? '/'))
      const hosts = ssh === undefined ? [{ name: image ?? root, root }] : []
      const shop = shopSchema.parse({ name: 'host', hosts, remoteHosts })
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
