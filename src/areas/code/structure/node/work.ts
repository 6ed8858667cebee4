import { calledName, visit } from '../../../../analysis/visit.ts'
import type { Reached } from '../sent.ts'

const changes =
  /^(?:save|create\w*|update\w*|delete\w*|destroy|remove\w*|insert\w*|upsert|set\w*|findbyidand\w+|findoneand\w+|bulkwrite|bulkcreate|query|execute|run|increment|decrement|\$execute\w*|put|patch|publish|approve|refund|cancel)$/
const lists = /^(?:find\w*|list\w*|all|query|select|scan|export\w*|get\w*)$/
const ofPeople = /customer|order|user|account|invoice|subscriber|email/i
/** Whether a handler does what the staff alone may do, or lists what only they may see. */
export function works(reached: readonly Reached[], writes: boolean, text: string): boolean {
  let found = false
  for (const { fn } of reached)
    visit(fn.body, (node) => {
      const name = node.kind === 'mcall' || node.kind === 'call' ? calledName(node)?.name : undefined
      if (name === undefined) return
      if (writes ? changes.test(name) : lists.test(name) && ofPeople.test(text)) found = true
    })
  return found
}
