import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Probe, ProbeContext } from '../../../core/probe.ts'
import { type AdvisoryBook, readAdvisories } from '../../../knowledge/advisories.ts'
import { type Knowledge, readKnowledge } from '../../../knowledge/read.ts'
import { readFileUpTo, readTextUpTo } from '../../../net/files.ts'
import { findingOf, lookForHoles } from '../advisories/look.ts'
import { type SupeeFacts, supeeSchema } from '../advisories/supee.ts'
import { type MarkBook, readMarks } from '../fingerprints/read.ts'
import { settle } from '../fingerprints/source.ts'
import { lookForHistory, securityReleases, tooFew } from '../history/look.ts'
import type { Identified } from '../identified.ts'
import { identifySource } from '../identify.ts'
import { advisoryNames } from '../inventory/tree.ts'
import { type Releases, releasesSchema, releaseState } from '../releases.ts'
import { holesFact, platformVersion, updateHistory } from '../schema.ts'

const maxBytes = 20_000_000

interface Facts {
  releases: Knowledge<Releases>
  book: AdvisoryBook
  marks: MarkBook
  supee: SupeeFacts
}

/** The tree itself, then its folders one level down: sources are often kept as `src/`, `upload/`, `htdocs/` … */
function candidateRoots(root: string): string[] {
  try {
    const folders = readdirSync(root, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules',
    )
    return [root, ...folders.slice(0, 40).map((entry) => join(root, entry.name))]
  } catch {
    return []
  }
}

function identifyIn(roots: readonly string[], { marks, hashLength }: MarkBook): [string, Identified] | undefined {
  for (const root of roots) {
    const found = identifySource((path) => readTextUpTo(join(root, path), maxBytes))
    if (found) return [root, settle(found, marks, (path) => readFileUpTo(join(root, path), maxBytes), hashLength)]
  }
  return undefined
}

function observeHoles(context: ProbeContext, subject: string, value: ReturnType<typeof lookForHoles>): void {
  if (value.compared > 0) {
    context.observe(holesFact, subject, value, { findings: value.holes.map(findingOf) })
    return
  }
  const broken = value.unreadable.map(({ file, reason }) => `${file}: ${reason}`).join(' ')
  context.couldNotLook(
    holesFact,
    subject,
    broken || 'Nothing in the source tree says which packages are installed.',
    'Give the tree with its composer.lock, package-lock.json, modules or plugins.',
  )
}

async function lookAtTree(path: string, facts: Facts, context: ProbeContext): Promise<void> {
  const roots = candidateRoots(path)
  if (roots.length === 0)
    return context.couldNotLook(
      platformVersion,
      path,
      'The source tree cannot be read.',
      'Check the path and its permissions.',
    )
  const [root, found] = identifyIn(roots, facts.marks) ?? [path, undefined]
  observeHoles(context, path, lookForHoles(root, found, facts.book, facts.supee))
  if (found === undefined)
    return context.couldNotLook(
      platformVersion,
      path,
      'No known platform was recognised in the source tree.',
      'Name it as platform in shop.yaml; for a platform of your own, set notApplicable.platform with the reason.',
    )
  const { version } = found
  const known = facts.releases.platforms[found.platform]
  const release = known && version !== undefined ? releaseState(known, version, context.now()) : undefined
  context.observe(platformVersion, path, {
    platform: found.platform,
    name: known?.name ?? found.platform,
    file: found.file,
    ...(version !== undefined && { version }),
    ...(release && { release }),
  })
  const history =
    version === undefined
      ? undefined
      : await lookForHistory(
          {
            subject: path,
            root,
            found: { ...found, version },
            past: context.history(platformVersion),
            releases: known?.releases ?? [],
            security: securityReleases(advisoryNames(found.platform), facts.book),
          },
          context.now(),
          context.signal,
        )
  if (history) context.observe(updateHistory, path, history)
  else context.couldNotLook(updateHistory, path, ...tooFew)
}

export const source: Probe = {
  id: 'platform/source',
  version: '2',
  area: 'platform',
  needs: ['source'],
  touch: 'passive',
  facts: [platformVersion, updateHistory, holesFact],
  timeLimitSeconds: 60,
  async run(shop, context) {
    const facts: Facts = {
      releases: readKnowledge(context.knowledgeDir, 'platform-releases.json', releasesSchema),
      book: readAdvisories(context.knowledgeDir),
      marks: readMarks(context.knowledgeDir),
      supee: readKnowledge(context.knowledgeDir, 'magento1-patches.json', supeeSchema),
    }
    for (const tree of shop.sources) await lookAtTree(tree.path, facts, context)
  },
}
