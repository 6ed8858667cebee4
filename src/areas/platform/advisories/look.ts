import { join } from 'node:path'
import { fingerprint, type Finding } from '../../../core/finding.ts'
import type { Advisory } from '../../../core/advisories/advisory.ts'
import { severityOf } from '../../../core/advisories/priority.ts'
import type { AdvisoryBook } from '../../../knowledge/advisories.ts'
import { readTextUpTo } from '../../../net/files.ts'
import type { z } from 'zod'
import type { Identified } from '../identified.ts'
import type { InstalledPackage } from '../inventory/installed.ts'
import { platformAsPackages, readInventory } from '../inventory/tree.ts'
import type { holesFact } from '../schema.ts'
import { type PatchReport, readAppliedPatches, readPatchStatus } from './isolated.ts'
import { type Hole, matchAdvisories } from './match.ts'
import { type PatchWord, type SupeeFacts, wordOfSupee } from './supee.ts'

type Holes = z.infer<typeof holesFact.value>

/** Where an owner leaves the report of `php vendor/bin/patch-status`. */
const reportPlaces = ['patch-status.json', 'var/patch-status.json', 'var/patch_metadata/patch-status.json']

function readReport(root: string): PatchReport | undefined {
  for (const place of reportPlaces) {
    const text = readTextUpTo(join(root, place), 5_000_000)
    const report = text === undefined ? undefined : readPatchStatus(text)
    if (report) return report
  }
  return undefined
}

/** What the vendor's report calls vulnerable and our advisories do not know. */
function reported(report: PatchReport, root: Identified, holes: readonly Hole[], book: AdvisoryBook): Hole[] {
  return [...report.states].flatMap(([id, state]) => {
    if (state !== 'vulnerable' || holes.some((hole) => hole.id === id)) return []
    const exploited = book.exploited[id] !== undefined
    return [
      {
        id,
        package: `composer:${root.platform}`,
        version: report.version,
        file: 'patch-status.json',
        dev: false,
        title: 'Named vulnerable by the vendor’s own patch report',
        exploited,
        decision: exploited ? ('act' as const) : ('attend' as const),
        source: 'Adobe Commerce Version Tool',
        unnamed: false,
      },
    ]
  })
}

/** Compares what lies in a tree with the advisories. Reads files only. */
export function lookForHoles(
  root: string,
  found: Identified | undefined,
  book: AdvisoryBook,
  supee: SupeeFacts = { patches: [] },
): Holes {
  const { packages, unreadable } = readInventory(root)
  const all = [...packages, ...(found ? platformAsPackages(found, packages) : [])]
  const list = readTextUpTo(join(root, 'app/etc/applied.patches.list'))
  const appliedPatches = list === undefined ? undefined : readAppliedPatches(list)
  return {
    ...compareWithBook(all, book, found, readReport(root), wordOfSupee(supee, appliedPatches)),
    unreadable,
    ...(appliedPatches && { appliedPatches }),
  }
}

/** The same for packages from elsewhere (an SBOM). Pure. */
export function compareWithBook(
  all: readonly InstalledPackage[],
  book: AdvisoryBook,
  found?: Identified,
  report?: PatchReport,
  wordOf: (advisory: Advisory) => PatchWord | undefined = () => undefined,
): Holes {
  const fits = report !== undefined && found?.version === report.version
  const { holes, patched, unknown } = matchAdvisories(all, book, (advisory) => {
    const state = fits ? report.states.get(advisory.id) : undefined
    return state === undefined ? wordOf(advisory) : { state }
  })
  const blind = [...new Set(all.map((item) => item.kind))]
    .filter((kind) => !book.kinds.has(kind))
    .map((kind) => ({ kind, packages: all.filter((item) => item.kind === kind).length }))
  return {
    compared: all.length,
    blind,
    holes: fits ? [...reported(report, found!, holes, book), ...holes] : holes,
    patched,
    unknown,
    unreadable: [],
    knowledge: book.ages,
    ...(found?.platform === 'magento' && {
      patchReport: report === undefined ? ('none' as const) : fits ? ('read' as const) : ('other version' as const),
    }),
  }
}

/** One finding a hole, for SARIF and the report. */
export const findingOf = (hole: Hole): Finding => ({
  area: 'platform',
  rule: 'platform/known-hole',
  title: `${hole.package.replace(/^[^:]*:/, '')} ${hole.version}: ${hole.id}`,
  message: `${hole.title ?? (hole.unnamed ? 'One or more published holes apply to this version; the source does not name them.' : 'A published hole applies to this version.')}${hole.exploited ? ' It is being exploited.' : ''} (${hole.source})`,
  severity: hole.exploited ? 'critical' : severityOf(hole.cvss),
  confidence: hole.unnamed ? 'medium' : 'high',
  cwe: [],
  advisories: hole.unnamed ? [] : [hole.id],
  location: { uri: hole.file },
  trace: [],
  fingerprint: fingerprint('platform/known-hole', hole.package, hole.id),
  remedy: hole.fixed
    ? `Update to ${hole.fixed} or later${hole.patch ? `, or apply ${hole.patch}` : ''}.`
    : hole.patch
      ? `Apply ${hole.patch}.`
      : 'Update to the newest release; if none closes it, ask its maker or remove it.',
})
