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
  return taints.some(({ kind }) => kind !== 'environment') ||
    has(from.text, forAnybody) ||
    (typeof from.constant === 'string' && lists.test(from.constant))
    ? 'stored'
    : 'environment'
}
