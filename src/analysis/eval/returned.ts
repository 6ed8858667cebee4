import type { Machine } from '../machine.ts'
import type { Outcome } from './frames.ts'
import { producedBy } from './produced.ts'
import { shareLeft } from './shared.ts'
import { showRows } from './shown-rows.ts'
import type { ReturnModel } from '../models.ts'
import { literalPrefix } from '../context/exposure.ts'
import { type Closure, type Part, type Text, textValue, type Value } from '../value.ts'

function concerns(machine: Machine, { fn, cls }: Closure, model: ReturnModel): boolean {
  if (fn.visibility !== 'public' || !cls) return false
  const own = fn.annotations.map((item) => item.name)
  const all = [...own, ...cls.annotations.map((item) => item.name)]
  if (model.named && !model.named.test(fn.name)) return false
  if (model.method && !own.some((name) => model.method!.includes(name))) return false
  if (model.neither && (fn.returnType !== 'String' || all.some((name) => model.neither!.includes(name)))) return false
  if (model.either && !all.some((name) => model.either!.includes(name))) return false
  return model.inherits === undefined || machine.project.ancestry(cls.name).includes(model.inherits.toLowerCase())
}

/** The ways a text may go, each without the prefix that is no part of it. */
function behind(text: Text, prefix: string): Text[] {
  const [first, ...rest] = text
  if (prefix === '') return [text]
  if (typeof first === 'string') {
    if (!first.startsWith(prefix)) return []
    const cut = first.slice(prefix.length)
    return [cut === '' ? rest : [cut as Part, ...rest]]
  }
  return first !== undefined && 'options' in first
    ? first.options.flatMap((option) => behind([...option, ...rest], prefix))
    : []
}

/** What a framework does with what a method leaves behind: `return "redirect:" + next` sends the visitor there. */
export function checkReturned(machine: Machine, closure: Closure, { returns, outs, heap, selfId }: Outcome): void {
  shareLeft(machine, closure, outs)
  showRows(machine, closure, heap.get(selfId))
  if (returns) checkResult(machine, closure, returns)
}

function checkResult(machine: Machine, closure: Closure, result: Value): void {
  for (const model of machine.models.returned) {
    if (!concerns(machine, closure, model)) continue
    const produced = model.rule === 'page-output' ? producedBy(closure.fn) : undefined
    if (produced === 'other' || (model.typed && produced !== 'page')) continue
    if (model.starts && produced !== 'page' && !model.starts.test(literalPrefix(result.text))) continue
    const texts = model.prefix === undefined ? [result.text] : behind(result.text, model.prefix)
    for (const text of texts) machine.sink(model.rule, textValue(text), closure.fn.at)
  }
}
