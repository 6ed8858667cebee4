import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { describeError } from '../../core/errors.ts'
import type { Probe, ProbeContext } from '../../core/probe.ts'
import { SEVERITIES, type Severity } from '../../core/severity.ts'
import type { Shop } from '../../core/shop.ts'
import { firstSeen } from './history.ts'
import type { ScanResult } from './scan/open.ts'
import { scanInThread } from './scan/thread.ts'
import { readSarif } from './sarif-import.ts'
import { historyFact, importedFact, scanFact } from './schema.ts'

const giveSource = "Name the shop's source tree in shop.yaml: sources with a path."
const dayMs = 86_400_000
const windowDays = 90

/** Trees to scan: the folders with code of the shop's own where they are named, else the whole tree. */
function trees(shop: Shop): string[] {
  const named = shop.sources.flatMap((source) =>
    source.own.length > 0
      ? source.own.map((folder) => (folder.startsWith('/') ? folder : `${source.path}/${folder}`))
      : [source.path],
  )
  return [...new Set(named.map((path) => (existsSync(path) ? realpathSync(path) : path)))]
}

function fileScan(context: ProbeContext, root: string, result: ScanResult): void {
  const counted = result.findings.filter((finding) => finding.confidence !== 'low')
  const open = Object.fromEntries(
    SEVERITIES.map((level) => [level, counted.filter((finding) => finding.severity === level).length]),
  ) as Record<Severity, number>
  const since = firstSeen(context.history(scanFact), counted, context.now())
  context.observe(
    scanFact,
    root,
    {
      files: result.files,
      lines: result.lines,
      languages: result.languages,
      notCovered: result.notCovered.length,
      notCoveredExamples: result.notCovered.slice(0, 10).map((item) => `${item.path}: ${item.reason}`),
      seconds: result.seconds,
      rules: result.rules,
      open,
      suppressed: result.suppressed.length,
      inBaseline: 0,
      oldestDays: since === undefined ? 0 : Math.max(0, (context.now().getTime() - since) / dayMs),
      examples: counted
        .slice(0, 10)
        .map((finding) => `${finding.location.uri}:${finding.location.line ?? 1} ${finding.title}`),
    },
    { findings: counted.slice(0, 1000) },
  )
}

/** Days on which a tree was scanned, from the evidence of earlier audits and this one. */
function fileHistory(context: ProbeContext, root: string): void {
  const now = context.now().getTime()
  const times = context
    .history(scanFact)
    .filter((item) => item.subject === root && item.couldNotLook === undefined)
    .map((item) => Date.parse(item.observedAt))
    .filter((time) => now - time <= windowDays * dayMs)
  const all = [...times, now].sort((a, b) => a - b)
  let longest = (all[0]! - (now - windowDays * dayMs)) / dayMs
  for (let i = 1; i < all.length; i++) longest = Math.max(longest, (all[i]! - all[i - 1]!) / dayMs)
  context.observe(historyFact, root, {
    windowDays,
    daysScanned: new Set(all.map((time) => Math.floor(time / dayMs))).size,
    longestGapDays: longest,
    last: new Date(now).toISOString(),
  })
}

export const probes: readonly Probe[] = [
  {
    id: 'code/scan',
    version: '1',
    area: 'code',
    needs: ['source'],
    touch: 'passive',
    facts: [scanFact, historyFact],
    timeLimitSeconds: 1800,
    async run(shop, context) {
      const roots = trees(shop)
      if (roots.length === 0)
        for (const fact of [scanFact, historyFact])
          context.couldNotLook(fact, shop.name, 'No source tree of the shop was named.', giveSource)
      for (const root of roots) {
        if (!existsSync(root)) {
          context.couldNotLook(scanFact, root, `The folder ${root} does not exist.`, giveSource)
          continue
        }
        try {
          const result = await scanInThread(root, {
            cacheDir: join(context.stateDir, 'code'),
            signal: context.signal,
            progress: context.progress,
          })
          fileHistory(context, root)
          fileScan(context, root, result)
        } catch (error) {
          context.couldNotLook(scanFact, root, `The scan stopped: ${describeError(error)}`, giveSource)
        }
      }
    },
  },
  {
    id: 'code/imported',
    version: '1',
    area: 'code',
    needs: [],
    touch: 'passive',
    facts: [importedFact],
    timeLimitSeconds: 60,
    async run(shop, context) {
      for (const document of shop.documents.filter((item) => item.kind === 'sarif')) {
        try {
          for (const report of readSarif(document.file)) {
            const high = report.findings.filter(
              (finding) => finding.severity === 'critical' || finding.severity === 'high',
            ).length
            const when =
              report.when !== undefined && !Number.isNaN(Date.parse(report.when))
                ? new Date(report.when).toISOString()
                : undefined
            context.observe(
              importedFact,
              `${document.file}#${report.tool}`,
              { tool: report.tool, results: report.findings.length, high, ...(when !== undefined && { when }) },
              { findings: report.findings.slice(0, 1000) },
            )
          }
        } catch (error) {
          context.couldNotLook(
            importedFact,
            document.file,
            `The report could not be read: ${describeError(error)}`,
            'Hand in a SARIF 2.1.0 report under documents.',
          )
        }
      }
    },
  },
]
