import { analyse } from '../../../analysis/analyse.ts'
import { composeAnnotations } from '../../../analysis/java/composed.ts'
import { parseSource } from '../../../analysis/parse.ts'
import { Project } from '../../../analysis/project.ts'
import type { Finding } from '../../../core/finding.ts'
import { writeCached } from './cache.ts'
import { rulesVersion } from '../rules/version.ts'
import { bySeverity } from '../../../core/severity.ts'
import { toFinding } from '../findings.ts'
import { builtInModels } from '../models/index.ts'
import { sinkRules } from '../rules/index.ts'
import { runStructure } from '../structure/check.ts'
import { structureChecks } from '../structure/index.ts'
import { platformOf } from './platform.ts'
import { suppressions } from './suppress.ts'
import { addDescription } from './descriptions.ts'
import { type Opened, openTree, type ScanOptions, type ScanResult, type Text } from './open.ts'

/** Parses texts into a project; notes what was not understood. */
function parseAll(texts: readonly Text[], options: ScanOptions, result: ScanResult): Project {
  const project = new Project()
  for (const { path, source } of texts) {
    options.signal?.throwIfAborted()
    options.began?.(path)
    if (addDescription(project, path, source)) continue
    const parsed = parseSource(path, source)
    if (!parsed) continue
    const file = project.add(path, source, parsed)
    result.files++
    result.lines += parsed.lines
    result.languages[parsed.language] = (result.languages[parsed.language] ?? 0) + parsed.lines
    const problem = parsed.problems[0]
    if (problem)
      result.notCovered.push({ path, reason: `line ${project.locate(file.id, problem.at).line}: ${problem.message}` })
  }
  composeAnnotations(project)
  return project
}

function follow(texts: readonly Text[], options: ScanOptions, result: ScanResult): void {
  const project = parseAll(texts, options, result)
  result.platform = platformOf(project)
  const models = options.models ? [options.models, ...builtInModels] : builtInModels
  const began = (id: number) => options.began?.(project.files[id]!.path)
  const { hits, cutShortFiles } = analyse(project, models, sinkRules, {
    ...(options.signal && { signal: options.signal }),
    onFile: (done, id) => {
      began(id)
      if (done % 200 === 0) options.progress?.(`${done} of ${result.files} files followed`)
    },
  })
  for (const id of cutShortFiles)
    result.notCovered.push({
      path: project.files[id]!.path,
      reason: 'was followed only in part: it needs too many steps',
    })
  const suppressed = suppressions(project)
  for (const hit of [...hits, ...runStructure(project, structureChecks, began)]) {
    const finding = toFinding(project, hit, result.platform)
    const reason = suppressed(finding)
    if (reason === undefined) result.findings.push(finding)
    else result.suppressed.push({ finding, reason })
  }
  result.findings = onceALine(result.findings.sort(byWeight))
}

/** One finding for a rule, a line and a source: nested calls of one expression are one weakness. The surest stands for all. */
function onceALine(findings: readonly Finding[]): Finding[] {
  const sure = { high: 0, medium: 1, low: 2 }
  const kept = new Map<string, Finding>()
  for (const finding of findings) {
    const from = finding.trace?.[0]?.location
    const key = [finding.rule, finding.location.uri, finding.location.line, from?.uri, from?.line, from?.column].join(
      '\0',
    )
    const known = kept.get(key)
    if (!known || sure[finding.confidence] < sure[known.confidence]) kept.set(key, finding)
  }
  return [...kept.values()]
}

function byWeight(a: Finding, b: Finding): number {
  const where = a.location.uri < b.location.uri ? -1 : a.location.uri > b.location.uri ? 1 : 0
  return bySeverity(a, b) || where || (a.location.line ?? 0) - (b.location.line ?? 0)
}

/** Scans a folder for holes. Findings come worst first; those suppressed in the code, with a reason, come apart. */
export function scanTree(root: string, options: ScanOptions = {}): ScanResult {
  const opened = openTree(root, options)
  return opened.result.fromCache ? opened.result : scanOpened(opened, options)
}

/** Scans a tree that has been read, and keeps what it comes to. */
export function scanOpened({ result, texts, key, started }: Opened, options: ScanOptions): ScanResult {
  result.rules = rulesVersion()
  follow(texts, options, result)
  if (options.cacheDir !== undefined && key !== undefined) writeCached(options.cacheDir, key, result)
  result.seconds = (performance.now() - started) / 1000
  return result
}
