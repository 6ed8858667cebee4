import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { Probe, ProbeContext } from '../../core/probe.ts'
import type { Shop } from '../../core/shop.ts'
import { type Knowledge, readKnowledge } from '../../knowledge/read.ts'
import { readTextUpTo } from '../../net/files.ts'
import { parseDpkgStatus } from './dpkg.ts'
import { automaticFact, oldCodeFact, pendingFact, runtimesFact, supportFact, timeFact } from './schema.ts'
import { measureAlpine } from './systems/alpine.ts'
import { readApkInstalled } from './systems/apk.ts'
import { type CveBook, readCves } from './systems/cves.ts'
import { measureDebian } from './systems/debian.ts'
import { measureRedHat } from './systems/redhat.ts'
import { lookForOldCode } from './systems/restart.ts'
import { readRpmDatabase } from './systems/rpm.ts'
import { findRuntimes, standing } from './systems/runtimes.ts'
import { readSystem, supportProduct, type System } from './systems/system.ts'

const supportSchema = z.object({
  products: z.record(
    z.string(),
    z.array(
      z.object({
        cycle: z.string(),
        eol: z.union([z.string(), z.boolean()]).optional(),
        eoes: z.union([z.string(), z.boolean()]).optional(),
        latest: z.string().optional(),
      }),
    ),
  ),
})
type Support = Knowledge<z.infer<typeof supportSchema>>

const maxStatusBytes = 100_000_000

type Host = Shop['hosts'][number]

/** The list of dpkg; images without a package manager (distroless) keep one file for each package. */
function dpkgStatus(root: string): string | undefined {
  const whole = readTextUpTo(join(root, 'var/lib/dpkg/status'), maxStatusBytes)
  if (whole !== undefined && whole.trim() !== '') return whole
  try {
    const dir = join(root, 'var/lib/dpkg/status.d')
    const parts = readdirSync(dir).filter((name) => !name.endsWith('.md5sums'))
    // Those files say nothing of a state: what is listed is installed.
    return parts
      .map((name) => `${(readTextUpTo(join(dir, name)) ?? '').trim()}\nStatus: install ok installed`)
      .join('\n\n')
  } catch {
    return whole
  }
}

function measureSupport(host: Host, system: System, knowledge: Support, context: ProbeContext): void {
  // Alpine names its lines 3.20, Debian 12, Rocky 9: the longest name that the version starts with is the line.
  const cycle = knowledge.products[supportProduct(system.id)]
    ?.filter(({ cycle: name }) => system.version === name || system.version.startsWith(`${name}.`))
    .sort((a, b) => b.cycle.length - a.cycle.length)[0]
  context.observe(supportFact, host.name, {
    system: system.name,
    knowledgeAsOf: knowledge.asOf,
    ...(typeof cycle?.eol === 'string' && { ends: cycle.eol }),
    ...(typeof cycle?.eoes === 'string' && { extendedEnds: cycle.eoes }),
  })
}

function measurePackages(host: Host, system: System, cves: CveBook, context: ProbeContext): void {
  const status = dpkgStatus(host.root)
  if (status !== undefined) return measureDebian(host, system, parseDpkgStatus(status), cves, context)
  const apk = readApkInstalled(host.root)
  if (apk !== undefined) return measureAlpine(host, system, apk, context)
  const rpm = readRpmDatabase(host.root)
  if (Array.isArray(rpm)) return measureRedHat(host, system, rpm, cves, context)
  const reason = rpm?.reason ?? `${system.name} keeps no list of packages of a kind that is read (dpkg, apk, rpm).`
  for (const fact of [pendingFact, timeFact, automaticFact]) context.couldNotLook(fact, host.name, reason, giveRoot)
}

function measureRuntimes(host: Host, knowledge: Support, context: ProbeContext): void {
  const today = context.now().toISOString().slice(0, 10)
  const runtimes = findRuntimes(host.root).map((runtime) => ({
    ...runtime,
    ...standing(runtime, knowledge.products[runtime.product] ?? [], today),
  }))
  context.observe(runtimesFact, host.name, { runtimes, knowledgeAsOf: knowledge.asOf })
}

function measureOldCode(host: Host, context: ProbeContext): void {
  if (resolve(host.root) !== '/')
    return context.couldNotLook(
      oldCodeFact,
      host.name,
      'What runs can only be seen on the machine itself.',
      'Run Shopwarden on the server with --root /.',
    )
  const { runningKernel, newestKernel, ...rest } = lookForOldCode(host.root)
  context.observe(oldCodeFact, host.name, {
    ...rest,
    ...(runningKernel !== undefined && { runningKernel }),
    ...(newestKernel !== undefined && { newestKernel }),
  })
}

const host: Probe = {
  id: 'patches/host',
  version: '2',
  area: 'patches',
  needs: ['host'],
  touch: 'passive',
  facts: [pendingFact, timeFact, automaticFact, supportFact, oldCodeFact, runtimesFact],
  timeLimitSeconds: 60,
  async run(shop, context) {
    const knowledge = readKnowledge(context.knowledgeDir, 'support-ends.json', supportSchema)
    const cves = readCves(context.knowledgeDir)
    for (const host of shop.hosts) {
      const system = readSystem(host.root)
      if (system === undefined) {
        for (const fact of [pendingFact, timeFact, automaticFact, supportFact])
          context.couldNotLook(fact, host.name, 'There is no operating system under this root.', giveRoot)
        continue
      }
      measureSupport(host, system, knowledge, context)
      measurePackages(host, system, cves, context)
      measureRuntimes(host, knowledge, context)
      measureOldCode(host, context)
    }
  },
}

const giveRoot = 'Name the root of a Debian, Ubuntu, Alpine or Red Hat system under hosts in shop.yaml.'

export const probes: readonly Probe[] = [host]
