import { literalPrefix } from '../context/exposure.ts'
import { Esc } from '../escapes.ts'
import type { Call, Machine } from '../machine.ts'
import type { CallModel } from '../models.ts'
import type { SourceKind, Text } from '../value.ts'

/** Class of the path that PHP gives to an uploaded file: what is in it, the visitor wrote. */
export const uploadedPath = 'path of an upload'

/** Folders where anybody on the machine, and much else, leaves files. */
const forAnybody = /(?:^|[\s'"=:])(?:\/(?:var\/)?tmp|\/dev\/shm)\//

const has = (text: Text, what: RegExp): boolean =>
  text.some((part) =>
    typeof part === 'string' ? what.test(part) : 'options' in part && part.options.some((option) => has(option, what)),
  )

/** Programs that list names which anybody may have chosen: of files, processes, users. */
const lists = /^\s*(?:ls|dir|find|ps|who|last)\b/

/** Folders that hold what visitors brought. */
const ofVisitors = /upload|media|import|user|customer|attach|avatar|image|temp|tmp|incoming|storage|data\/files/i

/**
 * Whose data it is that a call reads: an upload is the visitor's; a file that a visitor names, or one in a folder for anybody, may
 * be anybody's; any other file, and the output of any other program, is the shop's own. Undefined where the call says nothing.
 */
export function originOf(machine: Machine, { readsFrom }: CallModel, call: Call): SourceKind | undefined {
  const from = readsFrom === undefined ? undefined : call.args[readsFrom]
  if (!from) return undefined
  if (from.object?.cls === uploadedPath) return 'request'
  if (has(from.text, /php:\/\/input/)) return 'request'
  const taints = machine.taints(from)
  // A name that is bound to a folder of the shop's own chooses among its files.
  const isBound = literalPrefix(from.text) !== '' && !ofVisitors.test(literalPrefix(from.text))
  return taints.some(({ kind, escapes }) => kind !== 'environment' && !(isBound && escapes & Esc.PathName)) ||
    has(from.text, forAnybody) ||
    (typeof from.constant === 'string' && lists.test(from.constant))
    ? 'stored'
    : 'environment'
}
