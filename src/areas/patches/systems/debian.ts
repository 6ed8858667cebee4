import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { ProbeContext } from '../../../core/probe.ts'
import { readFileUpTo, readTextUpTo } from '../../../net/files.ts'
import { findLists, readSecurityLists } from '../apt-lists.ts'
import { originMatches, parseAptConf, parseRelease } from '../automatic.ts'
import type { Installed } from '../dpkg.ts'
import { pendingUpdates } from '../pending.ts'
import { automaticFact, pendingFact, timeFact } from '../schema.ts'
import { parseChangelog, parseDpkgLog, percentile, type SecurityEntry, timesToPatch } from '../time-to-patch.ts'
import type { CveBook } from './cves.ts'
import type { Host, System } from './system.ts'

const maxLogBytes = 100_000_000

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

function measurePending(
  host: Host,
  system: System,
  installed: Installed[],
  damaged: number,
  cves: CveBook,
  context: ProbeContext,
): void {
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
    pending: pendingUpdates(installed, offered).map((item) => cves.debian(system, item)),
    ...(damaged > 0 && { damaged }),
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

/** Debian and Ubuntu: what waits, how long fixes waited, and whether they install themselves. */
export function measureDebian(
  host: Host,
  system: System,
  { installed, damaged }: { installed: Installed[]; damaged: number },
  cves: CveBook,
  context: ProbeContext,
): void {
  if (installed.length === 0)
    context.couldNotLook(
      pendingFact,
      host.name,
      `The package list names no installed package${damaged > 0 ? ` (${damaged} damaged entries)` : ''}.`,
      'Restore /var/lib/dpkg/status from /var/backups/dpkg.status.0, then audit again.',
    )
  else measurePending(host, system, installed, damaged, cves, context)
  measureTime(host, context)
  measureAutomatic(host, system, installed, context)
}
