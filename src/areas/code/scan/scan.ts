import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { analyse } from '../../../analysis/analyse.ts'
import { parseSource } from '../../../analysis/parse.ts'
import { Project } from '../../../analysis/project.ts'
import type { Finding } from '../../../core/finding.ts'
import { bySeverity } from '../../../core/severity.ts'
import { toFinding } from '../findings.ts'
import { builtInModels } from '../models/index.ts'
import { sinkRules } from '../rules/index.ts'
import { platformOf } from './platform.ts'
import { suppressions } from './suppress.ts'
import { walk } from './walk.ts'

export interface ScanOptions {
  /** Look into folders of other makers and of tests, too. */
  includeVendor?: boolean
  /** Larger files are listed, not read. */
  maxFileBytes?: number
  signal?: AbortSignal
  progress?: (message: string) => void
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
  seconds: number
}

const defaultMaxBytes = 2_000_000

function decode(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  return text.includes('\uFFFD') ? bytes.toString('latin1') : text
}

/** Reads and parses a tree into a project; notes what could not be. */
function load(root: string, options: ScanOptions, result: ScanResult): Project {
  const project = new Project()
  const { files, notRead } = walk(root, options.includeVendor ?? false)
  result.notCovered.push(...notRead)
  for (const path of files) {
    options.signal?.throwIfAborted()
    try {
      const full = join(root, path)
      const { size } = statSync(full)
      if (size > (options.maxFileBytes ?? defaultMaxBytes)) {
        result.notCovered.push({
          path,
          reason: `is larger than ${Math.round((options.maxFileBytes ?? defaultMaxBytes) / 1e6)} MB`,
        })
        continue
      }
      const bytes = readFileSync(full)
      if (bytes.subarray(0, 4096).includes(0)) {
        result.notCovered.push({ path, reason: 'is not text' })
        continue
      }
      const source = decode(bytes)
      if (path.endsWith('.properties')) {
        project.addProperties(path, source)
        continue
      }
      const parsed = parseSource(path, source)
      if (!parsed) continue
      const file = project.add(path, source, parsed)
      result.files++
      result.lines += parsed.lines
      result.languages[parsed.language] = (result.languages[parsed.language] ?? 0) + parsed.lines
      const problem = parsed.problems[0]
      if (problem) {
        const { line } = project.locate(file.id, problem.at)
        result.notCovered.push({ path, reason: `line ${line}: ${problem.message}` })
      }
    } catch (error) {
      result.notCovered.push({ path, reason: (error as NodeJS.ErrnoException).code ?? String(error) })
    }
  }
  return project
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
    seconds: 0,
  }
  options.progress?.('reading the code')
  const project = load(root, options, result)
  result.platform = platformOf(project)
  const { hits } = analyse(project, builtInModels, sinkRules, {
    ...(options.signal && { signal: options.signal }),
    onFile: (done) => {
      if (done % 200 === 0) options.progress?.(`${done} of ${result.files} files followed`)
    },
  })
  const suppressed = suppressions(project)
  for (const hit of hits) {
    const finding = toFinding(project, hit, result.platform)
    const reason = suppressed(finding)
    if (reason === undefined) result.findings.push(finding)
    else result.suppressed.push({ finding, reason })
  }
  result.findings.sort(
    (a, b) =>
      bySeverity(a, b) ||
      (a.location.uri < b.location.uri
        ? -1
        : a.location.uri > b.location.uri
          ? 1
          : (a.location.line ?? 0) - (b.location.line ?? 0)),
  )
  result.seconds = (performance.now() - started) / 1000
  return result
}
