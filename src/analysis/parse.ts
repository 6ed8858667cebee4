import type { ParsedFile } from './ast.ts'
import { parseJava } from './java/parser.ts'
import { parseJs } from './js/parser.ts'
import { parsePhp } from './php/parser.ts'

type FrontEnd = (source: string, path: string) => ParsedFile

/** Front ends by file ending. */
const frontEnds: Readonly<Record<string, FrontEnd>> = {
  java: parseJava,
  js: parseJs,
  mjs: parseJs,
  cjs: parseJs,
  jsx: parseJs,
  ts: parseJs,
  mts: parseJs,
  cts: parseJs,
  tsx: parseJs,
  php: parsePhp,
  phtml: parsePhp,
  inc: parsePhp,
  php5: parsePhp,
  php7: parsePhp,
  module: parsePhp,
}

const ending = (path: string) => path.slice(path.lastIndexOf('.') + 1).toLowerCase()

/** True for files that a front end reads. */
export function isSource(path: string): boolean {
  return Object.hasOwn(frontEnds, ending(path)) && !/\.(?:min\.js|d\.ts)$/.test(path)
}

/** Parses a file by its ending; undefined where no front end reads it. Never throws for any content. */
export function parseSource(path: string, source: string): ParsedFile | undefined {
  const frontEnd = Object.hasOwn(frontEnds, ending(path)) ? frontEnds[ending(path)] : undefined
  return frontEnd?.(source, path)
}
