import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs'
import { join, relative } from 'node:path'
import { unwrap } from './decode.ts'
import { masked } from './pan.ts'
import { encodedPieces } from './pieces.ts'
import { believe, type Candidate, scanText, type TextScan } from './scan-text.ts'

/** A card number that is kept somewhere. Only the masked form leaves this module. */
export interface Found {
  /** Path relative to the folder that was searched. */
  file: string
  /** Byte offset in the file, or of the piece it was decoded from. */
  at: number
  number: string
  issuer: string
  test: boolean
  encoding: string
}

export interface Discovery {
  files: number
  bytes: number
  found: Found[]
  /** What was not read, and why. */
  skipped: { file: string; reason: string }[]
}

const chunkBytes = 8 << 20
/** Numbers, and encoded pieces, that lie across two chunks are seen in the overlap. */
const overlapBytes = 8 << 10
const maxFoundAFile = 1000
const pictures = /\.(png|jpe?g|gif|webp|avif|ico|bmp|tiff?|mp4|mov|avi|mp3|woff2?|ttf|otf|eot|psd)$/i
const packed = /\.(zip|7z|rar|xz|bz2|zst)$/i

function* walk(dir: string, skipped: Discovery['skipped'], root = dir): Generator<string> {
  let entries
  try {
    entries = readdirSync(dir, { withFileTypes: true })
  } catch (error) {
    skipped.push({ file: relative(root, dir), reason: `cannot be read (${(error as NodeJS.ErrnoException).code})` })
    return
  }
  for (const entry of entries) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) yield* walk(path, skipped, root)
    else if (entry.isFile()) yield path
    else
      skipped.push({
        file: relative(root, path),
        reason: entry.isSymbolicLink() ? 'a symbolic link, not followed' : 'not a regular file',
      })
  }
}

/** Scans one buffer and what is encoded in it. */
function scanLayers(
  buffer: Buffer,
  into: { scan: TextScan; encoded: (Candidate & { encoding: string })[] },
  base: number,
): void {
  for (const layer of unwrap(buffer)) {
    const direct = scanText(layer.bytes)
    into.scan.others += direct.others
    for (const candidate of direct.candidates) into.scan.candidates.push({ ...candidate, at: base + candidate.at })
    for (const piece of encodedPieces(layer.bytes)) {
      for (const candidate of scanText(piece.bytes).candidates)
        into.encoded.push({
          ...candidate,
          at: base + piece.at,
          encoding: [layer.name, piece.name].filter((name) => name !== '').join(', '),
        })
    }
  }
}

function scanFile(
  path: string,
  signal: AbortSignal,
): { bytes: number; found: Omit<Found, 'file'>[] } | { reason: string } {
  let descriptor: number | undefined
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    if (!fstatSync(descriptor).isFile()) return { reason: 'not a regular file' }
    const state = {
      scan: { candidates: [] as Candidate[], others: 0 },
      encoded: [] as (Candidate & { encoding: string })[],
    }
    const buffer = Buffer.allocUnsafe(chunkBytes + overlapBytes)
    let kept = 0
    let position = 0
    for (;;) {
      signal.throwIfAborted()
      const read = readSync(descriptor, buffer, kept, chunkBytes, position)
      if (read === 0 && (position > 0 || kept === 0)) break
      const filled = kept + read
      scanLayers(buffer.subarray(0, filled), state, position - kept)
      position += read
      kept = Math.min(overlapBytes, filled)
      buffer.copyWithin(0, filled - kept, filled)
      if (read < chunkBytes) break
    }
    const seen = new Map<string, Omit<Found, 'file'>>()
    for (const candidate of [...believe(state.scan), ...state.encoded]) {
      const encoding = 'encoding' in candidate ? (candidate.encoding as string) : ''
      // The overlap shows some places twice.
      seen.set(`${candidate.at} ${candidate.digits}`, {
        at: candidate.at,
        number: masked(candidate.digits),
        issuer: candidate.issuer,
        test: candidate.test,
        encoding,
      })
      if (seen.size >= maxFoundAFile) break
    }
    return { bytes: position, found: [...seen.values()] }
  } catch (error) {
    signal.throwIfAborted()
    return { reason: `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})` }
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

/** Searches files and folders for stored card numbers (PCI DSS 3.3, 3.5). Streams; holds one chunk of a file at a time. */
export function discover(
  paths: readonly string[],
  options: { signal: AbortSignal; progress(file: string): void },
): Discovery {
  const result: Discovery = { files: 0, bytes: 0, found: [], skipped: [] }
  for (const root of paths) {
    const files = lstatSync(root).isDirectory() ? walk(root, result.skipped) : [root]
    for (const path of files) {
      const file = relative(root, path) || path
      if (pictures.test(path) || packed.test(path)) {
        result.skipped.push({
          file,
          reason: packed.test(path)
            ? 'a packed archive of a kind that is not opened'
            : 'a picture, film or font: not read',
        })
        continue
      }
      options.progress(file)
      const scanned = scanFile(path, options.signal)
      if ('reason' in scanned) {
        result.skipped.push({ file, reason: scanned.reason })
        continue
      }
      result.files++
      result.bytes += scanned.bytes
      for (const found of scanned.found) result.found.push({ file, ...found })
    }
  }
  return result
}
