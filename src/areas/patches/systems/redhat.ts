import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ProbeContext } from '../../../core/probe.ts'
import { readTextUpTo } from '../../../net/files.ts'
import { automaticFact, pendingFact, timeFact } from '../schema.ts'
import { percentile } from '../time-to-patch.ts'
import { byUrgency, type CveBook } from './cves.ts'
import { pendingRpm, readUpdateInfo, type RpmUpdate } from './rpm.ts'
import type { RpmPackage } from './rpm-header.ts'
import type { Host, System } from './system.ts'

/** Days from the day a security update was issued to the day that exactly it was installed. */
export function rpmTimes(installed: readonly RpmPackage[], updates: readonly RpmUpdate[]) {
  const issued = new Map<string, string>()
  for (const update of updates)
    for (const item of update.packages)
      if (update.issued !== undefined) issued.set(`${item.name}.${item.architecture} ${item.version}`, update.issued)
  return installed.flatMap((item) => {
    const day = issued.get(`${item.name}.${item.architecture} ${item.version}`)
    if (day === undefined || item.installTime === undefined) return []
    const days = Math.max(0, (item.installTime * 1000 - Date.parse(day)) / 86_400_000)
    const date = new Date(item.installTime * 1000).toISOString().slice(0, 10)
    return [{ name: item.name, version: item.version, installed: date, days: Math.round(days * 10) / 10 }]
  })
}

function measureTimes(
  host: Host,
  installed: readonly RpmPackage[],
  updates: readonly RpmUpdate[],
  context: ProbeContext,
) {
  const times = rpmTimes(installed, updates)
  const days = times.map((time) => time.days)
  const [median, p90] = [percentile(days, 0.5), percentile(days, 0.9)]
  const since = times.map((time) => time.installed).sort()[0]
  context.observe(timeFact, host.name, {
    upgrades: installed.length,
    withFix: times.length,
    within30: days.filter((value) => value <= 30).length,
    slowest: [...times].sort((a, b) => b.days - a.days).slice(0, 10),
    ...(median !== undefined && { median }),
    ...(p90 !== undefined && { p90 }),
    ...(since !== undefined && { since }),
  })
}

/** dnf-automatic: installed, its timer switched on, and set to install rather than only to download. */
function measureAutomatic(host: Host, installed: readonly RpmPackage[], context: ProbeContext): void {
  const settings = readTextUpTo(join(host.root, 'etc/dnf/automatic.conf')) ?? ''
  const timers = ['dnf-automatic.timer', 'dnf-automatic-install.timer', 'dnf5-automatic.timer']
  const timer = timers.find((name) => existsSync(join(host.root, 'etc/systemd/system/timers.target.wants', name)))
  const installs =
    /^\s*apply_updates\s*=\s*(?:yes|true|1|on)\s*$/im.test(settings) || timer === 'dnf-automatic-install.timer'
  context.observe(automaticFact, host.name, {
    installed: installed.some(({ name }) => name === 'dnf-automatic' || name === 'dnf5-plugin-automatic'),
    enabled: timer !== undefined,
    patterns: [`apply_updates = ${installs ? 'yes' : 'no'}`],
    matches: installs ? ['security'] : [],
  })
}

/** Red Hat's family: by the package database and the security updates that dnf has cached. */
export function measureRedHat(
  host: Host,
  system: System,
  installed: RpmPackage[],
  cves: CveBook,
  context: ProbeContext,
): void {
  const known = readUpdateInfo(host.root)
  measureAutomatic(host, installed, context)
  if (known === undefined) {
    for (const fact of [pendingFact, timeFact])
      context.couldNotLook(
        fact,
        host.name,
        `${system.name} holds no list of security updates (${installed.length} packages are installed).`,
        'Run "dnf updateinfo --refresh" there, then audit again.',
      )
    return
  }
  context.observe(pendingFact, host.name, {
    system: system.name,
    packages: installed.length,
    pending: pendingRpm(installed, known.updates).map(cves.marked).sort(byUrgency),
    rule: 'any security update of updateinfo.xml above the newest installed version',
    indexDate: known.date,
  })
  measureTimes(host, installed, known.updates, context)
}
