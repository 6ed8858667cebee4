import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { describeError, ShopwardenError } from '../../core/errors.ts'
import type { Probe, ProbeContext } from '../../core/probe.ts'
import type { Shop } from '../../core/shop.ts'
import { type Knowledge, readKnowledge } from '../../knowledge/read.ts'
import { readTextUpTo } from '../../net/files.ts'
import { parseDpkgStatus } from './dpkg.ts'
import { readRemoteHost } from './ssh/remote-host.ts'
import { automaticFact, oldCodeFact, pendingFact, runtimesFact, supportFact, timeFact } from './schema.ts'
import { measureAlpine } from './systems/alpine.ts'
import { readApkInstalled } from './systems/apk.ts'
import { type CveBook, readCves } from './systems/cves.ts'
import { measureDebian } from './systems/debian.ts'
import { measureRedHat } from './systems/redhat.ts'
import { lookForOldCode, type OldCode } from './systems/restart.ts'
import { readRpmDatabase } from './systems/rpm.ts'
import { findRuntimes, type Runtime, standing } from './systems/runtimes.ts'
import { type Host, readSystem, supportProduct, type System } from './systems/system.ts'

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

function observeRuntimes(name: string, found: readonly Runtime[], knowledge: Support, context: ProbeContext): void {
  const today = context.now().toISOString().slice(0, 10)
  const runtimes = found.map((runtime) => ({
    ...runtime,
    ...standing(runtime, knowledge.products[runtime.product] ?? [], today),
  }))
  context.observe(runtimesFact, name, { runtimes, knowledgeAsOf: knowledge.asOf })
}

function observeOldCode(name: string, { runningKernel, newestKernel, ...rest }: OldCode, context: ProbeContext): void {
  context.observe(oldCodeFact, name, {
    ...rest,
    ...(runningKernel !== undefined && { runningKernel }),
    ...(newestKernel !== undefined && { newestKernel }),
  })
}

interface Books {
  support: Support
  cves: CveBook
}

/** What a root alone shows. False where there is no system under it. */
function measureRoot(host: Host, { support, cves }: Books, context: ProbeContext): boolean {
  const system = readSystem(host.root)
  if (system === undefined) {
    for (const fact of [pendingFact, timeFact, automaticFact, supportFact])
      context.couldNotLook(fact, host.name, 'There is no operating system under this root.', giveRoot)
    return false
  }
  measureSupport(host, system, support, context)
  measurePackages(host, system, cves, context)
  return true
}

function measureHost(host: Host, books: Books, context: ProbeContext): void {
  if (!measureRoot(host, books, context)) return
  observeRuntimes(host.name, findRuntimes(host.root), books.support, context)
  if (resolve(host.root) === '/') return observeOldCode(host.name, lookForOldCode(host.root), context)
  context.couldNotLook(
    oldCodeFact,
    host.name,
    'What runs can only be seen on the machine itself.',
    'Run Shopwarden on the server with --root /, or name the server under remoteHosts in shop.yaml (SSH).',
  )
}

async function measureRemote(target: Shop['remoteHosts'][number], books: Books, context: ProbeContext): Promise<void> {
  const name = target.name ?? target.ssh
  try {
    const remote = await readRemoteHost(target, context.signal)
    try {
      measureRoot({ name, root: remote.root }, books, context)
    } finally {
      remote.remove()
    }
    observeRuntimes(name, remote.runtimes, books.support, context)
    observeOldCode(name, remote.oldCode, context)
  } catch (error) {
    const fix = error instanceof ShopwardenError && error.fix ? error.fix : 'Try again.'
    for (const fact of host.facts) context.couldNotLook(fact, name, describeError(error), fix)
  }
}

const atOnce = 5

const host: Probe = {
  id: 'patches/host',
  version: '3',
  area: 'patches',
  needs: ['server'],
  touch: 'passive',
  facts: [pendingFact, timeFact, automaticFact, supportFact, oldCodeFact, runtimesFact],
  // Fifty servers, five at once, each with its own deadline.
  timeLimitSeconds: 960,
  async run(shop, context) {
    const books = {
      support: readKnowledge(context.knowledgeDir, 'support-ends.json', supportSchema),
      cves: readCves(context.knowledgeDir),
    }
    for (const one of shop.hosts) measureHost(one, books, context)
    const waiting = [...shop.remoteHosts]
    const worker = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        context.progress(`${next.name ?? next.ssh} over SSH`)
        await measureRemote(next, books, context)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
  },
}

const giveRoot = 'Name the root of a Debian, Ubuntu, Alpine or Red Hat system under hosts in shop.yaml.'

export const probes: readonly Probe[] = [host]
