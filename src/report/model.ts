import type { AuditAnswer, AuditResult } from '../audit/result.ts'
import { bySeverity, type Severity } from '../core/severity.ts'

export type Tone = 'yes' | 'partly' | 'no' | 'unknown' | 'not applicable' | 'plain'

/** A table cell: text, and a tone where it is a verdict. */
export interface Cell {
  text: string
  tone?: Tone
  /** Anchor of the place in the report that says more. */
  link?: string
}

export type Block =
  | { kind: 'text'; text: string; strong?: boolean }
  | { kind: 'table'; head: string[]; rows: Cell[][]; widths: ('auto' | '*')[] }
  | {
      kind: 'criterion'
      tone: Tone
      title: string
      because: string
      detail: string
      advice: string | undefined
      evidence: string[]
    }

export interface Section {
  id: string
  title: string
  blocks: Block[]
}

/** What HTML and PDF both draw, so that they cannot say different things. */
export interface ReportModel {
  title: string
  subtitle: string
  score: { value: number; sentence: string }
  figures: { label: string; value: string }[]
  trend: { at: string; score: number; coverage: number }[]
  /** First page: for people who decide. */
  executive: Section[]
  sections: Section[]
}

const words: Record<Tone, string> = {
  yes: 'Yes',
  partly: 'Partly',
  no: 'No',
  unknown: 'Unknown',
  'not applicable': 'Does not apply',
  plain: '',
}
export const verdictWord = (tone: Tone): string => words[tone]

const text = (value: string): Block => ({ kind: 'text', text: value })
const plain = (value: string | number): Cell => ({ text: String(value) })
const day = (instant: string): string => instant.slice(0, 10)
const round = (value: number): string => (Math.round(value * 10) / 10).toString()

function scoreSentence(result: AuditResult): string {
  const { score, coverage, gates } = result.score
  const base = `${score} of 100 points, with ${coverage}% of the questions' weight answered; what is unknown earns nothing.`
  if (gates.length === 0) return base
  return `${base} The score is capped while ${gates.length === 1 ? 'a critical fault is' : `${gates.length} critical faults are`} open.`
}

/** The few that matter: at most five, worst first, that somebody must decide on. */
function criticalFew(result: AuditResult): Section {
  const steps = result.roadmap.filter((step) => step.kind === 'mend' && step.urgency !== 'track').slice(0, 5)
  const blocks: Block[] =
    steps.length === 0
      ? [text('Nothing was found that cannot wait. The roadmap lists what would raise the score further.')]
      : [
          {
            kind: 'table',
            head: ['What was seen', 'Decision asked', 'Owner', 'Due'],
            rows: steps.map((step) => [plain(step.why), plain(step.step), plain(step.owner), plain(step.due)]),
            widths: ['*', '*', 'auto', 'auto'],
          },
        ]
  return { id: 'critical-few', title: 'The few risks that matter now', blocks }
}

function changes(result: AuditResult): Section[] {
  const { changes } = result
  if (changes === undefined) return []
  const asks = new Map(result.answers.flatMap((answer) => answer.criteria.map((item) => [item.id, item.asks] as const)))
  const moved = changes.answers.map(
    (item) =>
      `${asks.get(item.criterion) ?? item.criterion} Was: ${verdictWord(item.before).toLowerCase()}; now: ${verdictWord(item.after).toLowerCase()}.`,
  )
  const delta = result.score.score - changes.scoreBefore
  return [
    {
      id: 'changes',
      title: `What changed since ${day(changes.since)}`,
      blocks: [
        text(
          `Score ${delta === 0 ? 'unchanged' : `${delta > 0 ? '+' : ''}${delta}`}; ${changes.newFindings.length} new and ${changes.goneFindings.length} mended findings.`,
        ),
        ...moved.map(text),
      ],
    },
  ]
}

function answersTable(result: AuditResult): Section {
  return {
    id: 'answers',
    title: 'The thirteen answers',
    blocks: [
      {
        kind: 'table',
        head: ['', 'Question', 'Answer', 'Rests on', 'Points'],
        rows: result.answers
          .filter((answer) => answer.number > 0)
          .map((answer) => [
            plain(answer.number),
            { text: answer.asks, link: `q-${answer.question}` },
            { text: verdictWord(answer.verdict), tone: answer.verdict },
            plain(answer.basis === 'none' ? '–' : answer.basis),
            plain(answer.points.possible === 0 ? '–' : `${round(answer.points.earned)} / ${answer.points.possible}`),
          ]),
        widths: ['auto', '*', 'auto', 'auto', 'auto'],
      },
    ],
  }
}

function questionSection(answer: AuditAnswer): Section {
  const blocks: Block[] = [text(answer.why)]
  if (answer.notApplicable !== undefined) blocks.push(text(`Does not apply: ${answer.notApplicable}`))
  for (const item of answer.criteria) {
    const basis = item.basis === 'none' ? 'nothing known' : item.basis
    const waived = item.waiver
      ? ` Accepted as a risk by ${item.waiver.owner} until ${day(item.waiver.validUntil)}: ${item.waiver.reason}`
      : ''
    blocks.push({
      kind: 'criterion',
      tone: item.verdict,
      title: item.asks,
      because: `${item.because}${waived}`,
      detail: `${round(item.earned)} of ${item.points} points · ${basis}${item.gate ? ' · caps the score when it fails' : ''}`,
      advice:
        item.verdict === 'yes'
          ? undefined
          : item.verdict === 'unknown'
            ? (item.fix ?? item.advice.how)
            : `${item.advice.step}. ${item.advice.how} (${item.advice.effort}, ${item.advice.owner})`,
      evidence: item.evidence,
    })
  }
  const number = answer.number > 0 ? `${answer.number} ` : ''
  return { id: `q-${answer.question}`, title: `${number}${answer.asks} ${verdictWord(answer.verdict)}`, blocks }
}

function findingsSection(result: AuditResult): Section {
  const findings = result.evidence.flatMap((item) => item.findings).sort(bySeverity)
  const shown = findings.slice(0, 300)
  const place = (location: { uri: string; line?: number | undefined }) =>
    location.line === undefined ? location.uri : `${location.uri}:${location.line}`
  const counts = (['critical', 'high', 'medium', 'low', 'info'] as Severity[])
    .map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity}`)
  return {
    id: 'findings',
    title: 'Findings',
    blocks: [
      text(
        findings.length === 0
          ? 'No single weakness with a place was found by the checks that ran.'
          : `${counts.join(', ')}.${shown.length < findings.length ? ` The first ${shown.length} are shown; report.json and report.sarif hold all.` : ''}`,
      ),
      ...(shown.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              head: ['Severity', 'Weakness', 'Where', 'Remedy'],
              rows: shown.map((finding) => [
                plain(finding.severity),
                plain(finding.title),
                plain(place(finding.location)),
                plain(finding.remedy),
              ]),
              widths: ['auto', '*', '*', '*'] as ('auto' | '*')[],
            },
          ]),
    ],
  }
}

function roadmapSection(result: AuditResult): Section {
  return {
    id: 'roadmap',
    title: 'Roadmap',
    blocks: [
      text('In this order: what cannot wait first, then by points gained for the effort.'),
      {
        kind: 'table',
        head: ['', 'Step', 'How', 'Effort', 'Owner', 'Due', 'Gains'],
        rows: result.roadmap.map((step, index) => [
          plain(index + 1),
          { text: step.step, link: `q-${step.question}` },
          plain(step.how),
          plain(step.effort),
          plain(step.owner),
          plain(step.due),
          plain(`+${round(step.gain)}`),
        ]),
        widths: ['auto', '*', '*', 'auto', 'auto', 'auto', 'auto'],
      },
    ],
  }
}

function arithmeticSection(result: AuditResult): Section {
  const { score } = result
  return {
    id: 'arithmetic',
    title: 'How the score was computed',
    blocks: [
      {
        kind: 'table',
        head: ['', 'Question', 'Weight', 'Earned', 'Adds'],
        rows: score.lines.map((line) => [
          plain(line.number),
          plain(line.question),
          plain(line.weight),
          plain(`${round(line.earned)} / ${line.possible}`),
          plain(round(line.contributes)),
        ]),
        widths: ['auto', '*', 'auto', 'auto', 'auto'],
      },
      text(
        `Sum ${round(score.sum)} of ${score.weight}, which is ${score.weight === 0 ? 0 : round((100 * score.sum) / score.weight)} of 100, rounded down.`,
      ),
      ...score.gates.map((gate) => text(`Capped at 49 by ${gate.criterion}: ${gate.because}`)),
      text(
        `Coverage ${score.coverage}% (measured ${score.measuredCoverage}%): the share of the weight whose answer is known.`,
      ),
    ],
  }
}

function evidenceSection(result: AuditResult): Section {
  return {
    id: 'evidence',
    title: 'Evidence and its provenance',
    blocks: [
      {
        kind: 'table',
        head: ['Evidence', 'Fact', 'Subject', 'Seen', 'Valid until', 'By'],
        rows: result.evidence.map((item) => [
          { text: item.id },
          { text: item.couldNotLook ? `${item.fact}: could not look. ${item.couldNotLook.reason}` : item.fact },
          plain(item.subject),
          plain(item.observedAt.slice(0, 16).replace('T', ' ')),
          plain(day(item.validUntil)),
          plain(`${item.probe.id} ${item.probe.version}`),
        ]),
        widths: ['auto', '*', '*', 'auto', 'auto', 'auto'],
      },
    ],
  }
}

/** Turns a result into the one model that HTML and PDF draw. Pure. */
export function reportModel(result: AuditResult): ReportModel {
  const known = result.answers.filter((answer) => answer.number > 0 && answer.verdict !== 'not applicable')
  const count = (tone: Tone) => String(known.filter((answer) => answer.verdict === tone).length)
  return {
    title: `Security audit of ${result.shop.name}`,
    subtitle: `${result.shop.url ?? 'no address given'} · ${result.finishedAt.slice(0, 16).replace('T', ' ')} UTC · Shopwarden ${result.version}${result.interrupted ? ' · interrupted: incomplete' : ''}`,
    score: { value: result.score.score, sentence: scoreSentence(result) },
    figures: [
      { label: 'answered yes', value: count('yes') },
      { label: 'partly', value: count('partly') },
      { label: 'no', value: count('no') },
      { label: 'unknown', value: count('unknown') },
      { label: 'coverage', value: `${result.score.coverage}%` },
    ],
    trend: result.trend,
    executive: [criticalFew(result), ...changes(result), answersTable(result)],
    sections: [
      ...result.answers.map(questionSection),
      findingsSection(result),
      roadmapSection(result),
      arithmeticSection(result),
      evidenceSection(result),
    ],
  }
}
