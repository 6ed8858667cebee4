import type { Area } from '../core/area.ts'
import type { Evidence } from '../core/evidence.ts'
import type { HttpClient } from '../core/http.ts'
import type { Touch } from '../core/probe.ts'
import type { Question } from '../core/question.ts'
import { roadmap } from '../core/roadmap.ts'
import { gainPerPoint, scoreOf } from '../core/score.ts'
import type { Shop } from '../core/shop.ts'
import { VERSION } from '../core/version.ts'
import { EvidenceView } from '../core/view.ts'
import { changesSince, recordOf } from './changes.ts'
import { append } from './ledger.ts'
import { answerAll, readPast } from './past.ts'
import type { AuditResult } from './result.ts'
import { runProbes } from './run-probes.ts'
import type { Workspace } from './workspace.ts'

export interface AuditOptions {
  shop: Shop
  /** Key of the shop's ledger; its name where nothing else tells shops apart. */
  ledger?: string
  areas: readonly Area[]
  /** Further unscored questions, e.g. a consultant's own. */
  extraQuestions: readonly Question[]
  workspace: Workspace
  http: HttpClient
  knowledgeDir: string
  /** Where guards and scans keep their records: `<stateDir>/<area>/…`. */
  stateDir: string
  chromium: string | undefined
  /** Database of the guards' records; missing: files in the folder. */
  databaseUrl?: string | undefined
  touch: Touch
  now(): Date
  signal: AbortSignal
  progress(probe: string, message: string): void
}

/** Points of the trend that a report shows. */
const trendLength = 24

/** One audit from start to end: look, file, answer, score, order the next steps, compare with the last time. */
export async function audit(options: AuditOptions): Promise<AuditResult> {
  const { shop, areas, workspace, now } = options
  const startedAt = now()
  const ledger = options.ledger ?? shop.name
  const past = await readPast(workspace, ledger)
  const file = (records: Parameters<typeof append>[3]) =>
    append(workspace.store, workspace.signer, ledger, records, now())
  const { evidence: seen, runs } = await runProbes(
    areas.flatMap((area) => area.probes),
    shop,
    {
      world: {
        now,
        http: options.http,
        knowledgeDir: options.knowledgeDir,
        stateDir: options.stateDir,
        chromium: options.chromium,
        databaseUrl: options.databaseUrl,
        keep: async (bytes, mediaType) => workspace.keep(bytes, mediaType),
        history: (fact) => past.evidence.filter((item) => item.fact === fact.id),
      },
      run: `audit ${startedAt.toISOString()}`,
      touch: options.touch,
      concurrency: 4,
      signal: options.signal,
      progress: options.progress,
      filed: async (evidence: readonly Evidence[]) => {
        if (evidence.length > 0) await file(evidence.map((body) => ({ kind: 'evidence', body })))
      },
    },
  )

  const finishedAt = now()
  const view = new EvidenceView([...past.evidence, ...seen], finishedAt)
  const questions = [...areas.map((area) => area.question), ...options.extraQuestions]
  const answers = answerAll(questions, view, shop, past)
  const score = scoreOf(answers)
  const evidence = view.current()
  const record = recordOf({
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    score: score.score,
    coverage: score.coverage,
    answers,
    findings: evidence.flatMap((item) => item.findings.map((finding) => finding.fingerprint)),
  })
  await file([{ kind: 'audit', body: record }])
  const before = past.audits.at(-1)
  return {
    format: 'shopwarden-report/1',
    version: VERSION,
    shop: { name: shop.name, ...(shop.urls.storefront && { url: shop.urls.storefront }) },
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
    score,
    answers,
    roadmap: roadmap(answers, gainPerPoint(answers), finishedAt),
    ...(before && { changes: changesSince(before, record) }),
    trend: [...past.audits, record]
      .slice(-trendLength)
      .map((item) => ({ at: item.finishedAt, score: item.score, coverage: item.coverage })),
    evidence,
    runs: runs.sort((a, b) => b.seconds - a.seconds),
    interrupted: options.signal.aborted,
  }
}
