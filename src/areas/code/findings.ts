import { type Finding, fingerprint, type TraceStep } from '../../core/finding.ts'
import type { Confidence } from '../../core/severity.ts'
import { ofColumn, stationsSinceRead } from '../../analysis/context/exposure.ts'
import type { Hit } from '../../analysis/machine.ts'
import type { Project } from '../../analysis/project.ts'
import { entryOf, type SourceKind, type Step } from '../../analysis/value.ts'
import { ruleOfSink } from './rules/index.ts'
import type { CodeRule } from './rules/rule.ts'
import { isUnderPolicy } from './structure/page-policy.ts'
import { isCheckedBeside } from './structure/placed-checks.ts'

const order: readonly Confidence[] = ['high', 'medium', 'low']

/** Stored data that comes a long way is hardly ever under a visitor's control. */
const shortWay = 6

/** Code that only the shop's own staff reaches. */
const administration = /(?:^|\/)admin[^/]*\/|adminhtml|(?:^|\/)Admin\w*(?:Controller|Tab)\.php$/i
/** Code that runs once, before there is a shop. */
const installer = /(?:^|\/)(?:install|setup|upgrade)(?:[-_][^/]*)?\//i
const longWay = 9
/** Where the types of objects are known, far fewer steps are guesses. */
const longWayTyped = 14

/** Rules that matter as much behind the login, since a link or a second hole leads there. */
const behindLogin = new Set([
  'sql-injection',
  'cross-site-scripting',
  'unsafe-deserialisation',
  'server-side-request-forgery',
  'command-injection',
  'xml-external-entities',
])

const placesOfTables = new Set(['path-traversal', 'open-redirect', 'server-side-request-forgery'])

/** How sure a hit is: straight from the request is surest; half-escaped or read back from the database least. */
function confidenceOf(project: Project, hit: Hit, rule: CodeRule): Confidence {
  const { taint } = hit
  if (hit.partial || taint.kind === 'database' || taint.kind === 'environment') return 'low'
  // A partner of the shop, e.g. for payments, tells where its own pages are.
  if (taint.kind === 'remote' && rule.id === 'open-redirect' && project.files[hit.file]!.language !== 'java')
    return 'low'
  // Where types are known, what was stored as text is not a number in disguise.
  const typed = project.files[hit.file]!.language === 'java'
  // Followed into where it was stored and out again: only the way since then is a guess.
  const since = stationsSinceRead(taint)
  const isFar = since === undefined ? taint.step.length > shortWay || taint.step.file !== hit.file : since > shortWay
  if (taint.kind === 'stored' && !typed && (taint.unsure || isFar)) return 'low'
  // Whoever may not write any HTML has his tags taken out when he saves; what breaks out of an attribute stays.
  if (taint.kind === 'authored' && hit.where === 'in HTML text' && (taint.unsure || isFar)) return 'low'
  // Files and addresses that a table or a setting names are there to be followed: who may name them decides.
  if (!typed && placesOfTables.has(rule.id) && ofColumn(taint)) return 'low'
  if (rule.id === 'cross-site-scripting' && isUnderPolicy(project, hit)) return 'low'
  if (rule.id === 'path-traversal' && isCheckedBeside(project, hit)) return 'low'
  const places = [hit.file, entryOf(taint).file].map((file) => project.files[file]!.path)
  // Who comes first to an installer that writes programs of what its form holds has the shop.
  if (rule.id !== 'code-injection' && places.some((path) => installer.test(path))) return 'low'
  // What the shop's own staff wrote, HTML among it, is shown as it is.
  if (taint.kind === 'stored' && since !== undefined && administration.test(places[1]!)) return 'low'
  // A folder of that name stands behind a login in the shops of PHP and Java; a server in JavaScript has no such rule.
  const byFolder = project.files[hit.file]!.language !== 'js'
  // A weakness without a way to it is one whoever calls.
  const hasWay = taint.label !== ''
  // Programs are what some of its pages are there to write; a text of the request that is run at once is none of them.
  const isRun =
    rule.id === 'code-injection' &&
    taint.kind === 'request' &&
    taint.step.length <= shortWay &&
    hit.file === entryOf(taint).file
  if (byFolder && hasWay && !isRun && !behindLogin.has(rule.id) && places.some((path) => administration.test(path)))
    return 'low'
  if (taint.unsure && taint.step.length > (project.files[hit.file]!.language === 'php' ? longWay : longWayTyped))
    return 'low'
  const sure = taint.unsure || taint.kind !== 'request' ? 1 : 0
  return order[Math.max(sure, order.indexOf(rule.confidence))]!
}

/** The line at an offset, for people to read. */
function snippet(source: string, at: number): string {
  const from = source.lastIndexOf('\n', at - 1) + 1
  const to = source.indexOf('\n', at)
  const line = source.slice(from, to < 0 ? source.length : to)
  const start = Math.max(0, at - from - 120)
  return line.slice(start, start + 240).trim()
}

function place(project: Project, file: number, at: number): TraceStep['location'] {
  const { path, line, column } = project.locate(file, at)
  return { uri: path, line, column, snippet: snippet(project.files[file]!.source, at) }
}

function trace(project: Project, hit: Hit): TraceStep[] {
  const steps: TraceStep[] = []
  for (let step: Step | null = hit.taint.step; step; step = step.before) {
    steps.push({ location: place(project, step.file, step.at), message: step.message })
  }
  if (hit.where === '') return []
  steps.reverse()
  steps.push({ location: place(project, hit.file, hit.at), message: `arrives here ${hit.where}` })
  return steps
}

function remedyFor(rule: { remedy: string; idioms?: Readonly<Record<string, string>> }, platform: string): string {
  const idiom = rule.idioms?.[platform]
  return idiom === undefined ? rule.remedy : `${rule.remedy} In ${platform}: ${idiom}`
}

const origins: Readonly<Record<SourceKind, string>> = {
  request: 'the request',
  remote: 'the answer of another server',
  database: 'the database',
  stored: 'what was stored earlier',
  authored: 'what an author put into a page',
  environment: 'settings or files of the machine',
}

/** A hit of the engine as a finding for people. */
export function toFinding(project: Project, hit: Hit, platform: string): Finding {
  const rule = ruleOfSink.get(hit.rule)!
  const location = place(project, hit.file, hit.at)
  const origin = origins[hit.taint.kind]
  return {
    area: 'code',
    rule: `code/${rule.id}`,
    title: rule.title,
    message:
      hit.taint.label === ''
        ? rule.why
        : `${hit.taint.label} from ${origin} arrives ${hit.where} without being made harmless for that place. ${rule.why}`,
    severity: rule.severity,
    confidence: confidenceOf(project, hit, rule),
    cwe: [...rule.cwe],
    advisories: [],
    location,
    trace: trace(project, hit),
    fingerprint: fingerprint(rule.id, location.uri, location.snippet ?? '', hit.taint.label),
    remedy: remedyFor(rule, platform),
  }
}
