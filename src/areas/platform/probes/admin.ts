import type { AdminAnswer } from '../../../connect/admin-api/contract.ts'
import { readAdminApi } from '../../../connect/admin-api/read.ts'
import { describeError, ShopwardenError } from '../../../core/errors.ts'
import { fingerprint, type Finding } from '../../../core/finding.ts'
import type { Probe, ProbeContext } from '../../../core/probe.ts'
import type { Shop } from '../../../core/shop.ts'
import { type AdvisoryBook, readAdvisories } from '../../../knowledge/advisories.ts'
import { supportEndsSchema } from '../../../knowledge/feeds/endoflife.ts'
import { readKnowledge } from '../../../knowledge/read.ts'
import { compareWithBook, findingOf } from '../advisories/look.ts'
import { standingOf } from '../admin/standing.ts'
import { rhythmFromAudits, securityReleases, tooFew } from '../history/look.ts'
import { advisoryNames, platformAsPackages } from '../inventory/tree.ts'
import { compareReleases, releasesSchema, releaseState } from '../releases.ts'
import { adminFact, holesFact, platformVersion, type ReleaseState, updateHistory } from '../schema.ts'

const giveSource = 'Give the source tree (sources in shop.yaml): there the version is exact.'

/** The shop asks its maker more often than our facts are refreshed: what it was told counts where they know of nothing newer. */
function withTold(
  facts: ReleaseState | undefined,
  newest: string,
  version: string,
  now: Date,
): ReleaseState | undefined {
  if (facts?.behind || compareReleases(newest, version) <= 0) return facts
  const { behind: _, ...rest } = facts ?? {}
  return { ...rest, newest, knowledgeAsOf: now.toISOString().slice(0, 10) }
}

function fileVersion(subject: string, answer: AdminAnswer, book: AdvisoryBook, context: ProbeContext): string {
  const { platform, version, newest, where, notTold } = answer
  const known = readKnowledge(context.knowledgeDir, 'platform-releases.json', releasesSchema).platforms[platform]
  const name = known?.name ?? platform
  if (version === undefined)
    context.couldNotLook(
      platformVersion,
      subject,
      `The API of ${name} does not tell ${notTold.join('; ')}.`,
      giveSource,
    )
  else {
    const facts = known && releaseState(known, version, context.now())
    const release = newest === undefined ? facts : withTold(facts, newest, version, context.now())
    context.observe(platformVersion, subject, { platform, name, version, file: where, ...(release && { release }) })
    const rhythm = rhythmFromAudits(
      {
        subject,
        version,
        past: context.history(platformVersion),
        releases: known?.releases ?? [],
        security: securityReleases(advisoryNames(platform), book),
      },
      context.now(),
    )
    if (rhythm) context.observe(updateHistory, subject, rhythm)
    else context.couldNotLook(updateHistory, subject, ...tooFew)
  }
  return name
}

function fileHoles(subject: string, answer: AdminAnswer, book: AdvisoryBook, context: ProbeContext): void {
  const { platform, version, where, extensions, unversioned } = answer
  const packages = extensions.map(({ kind, name, version: own }) => ({
    kind,
    name,
    version: own,
    file: where,
    dev: false,
  }))
  const all = [...packages, ...platformAsPackages({ platform, version, file: where }, packages)]
  if (all.length === 0)
    return context.couldNotLook(
      holesFact,
      subject,
      unversioned.length > 0
        ? `The API names ${unversioned.length} modules that are not the platform's own, without versions.`
        : 'The API tells no version of anything that could be compared.',
      giveSource,
    )
  const holes = compareWithBook(all, book)
  const unnamed = unversioned.map((name) => ({
    package: name,
    version: '',
    reason: 'The API names it without a version.',
  }))
  context.observe(
    holesFact,
    subject,
    { ...holes, unknown: [...holes.unknown, ...unnamed] },
    { findings: holes.holes.map(findingOf) },
  )
}

const unsupported = (runtime: { product: string; version: string; ends?: string }, where: string): Finding => ({
  area: 'platform',
  rule: 'platform/runtime-end',
  title: `${runtime.product} ${runtime.version} gets no more security fixes`,
  message: `The shop runs on ${runtime.product} ${runtime.version}, whose line gets no more security fixes${runtime.ends ? ` since ${runtime.ends}` : ''}.`,
  severity: 'high',
  confidence: 'medium',
  cwe: [1104],
  advisories: [],
  location: { uri: where },
  trace: [],
  fingerprint: fingerprint('platform/runtime-end', runtime.product, where),
  remedy: 'Move to a supported line, or ask the maker of the operating system whether it still mends this one.',
})

async function askOne(api: Shop['adminApis'][number], env: NodeJS.ProcessEnv, context: ProbeContext): Promise<void> {
  const subject = `${api.url} (${api.kind} API)`
  let answer: AdminAnswer
  try {
    answer = await readAdminApi(api, env, context.http, context.signal)
  } catch (error) {
    context.signal.throwIfAborted()
    const fix = (error instanceof ShopwardenError && error.fix) || giveSource
    for (const fact of [adminFact, platformVersion, holesFact])
      context.couldNotLook(fact, subject, `The API could not be read: ${describeError(error)}`, fix)
    return
  }
  const support = readKnowledge(context.knowledgeDir, 'support-ends.json', supportEndsSchema)
  const { newest: _, ...told } = answer
  const book = readAdvisories(context.knowledgeDir)
  const name = fileVersion(subject, answer, book, context)
  const runtimes = answer.runtimes.map((runtime) => ({
    ...runtime,
    ...standingOf(runtime.version, support.products[runtime.product] ?? [], context.now()),
  }))
  const findings = runtimes.flatMap((runtime) =>
    runtime.supported === false ? [unsupported(runtime, answer.where)] : [],
  )
  context.observe(adminFact, subject, { ...told, name, runtimes, knowledgeAsOf: support.asOf }, { findings })
  fileHoles(subject, answer, book, context)
}

/** The platform's own API, where the shop's description names one and a token is at hand in `env`. */
export const admin = (env: NodeJS.ProcessEnv): Probe => ({
  id: 'platform/admin',
  version: '1',
  area: 'platform',
  needs: [],
  touch: 'passive',
  facts: [adminFact, platformVersion, updateHistory, holesFact],
  timeLimitSeconds: 150,
  async run(shop, context) {
    for (const api of shop.adminApis) await askOne(api, env, context)
  },
})
