import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Probe, ProbeContext } from '../../core/probe.ts'
import { readKnowledge } from '../../knowledge/read.ts'
import { readTextUpTo } from '../../net/files.ts'
import { historyFromAudits } from './history.ts'
import type { ReadFile } from './identified.ts'
import { identifySource } from './identify.ts'
import { releasesSchema, releaseState } from './releases.ts'
import { holesFact, platformVersion, updateHistory } from './schema.ts'
import { findingOf, lookForHoles } from './advisories/look.ts'
import { readAdvisories } from '../../knowledge/advisories.ts'

const maxBytes = 20_000_000

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

const readerOf =
  (root: string): ReadFile =>
  (path) =>
    readTextUpTo(join(root, path), maxBytes)

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

const source: Probe = {
  id: 'platform/source',
  version: '2',
  area: 'platform',
  needs: ['source'],
  touch: 'passive',
  facts: [platformVersion, updateHistory, holesFact],
  timeLimitSeconds: 30,
  async run(shop, context) {
    const knowledge = readKnowledge(context.knowledgeDir, 'platform-releases.json', releasesSchema)
    const book = readAdvisories(context.knowledgeDir)
    for (const tree of shop.sources) {
      const roots = candidateRoots(tree.path)
      if (roots.length === 0) {
        context.couldNotLook(
          platformVersion,
          tree.path,
          'The source tree cannot be read.',
          'Check the path and its permissions.',
        )
        continue
      }
      const [root, found] = roots
        .map((candidate) => [candidate, identifySource(readerOf(candidate))] as const)
        .find(([, identified]) => identified !== undefined) ?? [tree.path, undefined]
      observeHoles(context, tree.path, lookForHoles(root, found, book))
      if (found === undefined) {
        context.couldNotLook(
          platformVersion,
          tree.path,
          'No known platform was recognised in the source tree.',
          'Name it as platform in shop.yaml; for a platform of your own, set notApplicable.platform with the reason.',
        )
        continue
      }
      const known = knowledge.platforms[found.platform]
      const release =
        known && found.version !== undefined ? releaseState(known, found.version, context.now()) : undefined
      const value = {
        platform: found.platform,
        name: known?.name ?? found.platform,
        file: found.file,
        ...(found.version !== undefined && { version: found.version }),
        ...(release && { release }),
      }
      context.observe(platformVersion, tree.path, value)
      const history = historyFromAudits(
        [...context.history(platformVersion)],
        tree.path,
        value,
        context.now(),
        known?.releases ?? [],
      )
      if (history) context.observe(updateHistory, tree.path, history)
      else
        context.couldNotLook(
          updateHistory,
          tree.path,
          'Too few updates were seen yet to know the rhythm.',
          'Audit regularly; Shopwarden learns the rhythm from successive audits.',
        )
    }
  },
}

export const probes: readonly Probe[] = [source]
