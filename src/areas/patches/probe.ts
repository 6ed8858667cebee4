import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import type { Probe, ProbeContext } from '../../core/probe.ts'
import type { Shop } from '../../core/shop.ts'
import { readKnowledge } from '../../knowledge/read.ts'
import { readFileUpTo, readTextUpTo } from '../../net/files.ts'
import { findLists, readSecurityLists } from './apt-lists.ts'
import { originMatches, parseAptConf, parseRelease } from './automatic.ts'
import { type Installed, parseDpkgStatus } from './dpkg.ts'
import { pendingUpdates } from './pending.ts'
import { automaticFact, pendingFact, supportFact, timeFact } from './schema.ts'
import { parseChangelog, parseDpkgLog, percentile, type SecurityEntry, timesToPatch } from './time-to-patch.ts'

const supportSchema = z.object({
  products: z.record(
    z.string(),
    z.array(
      z.object({
        cycle: z.string(),
        eol: z.union([z.string(), z.boolean()]).optional(),
        eoes: z.union([z.string(), z.boolean()]).optional(),
      }),
    ),
  ),
})
const maxLogBytes = 100_000_000

type Host = Shop['hosts'][number]

interface System {
  id: string
  name: string
  version: string
  codename: string
}

function readSystem(root: string): System | undefined {
  const text = readTextUpTo(join(root, 'etc/os-release')) ?? readTextUpTo(join(root, 'usr/lib/os-release'))
  if (text === undefined) return undefined
  const value = (name: string) => new RegExp(`^${name}="?([^"\\n]*)"?$`, 'm').exec(text)?.[1] ?? ''
  return {
    id: value('ID'),
    name: value('PRETTY_NAME') || value('ID'),
    version: value('VERSION_ID'),
    codename: value('VERSION_CODENAME'),
  }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir).sort()
  } catch {
    return []
  }
}

/** A log or changelog, unpacked where it is compressed; undefined where it is not there or damaged. */
function readMaybeGzip(path: string): string | undefined {
  const raw = readFileUpTo(path, maxLogBytes)
  if (raw === undefined || !path.endsWith('.gz')) return raw?.toString('utf8')
  try {
    return gunzipSync(raw, { maxOutputLength: maxLogBytes }).toString('utf8')
  } catch {
    return undefined
  }
}

function measurePending(host: Host, system: System, installed: Installed[], context: ProbeContext): void {
  const lists = findLists(host.root)
  if (!lists.some((list) => list.security)) {
    return context.couldNotLook(
      pendingFact,
      host.name,
      'The host has no list of its security archive.',
      'Run "apt-get update" there, and check that its sources name the security archive.',
    )
  }
  const { offered, indexDate } = readSecurityLists(host.root, lists, new Set(installed.map((item) => item.name)))
  context.observe(pendingFact, host.name, {
    system: system.name,
    packages: installed.length,
    pending: pendingUpdates(installed, offered),
    rule: 'any version in the security archive above the installed one',
    ...(indexDate && { indexDate }),
  })
}

function measureTime(host: Host, context: ProbeContext): void {
  const logDir = join(host.root, 'var/log')
  const logs = namesIn(logDir).filter((name) => /^dpkg\.log(\.\d+)?(\.gz)?$/.test(name))
  const upgrades = logs
    .flatMap((name) => parseDpkgLog(readMaybeGzip(join(logDir, name)) ?? ''))
    .sort((a, b) => a.at.getTime() - b.at.getTime())
  if (logs.length === 0)
    return context.couldNotLook(
      timeFact,
      host.name,
      'The host keeps no dpkg.log.',
      'Keep the log of the package manager for a year.',
    )
  const cache = new Map<string, SecurityEntry[] | undefined>()
  const changelog = (name: string) => {
    const plain = name.replace(/:.*$/, '')
    if (!cache.has(plain)) {
      const dir = join(host.root, 'usr/share/doc', plain)
      const text = readMaybeGzip(join(dir, 'changelog.Debian.gz')) ?? readMaybeGzip(join(dir, 'changelog.gz'))
      cache.set(plain, text === undefined ? undefined : parseChangelog(text))
    }
    return cache.get(plain)
  }
  const times = timesToPatch(upgrades, changelog)
  const days = times.map((time) => time.days)
  const [median, p90] = [percentile(days, 0.5), percentile(days, 0.9)]
  context.observe(timeFact, host.name, {
    upgrades: upgrades.length,
    withFix: times.length,
    within30: days.filter((value) => value <= 30).length,
    slowest: [...times].sort((a, b) => b.days - a.days).slice(0, 10),
    ...(median !== undefined && { median }),
    ...(p90 !== undefined && { p90 }),
    ...(upgrades[0] && { since: upgrades[0].at.toISOString().slice(0, 10) }),
  })
}

function measureAutomatic(host: Host, system: System, installed: Installed[], context: ProbeContext): void {
  const confDir = join(host.root, 'etc/apt/apt.conf.d')
  const texts = [join(host.root, 'etc/apt/apt.conf'), ...namesIn(confDir).map((name) => join(confDir, name))].flatMap(
    (path) => readTextUpTo(path) ?? [],
  )
  const settings = parseAptConf(texts)
  const patterns = [
    ...(settings.get('unattended-upgrade::origins-pattern') ?? []),
    ...(settings.get('unattended-upgrade::allowed-origins') ?? []),
  ]
  const listDir = join(host.root, 'var/lib/apt/lists')
  const archives = namesIn(listDir)
    .filter((name) => /_(In)?Release$/.test(name))
    .map((name) => parseRelease(readTextUpTo(join(listDir, name)) ?? ''))
    .filter((archive) => /security/i.test(`${archive.label} ${archive.suite}`))
  const id = system.id === '' ? '' : system.id[0]!.toUpperCase() + system.id.slice(1)
  const matching = archives.filter((archive) =>
    patterns.some((pattern) => originMatches(pattern, archive, { id, codename: system.codename })),
  )
  context.observe(automaticFact, host.name, {
    installed: installed.some((item) => item.name === 'unattended-upgrades'),
    enabled: settings.get('apt::periodic::unattended-upgrade')?.[0] === '1',
    patterns,
    matches: [...new Set(matching.map((archive) => archive.suite || archive.label))],
  })
}

function measureSupport(host: Host, system: System, context: ProbeContext): void {
  const knowledge = readKnowledge(context.knowledgeDir, 'support-ends.json', supportSchema)
  const cycle = knowledge.products[system.id]?.find(
    (candidate) => candidate.cycle === system.version || candidate.cycle === system.version.split('.')[0],
  )
  context.observe(supportFact, host.name, {
    system: system.name,
    knowledgeAsOf: knowledge.asOf,
    ...(typeof cycle?.eol === 'string' && { ends: cycle.eol }),
    ...(typeof cycle?.eoes === 'string' && { extendedEnds: cycle.eoes }),
  })
}

const host: Probe = {
  id: 'patches/debian',
  version: '1',
  area: 'patches',
  needs: ['host'],
  touch: 'passive',
  facts: [pendingFact, timeFact, automaticFact, supportFact],
  timeLimitSeconds: 60,
  async run(shop, context) {
    for (const host of shop.hosts) {
      const system = readSystem(host.root)
      const status = readTextUpTo(join(host.root, 'var/lib/dpkg/status'), maxLogBytes)
      if (system) measureSupport(host, system, context)
      if (system === undefined || status === undefined) {
        const reason =
          system === undefined
            ? 'There is no operating system under this root.'
            : `${system.name} keeps no Debian package list, and other systems are not read yet.`
        for (const fact of [pendingFact, timeFact, automaticFact])
          context.couldNotLook(fact, host.name, reason, giveRoot)
        continue
      }
      const { installed } = parseDpkgStatus(status)
      measurePending(host, system, installed, context)
      measureTime(host, context)
      measureAutomatic(host, system, installed, context)
    }
  },
}

const giveRoot = 'Name the root of a Debian or Ubuntu system under hosts in shop.yaml.'

export const probes: readonly Probe[] = [host]
