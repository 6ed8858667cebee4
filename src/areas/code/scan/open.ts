import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ModelSet } from '../../../analysis/models.ts'
import type { Finding } from '../../../core/finding.ts'
import { VERSION } from '../../../core/version.ts'
import { readCached } from './cache.ts'
import { engineVersion } from './engine-version.ts'
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
  /** Version of rules and models. */
  rules: string
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

interface Source {
  path: string
  bytes: Buffer
}

export interface Text {
  path: string
  source: string
}

/** A tree that has been read, and of which nothing is understood yet. */
export interface Opened {
  /** Whole where an earlier scan of the same tree was kept (`fromCache`), else with what could not be read. */
  result: ScanResult
  texts: readonly Text[]
  /** Under which the result is to be kept; absent: not at all. */
  key?: string
  /** Milliseconds of the clock. */
  started: number
}

const defaultMaxBytes = 2_000_000

/** UTF-8 where the bytes are UTF-8, UTF-16 by its mark, else one sign a byte. */
function decode(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  return bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString('utf16le', 2) : bytes.toString('latin1')
}

/** Reads a tree, file by file; notes what could not be read. */
function* read(root: string, options: ScanOptions, result: ScanResult): Generator<Source> {
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
      if (statSync(full).size > most)
        result.notCovered.push({ path, reason: `is larger than ${Math.round(most / 1e6)} MB` })
      else yield { path, bytes: readFileSync(full) }
    } catch (error) {
      result.notCovered.push({ path, reason: (error as NodeJS.ErrnoException).code ?? String(error) })
    }
  }
}

/** What was read as texts; notes what is none. */
function textsOf(sources: Iterable<Source>, result: ScanResult): Text[] {
  const texts: Text[] = []
  const others: ScanResult['notCovered'] = []
  for (const { path, bytes } of sources) {
    const source = decode(bytes)
    if (source.slice(0, 4096).includes('\0')) others.push({ path, reason: 'is not text' })
    else texts.push({ path, source })
  }
  result.notCovered.push(...others)
  return texts
}

/** Everything that decides the result: engine, rules, models, options and what is in every file. */
function keyOf(sources: readonly Source[], options: ScanOptions, { notCovered }: ScanResult): string {
  const { includeVendor = false, maxFileBytes = 0, models = null } = options
  const hash = createHash('sha256').update(
    JSON.stringify([engineVersion(), VERSION, includeVendor, maxFileBytes, models, notCovered]),
  )
  for (const { path, bytes } of sources) hash.update(`${path}\0${bytes.length}\0`).update(bytes)
  return hash.digest('hex')
}

/** Reads a tree, and looks up what an earlier scan of the same came to: the engine is loaded only where there was none. */
export function openTree(root: string, options: ScanOptions): Opened {
  const started = performance.now()
  const result: ScanResult = {
    root,
    platform: '',
    rules: '',
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
  if (options.cacheDir === undefined) return { result, texts: textsOf(read(root, options, result), result), started }
  const sources = [...read(root, options, result)]
  const key = keyOf(sources, options, result)
  const known = readCached(options.cacheDir, key)
  if (!known) return { result, texts: textsOf(sources, result), key, started }
  const seconds = (performance.now() - started) / 1000
  return { result: { ...result, ...known, fromCache: true, seconds }, texts: [], key, started }
}
