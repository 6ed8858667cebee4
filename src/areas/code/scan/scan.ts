import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { analyse } from '../../../analysis/analyse.ts'
import { composeAnnotations } from '../../../analysis/java/composed.ts'
import { parseSource } from '../../../analysis/parse.ts'
import { Project } from '../../../analysis/project.ts'
import type { Finding } from '../../../core/finding.ts'
import type { ModelSet } from '../../../analysis/models.ts'
import { VERSION } from '../../../core/version.ts'
import { readCached, writeCached } from './cache.ts'
import { engineVersion } from '../rules/version.ts'
import { bySeverity } from '../../../core/severity.ts'
import { toFinding } from '../findings.ts'
import { builtInModels } from '../models/index.ts'
import { sinkRules } from '../rules/index.ts'
import { runStructure } from '../structure/check.ts'
import { structureChecks } from '../structure/index.ts'
import { platformOf } from './platform.ts'
import { suppressions } from './suppress.ts'
import { addDescription } from './descriptions.ts'
import { walk } from './walk.ts'

export interface ScanOptions {
  /** Look into folders of other makers and of tests, too. */
  includeVendor?: boolean
  /** Larger files are listed, not read. */
  maxFileBytes?: number
  /** Models of the shop's own; they are asked first. */
  models?: ModelSet
  /** Where results are kept and looked up; absent: neither. */
  cacheDir?: string
  signal?: AbortSignal
  progress?: (message: string) => void
  /** Called with the path of each file as it is read, parsed, followed or checked: a watcher sees where the scan stands. */
  began?: (path: string) => void
  /** Files to leave out, with the reason they are listed with. */
  skip?: readonly { path: string; reason: string }[]
}

export interface ScanResult {
  root: string
  platform: string
  files: number
  lines: number
  languages: Record<string, number>
  /** Files that were not read, or of which parts were not understood. */
  notCovered: { path: string; reason: string }[]
  findings: Finding[]
  suppressed: { finding: Finding; reason: string }[]
  fromCache: boolean
  seconds: number
}

const defaultMaxBytes = 2_000_000

/** UTF-8 where the bytes are UTF-8, UTF-16 by its mark, else one sign a byte. */
function decode(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  return bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString('utf16le', 2) : bytes.toString('latin1')
}

interface Text {
  path: string
  source: string
}

/** Reads a tree; notes what could not be read. */
function read(root: string, options: ScanOptions, result: ScanResult): Text[] {
  const texts: Text[] = []
  const { files, notRead } = walk(root, options.includeVendor ?? false)
  const most = options.maxFileBytes ?? defaultMaxBytes
  const skipped = new Map((options.skip ?? []).map((item) => [item.path, item]))
  result.notCovered.push(...notRead)
  for (const path of files) {
    options.signal?.throwIfAborted()
    options.began?.(path)
    const left = skipped.get(path)
    if (left) {
      result.notCovered.push(left)
      continue
    }
    try {
      const full = join(root, path)
      if (statSync(full).size > most) {
        result.notCovered.push({ path, reason: `is larger than ${Math.round(most / 1e6)} MB` })
        continue
      }
      const source = decode(readFileSync(full))
      if (source.slice(0, 4096).includes('\0')) result.notCovered.push({ path, reason: 'is not text' })
      else texts.push({ path, source })
    } catch (error) {
      result.notCovered.push({ path, reason: (error as NodeJS.ErrnoException).code ?? String(error) })
    }
  }
  return texts
}

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

/** Everything that decides the result: engine, rules, models, options and the text of every file. */
function keyOf(texts: readonly Text[], options: ScanOptions, result: ScanResult): string {
  const hash = createHash('sha256').update(
    JSON.stringify([
      engineVersion(),
      VERSION,
      options.includeVendor ?? false,
      options.maxFileBytes ?? 0,
      options.models ?? null,
      result.notCovered,
    ]),
  )
  for (const { path, source } of texts) hash.update(path).update('\0').update(source).update('\0')
  return hash.digest('hex')
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
  const started = performance.now()
  const result: ScanResult = {
    root,
    platform: '',
    files: 0,
    lines: 0,
    languages: {},
    notCovered: [],
    findings: [],
    suppressed: [],
    fromCache: false,
    seconds: 0,
  }
  options.progress?.('reading the code')
  const texts = read(root, options, result)
  const key = options.cacheDir === undefined ? '' : keyOf(texts, options, result)
  const known = options.cacheDir === undefined ? undefined : readCached(options.cacheDir, key)
  if (known) Object.assign(result, known, { fromCache: true })
  else {
    follow(texts, options, result)
    if (options.cacheDir !== undefined) {
      const { platform, files, lines, languages, notCovered, findings, suppressed } = result
      writeCached(options.cacheDir, key, { platform, files, lines, languages, notCovered, findings, suppressed })
    }
  }
  result.seconds = (performance.now() - started) / 1000
  return result
}
