import { describeError } from '../../../core/errors.ts'
import type { Entry } from '../format/fields.ts'
import { LeakParser } from '../format/parser.ts'
import { decoderFor } from '../source/encoding.ts'
import { openTexts } from '../source/open.ts'

export interface FileReport {
  name: string
  format: string
  lines: number
  readable: number
  /** Why reading stopped before the end, where it did. */
  stopped?: string
}

interface Reading {
  found(entry: Entry): void
  encoding: string | undefined
  signal: AbortSignal
  progress(lines: number): void
}

/** Reads a leaked file to its end and hands on every entry. What cannot be read is reported, never thrown. */
export async function readLeak(file: string, { found, encoding, signal, progress }: Reading): Promise<FileReport[]> {
  const reports: FileReport[] = []
  try {
    for await (const text of openTexts(file, signal)) {
      const parser = new LeakParser(found, encoding)
      let stopped: string | undefined
      let decode: ReturnType<typeof decoderFor> | undefined
      try {
        for await (const piece of text.pieces) {
          signal.throwIfAborted()
          decode ??= decoderFor(piece)
          parser.feed(decode(piece, false))
          progress(parser.counts.lines)
        }
        if (decode) parser.feed(decode(Buffer.alloc(0), true))
        parser.end()
      } catch (error) {
        stopped = describeError(error)
      }
      const format = parser.format?.kind ?? 'empty'
      reports.push({ name: text.name, format, ...parser.counts, ...(stopped !== undefined && { stopped }) })
      // What is left of a bomb is no better.
      if (signal.aborted || stopped?.startsWith('SW_LEAKS_BOMB')) break
    }
  } catch (error) {
    reports.push({ name: file, format: 'unknown', lines: 0, readable: 0, stopped: describeError(error) })
  }
  return reports
}
