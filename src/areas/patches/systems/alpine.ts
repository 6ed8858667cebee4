import type { ProbeContext } from '../../../core/probe.ts'
import type { Installed } from '../dpkg.ts'
import { automaticFact, pendingFact, timeFact } from '../schema.ts'
import { pendingApk, readApkIndexes } from './apk.ts'
import type { Host, System } from './system.ts'

/** Alpine keeps no log of updates and installs none by itself. */
export function measureAlpine(host: Host, system: System, installed: Installed[], context: ProbeContext): void {
  const indexes = readApkIndexes(host.root)
  if (indexes === undefined)
    context.couldNotLook(
      pendingFact,
      host.name,
      `${system.name} holds no list of its archive (${installed.length} packages are installed).`,
      'Run "apk update" there without --no-cache; images are best rebuilt from a fresh base image instead.',
    )
  else
    context.observe(pendingFact, host.name, {
      system: system.name,
      packages: installed.length,
      pending: pendingApk(installed, indexes.offered),
      rule: 'any version in the index of this stable branch above the installed one',
      indexDate: indexes.date,
    })
  const reason = `${system.name} keeps no log of its updates.`
  context.couldNotLook(timeFact, host.name, reason, 'Keep the build logs of the image, or audit regularly.')
  context.couldNotLook(
    automaticFact,
    host.name,
    `${system.name} does not update itself.`,
    'Rebuild the image from a fresh base at least weekly, and state so with "shopwarden interview".',
  )
}
