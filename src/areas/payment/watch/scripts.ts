import type { Capability, WatchedScript } from './observation.ts'
import { type TypedFlows, typedFlows } from './typed-flow.ts'
import {
  capabilitiesOf,
  hostsIn,
  isPassiveWorker,
  seeksCardData,
  sendsWhatItReads,
  sha384,
  structureOf,
} from './source.ts'

export interface RawScript {
  /** Address as the browser names it; the page's own for scripts in it, empty for code made from text. */
  url: string
  dynamic: boolean
  source: string
  /** Code of a worker or service worker. */
  worker?: boolean
  /** Where in its document it stands, lines and columns from 0. */
  span?: { startLine: number; startColumn: number; endLine: number; endColumn: number } | undefined
}

interface PageView {
  /** Addresses that the page had during the visit. */
  pages: readonly string[]
  tags: readonly { src: string; integrity: boolean; nonce: boolean; text: string }[]
  touched: readonly { script: string; line: number; column: number; how: string }[]
  /** Names of fields that are not for the card. */
  otherFields: readonly string[]
}

const withoutQuery = (url: string) => url.replace(/[?#].*$/, '')

/** Names a file across versions: numbers and hashes in its path are left out. */
export function keyOf(url: string): string {
  if (!URL.canParse(url)) return url.slice(0, 100)
  const { host, pathname, protocol } = new URL(url)
  if (protocol === 'blob:' || protocol === 'data:') return `${protocol} script`
  const path = pathname.replace(/[.-][0-9a-f]{6,}(?=[.-]|$)/gi, '.*').replace(/\d+(?:\.\d+)+/g, '*')
  return `${host}${path}`
}

/** Whether a place (line and column from 1, as stacks count) lies in a script's own part of a document. */
function covers(span: RawScript['span'], line: number, column: number): boolean {
  if (span === undefined) return true
  const [row, at] = [line - 1, column - 1]
  if (row < span.startLine || row > span.endLine) return false
  return (row > span.startLine || at >= span.startColumn) && (row < span.endLine || at <= span.endColumn)
}

const isOf = (entry: PageView['touched'][number], raw: RawScript) =>
  withoutQuery(entry.script) === withoutQuery(raw.url) && covers(raw.span, entry.line, entry.column)

/** Whether a script was seen reading card fields; keys alone count only where its text gathers them: hot keys read keys too. */
function touches(raw: RawScript, view: PageView, gathers: boolean): boolean {
  return view.touched.some((entry) => (entry.how !== 'keys' || gathers) && isOf(entry, raw))
}

interface Reading {
  structure: string
  capabilities: Capability[]
  hosts: string[]
  seeksCard: boolean
  sendsReads: boolean
  typed: TypedFlows | undefined
  /** It lets out what other scripts of the page gather. */
  passesOn?: boolean
}

/** What the text says; one made so that no expression gets through it counts as unreadable. */
function readAnew(source: string, others: ReadonlySet<string>): Reading {
  try {
    return {
      structure: structureOf(source),
      capabilities: capabilitiesOf(source),
      hosts: hostsIn(source),
      seeksCard: seeksCardData(source),
      sendsReads: sendsWhatItReads(source),
      typed: typedFlows(source, others),
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const structure = sha384(source).slice(0, 16)
    return { structure, capabilities: ['obfuscated'], hosts: [], seeksCard: true, sendsReads: true, typed: undefined }
  }
}

const kept = new Map<string, Reading>()
const mostKept = 200

/** Visits side by side get the same texts: each is read once. */
function readText(source: string, digest: string, others: ReadonlySet<string>): Reading {
  const key = `${digest} ${[...others].join(' ')}`
  const before = kept.get(key)
  if (before !== undefined) return before
  const reading = readAnew(source, others)
  if (kept.size >= mostKept) kept.delete(kept.keys().next().value!)
  kept.set(key, reading)
  return reading
}

/** Names too common to follow from file to file. */
const commonName =
  /^.{0,2}$|^(?:data|value|name|state|config|options|settings|window|document|self|event|form|input|app)$/

/**
 * Readings of a page's scripts beside each other: what one leaves for others (globals, storage, events) is followed into those that name
 * it, one step far.
 */
function readTogether(sources: readonly string[], others: ReadonlySet<string>): Map<string, Reading> {
  const readings = new Map(sources.map((source) => [source, readText(source, sha384(source), others)]))
  const given = [...readings].flatMap(([source, { typed }]) => (typed?.gives ?? []).map((name) => ({ name, source })))
  const names = given.filter(({ name }) => !commonName.test(name)).slice(0, 100)
  for (const [source, reading] of readings) {
    const shared = new Set(
      names.filter((item) => item.source !== source && source.includes(item.name)).map(({ name }) => name),
    )
    if (shared.size === 0 || reading.typed === undefined) continue
    const typed = typedFlows(source, others, shared)
    if (typed === undefined || typed.flows.every((way) => reading.typed!.flows.includes(way))) continue
    readings.set(source, { ...reading, typed: { ...typed, reads: true }, passesOn: true })
  }
  return readings
}

/**
 * Ways out of what is typed; unknown where the text does not say what runs (code from text, scrambled, standing between others), or
 * shows no reading although the browser saw some or its words go for it.
 */
function flowsOf({ capabilities, typed, seeksCard }: Reading, touched: boolean): string[] | undefined {
  if (capabilities.some((item) => item === 'obfuscated' || item === 'code-from-text')) return undefined
  if (capabilities.includes('hooks')) return typed?.hooksFollowed ? typed.flows : undefined
  if (typed === undefined || (touched && !typed.reads)) return undefined
  return seeksCard && !typed.reads && !typed.readsOthers ? undefined : typed.flows
}

/** Whether a script may hand something typed to a worker or another window. */
function mayFeed({ capabilities, typed }: Reading, touchesCard: boolean): boolean {
  if (typed === undefined || (touchesCard && !typed.reads)) return true
  if (capabilities.some((item) => item === 'obfuscated' || item === 'code-from-text' || item === 'hooks')) return true
  return typed.flows.some((way) => /^(?:worker|postMessage)$/.test(way))
}

/** Turns what the browser compiled into what is kept of it; the sources themselves are dropped. */
export function describeScripts(raw: readonly RawScript[], view: PageView): WatchedScript[] {
  const tagBySource = new Map(view.tags.map((tag) => [tag.src ? withoutQuery(tag.src) : tag.text, tag]))
  const others = new Set(view.otherFields)
  const seen = new Map<string, WatchedScript>()
  const readings = readTogether([...new Set(raw.map((script) => script.source))], others)
  for (const script of raw) {
    const { url, dynamic, source } = script
    if (source.trim() === '') continue
    const inPage = view.pages.some((page) => withoutQuery(url) === withoutQuery(page))
    const kind = script.worker
      ? 'worker'
      : inPage
        ? 'inline'
        : url === '' || dynamic || !/^https?:/.test(url)
          ? 'dynamic'
          : 'file'
    const named = (kind === 'file' || kind === 'worker') && /^https?:/.test(url)
    const digest = sha384(source)
    const reading = readings.get(source)!
    const { structure, typed: _typed, ...text } = reading
    const tag = tagBySource.get(kind === 'file' ? withoutQuery(url) : source)
    const touchesCard = (kind === 'file' || kind === 'inline') && touches(script, view, text.seeksCard)
    const touched = view.touched.some((entry) => entry.how === 'read' && isOf(entry, script))
    // Its text names other fields only, and it was seen reading one for the card: then every field counts.
    const anyField = touched && reading.typed?.readsOthers && !reading.typed.reads
    const flows = flowsOf(anyField ? { ...reading, typed: typedFlows(source) } : reading, touched)
    const described: WatchedScript = {
      key: named ? keyOf(url) : `${kind} #${structure}`,
      kind,
      host: URL.canParse(url) ? new URL(url).host : '',
      sha384: digest,
      bytes: Buffer.byteLength(source),
      structure,
      ...text,
      integrity: tag?.integrity ? 'sri' : tag?.nonce ? 'nonce' : 'none',
      touchesCard,
      ...(flows && { flows }),
      ...(!mayFeed(reading, touchesCard) && { feedsNobody: true }),
      ...(kind === 'worker' && isPassiveWorker(source) && { passive: true }),
      ...(named && { url: url.slice(0, 300) }),
    }
    seen.set(`${described.key} ${described.sha384}`, described)
  }
  return [...seen.values()]
}
