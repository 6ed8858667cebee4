import { type ParseResult, type ParserOptions, parseSync, rawTransferSupported } from 'oxc-parser'

/**
 * Whether oxc's tree is read straight from its memory, a quarter of the work of JSON between. It takes 6 GB of addresses (not of memory),
 * which a small machine may refuse: then JSON serves.
 */
let direct = rawTransferSupported()

/** The syntax tree of a script, with comments and errors. The ending of `path` decides between JavaScript and TypeScript. */
export function parseProgram(path: string, source: string): ParseResult {
  if (direct)
    try {
      return parseSync(path, source, { experimentalRawTransfer: true } as ParserOptions)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      direct = false
    }
  return parseSync(path, source)
}
