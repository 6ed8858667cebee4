import { printInto } from '../eval/content-type.ts'
import type { Machine, Native } from '../machine.ts'

/** What was printed becomes a file of XML: `write(XML_HEADER . ob_get_clean(), $path)`. */
const becomesXml = /(?:write|put_contents|save)\w*\s*\((?=[^;]*xml)[^;]*\bob_get_clean\s*\(/i

function isFile({ frame, project }: Machine, at: number): boolean {
  const { source } = project.files[frame.file]!
  return becomesXml.test(frame.fn ? source.slice(frame.fn.at, frame.fn.end) : source.slice(at, at + 3000))
}

const begin: Native = (machine, { at }) => {
  if (isFile(machine, at)) printInto(machine, 'file')
  return undefined
}
const end: Native = (machine, { at }) => {
  if (isFile(machine, at)) printInto(machine, 'answer')
  return undefined
}

export const bufferNatives: readonly (readonly [string, Native])[] = [
  ['ob_start', begin],
  ['ob_get_clean', end],
  ['ob_end_clean', end],
]
