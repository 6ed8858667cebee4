import type { FunctionDecl } from '../../../../analysis/ast.ts'
import type { SourceFile } from '../../../../analysis/project.ts'
import { mainOf } from '../scripts.ts'
import { declarationsIn } from '../shapes.ts'
import type { Reached } from '../sent.ts'

/** What servers of JavaScript hand to a handler. */
const ofServer = /^_?(?:req|request|res|response|reply|ctx|context|c|next)$/
const isNextDoor = ({ name }: FunctionDecl) => /^(?:GET|POST|PUT|PATCH|DELETE)$/.test(name)

/** Functions of a file that may answer a request or stand before one, and what a script does by itself. */
export function bodiesIn(file: SourceFile): Reached[] {
  const found: Reached[] = []
  const add = (fn: FunctionDecl, cls: Reached['cls']) => {
    if (fn.body && (file.language !== 'js' || fn.params.some(({ name }) => ofServer.test(name)) || isNextDoor(fn)))
      found.push({ fn, file: file.id, cls, sent: new Set() })
  }
  if (file.language === 'php') add(mainOf(file), null)
  for (const item of declarationsIn(file.parsed.body))
    if (item.kind === 'classdecl') for (const fn of item.cls.methods) add(fn, item.cls)
    else add(item.fn, null)
  return found
}
