import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { unpack, unpackLimits } from '../../../connect/archive/unpack.ts'
import { readFileUpTo } from '../../../net/files.ts'
import { isMail, mailParts } from './mail.ts'
import { Gathering, type Place } from './piece.ts'
import { packedAs, unpackedPieces } from './source.ts'

const chunkBytes = 8 << 20
/** Numbers, and encoded pieces, that lie across two chunks are seen in the overlap. */
const overlapBytes = 8 << 10
const maxArchive = 200_000_000
const maxDepth = 3

export const pictures = /\.(png|jpe?g|gif|webp|avif|ico|bmp|tiff?|mp4|mov|avi|mp3|woff2?|ttf|otf|eot|psd|heic)$/i
export const unopened = /\.(7z|rar|xz|bz2|lz4)$/i

export type Scanned = { bytes: number; places: Place[]; notes: string[] } | { reason: string }

/** Feeds pieces of any size to a gathering in chunks that overlap. */
class Chunks {
  readonly #gathering: Gathering
  readonly #mail: boolean
  readonly #notes: Set<string>
  #held: Buffer = Buffer.alloc(0)
  #base = 0

  constructor(gathering: Gathering, mail: boolean, notes: Set<string>) {
    this.#gathering = gathering
    this.#mail = mail
    this.#notes = notes
  }

  #look(): void {
    this.#gathering.add(this.#held, this.#base)
    if (!this.#mail) return
    for (const part of mailParts(this.#held))
      if (part.nature) this.#notes.add(`attachments that are a ${part.nature} were not read`)
      else this.#gathering.add(part.bytes, this.#base + part.at, part.name)
  }

  add(piece: Buffer): void {
    this.#held = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece])
    if (this.#held.length < chunkBytes) return
    this.#look()
    // A message must not be cut where its parts are read: mail keeps more.
    const keep = Math.min(this.#mail ? 2 << 20 : overlapBytes, this.#held.length)
    this.#base += this.#held.length - keep
    this.#held = Buffer.from(this.#held.subarray(this.#held.length - keep))
  }

  end(): void {
    if (this.#held.length > 0) this.#look()
  }
}

/** Looks into a zip or tar held in memory; what is inside is named by its path in the archive. */
function lookInside(bytes: Buffer, name: string, depth: number, gathering: Gathering, notes: Set<string>): number {
  const { entries, partial } = unpack(bytes, name, unpackLimits)
  if (partial !== undefined) notes.add(`the archive ${partial}`)
  let size = 0
  for (const entry of entries) {
    size += entry.bytes.length
    if (pictures.test(entry.name)) notes.add('pictures in the archive were not read')
    else if (unopened.test(entry.name)) notes.add('archives in the archive of a kind that is not opened')
    else if (/\.(zip|tar|tgz|jar)$/i.test(entry.name) || entry.name.endsWith('.tar.gz')) {
      if (depth < maxDepth) size += lookInside(entry.bytes, entry.name, depth + 1, gathering, notes)
      else notes.add(`archives are nested deeper than ${maxDepth}`)
    } else gathering.add(entry.bytes, 0, `in ${entry.name.slice(-80)}`)
  }
  return size
}

/** Reads a plain file in the caller's thread, chunk by chunk. */
function scanPlain(descriptor: number, gathering: Gathering, signal: AbortSignal): number {
  const buffer = Buffer.allocUnsafe(chunkBytes + overlapBytes)
  let kept = 0
  let position = 0
  for (;;) {
    signal.throwIfAborted()
    const read = readSync(descriptor, buffer, kept, chunkBytes, position)
    if (read === 0 && (position > 0 || kept === 0)) return position
    const filled = kept + read
    gathering.add(buffer.subarray(0, filled), position - kept)
    position += read
    kept = Math.min(overlapBytes, filled)
    buffer.copyWithin(0, filled - kept, filled)
    if (read < chunkBytes) return position
  }
}

/** Searches one file: plain, packed, an archive, or mail. Holds one chunk of it (an archive: whole, up to 200 MB). */
export async function scanFile(path: string, signal: AbortSignal): Promise<Scanned> {
  let descriptor: number | undefined
  const gathering = new Gathering()
  const notes = new Set<string>()
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const stat = fstatSync(descriptor)
    if (!stat.isFile()) return { reason: 'not a regular file' }
    const head = Buffer.alloc(4096)
    const start = head.subarray(0, readSync(descriptor, head, 0, head.length, 0))
    const done = (bytes: number): Scanned => ({ bytes, places: gathering.places(), notes: [...notes] })
    if (start.length > 4 && start.readUInt32LE(0) === 0x04034b50) {
      if (stat.size > maxArchive) return { reason: `an archive of more than ${maxArchive / 1e6} MB: unpack it first` }
      return done(lookInside(readFileUpTo(path, maxArchive) ?? Buffer.alloc(0), path, 1, gathering, notes))
    }
    const packed = packedAs(start)
    const mail = packed === undefined && isMail(start)
    if (packed === undefined && !mail) return done(scanPlain(descriptor, gathering, signal))
    const chunks = new Chunks(gathering, mail, notes)
    let bytes = 0
    const take = (piece: Buffer) => {
      bytes += piece.length
      chunks.add(piece)
    }
    if (packed) {
      try {
        for await (const piece of unpackedPieces(path, packed, signal)) take(piece)
      } catch (error) {
        signal.throwIfAborted()
        if (bytes === 0)
          return { reason: `cannot be unpacked (${(error as NodeJS.ErrnoException).code ?? 'too large'})` }
        notes.add(error instanceof RangeError ? `it ${error.message}` : 'it is damaged: read up to the fault')
      }
    } else {
      const buffer = Buffer.allocUnsafe(1 << 20)
      for (let at = 0, read = 1; read > 0; at += read) {
        signal.throwIfAborted()
        read = readSync(descriptor, buffer, 0, buffer.length, at)
        if (read > 0) take(Buffer.from(buffer.subarray(0, read)))
      }
    }
    chunks.end()
    return done(bytes)
  } catch (error) {
    signal.throwIfAborted()
    return { reason: `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'})` }
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}
