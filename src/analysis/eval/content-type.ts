import type { FunctionDecl } from '../ast.ts'
import { producedBy } from './produced.ts'
import type { Call, Machine } from '../machine.ts'
import { literalPrefix } from '../context/exposure.ts'
import { constant, type Text, textTaints, type Value } from '../value.ts'
import { keysOf } from './cookies.ts'

/** Heap cell, of neither an object nor a static field, that holds the type of the answer: it follows branches and calls as those do. */
export const contentCell = Number.MIN_SAFE_INTEGER
const page = constant('page')
const other = constant('other')
/** A document by a type that the program gave itself. */
const typed = constant('typed')

/** Types that a browser shows as a document in which scripts run. */
const documents = /^\s*(?:html?|xml|svg|xhtml|text\/html|text\/xml|application\/xml|application\/xhtml|image\/svg)/i
const known = /^\s*[\w.+-]+(?:\/[\w.+-]+)?\s*(?:;|$)/

function judge(machine: Machine, text: Text): void {
  const type = literalPrefix(text)
  if (documents.test(type)) machine.frame.state.heap.set(contentCell, typed)
  // Computed: whoever computes it knows what kind of file he has.
  else if (type === '' && text.length > 0 && textTaints(text).every((taint) => taint.unsure))
    machine.frame.state.heap.set(contentCell, other)
  else if (known.test(type) && (type.includes('/') || text.length === 1))
    machine.frame.state.heap.set(contentCell, other)
}

function judgeHeader(machine: Machine, name: string, value: Text): void {
  if (/^content-type$/i.test(name)) judge(machine, value)
  // A file to keep, not a page to show.
  else if (/^content-disposition$/i.test(name) && /^\s*attachment/i.test(literalPrefix(value)))
    machine.frame.state.heap.set(contentCell, other)
}

/** Notes the type that a call gives to the answer. */
export function setContentType(machine: Machine, where: number | 'header', call: Call): void {
  if (where !== 'header') {
    const type = call.args[where]
    if (type) judge(machine, type.text)
    return
  }
  const [first, second] = call.args
  if (!first) return
  const line = /^\s*([\w-]+)\s*:/.exec(literalPrefix(first.text))
  if (line) {
    const [head, ...rest] = first.text
    judgeHeader(machine, line[1]!, typeof head === 'string' ? [head.slice(line[0].length), ...rest] : rest)
  } else if (typeof first.constant === 'string' && second) judgeHeader(machine, first.constant, second.text)
  // `set({ … })`, `writeHead(200, { … })`
  else
    for (const given of [first, second])
      for (const [name, value] of (given && keysOf(machine, given)) ?? []) judgeHeader(machine, name, value.text)
}

/** From here on what is printed goes into a file, or into the answer again. */
export function printInto(machine: Machine, target: 'file' | 'answer'): void {
  machine.frame.state.heap.set(contentCell, target === 'file' ? other : page)
}

/** What is known of the answer where a function begins that a framework calls. */
export const typeAtStart = (fn: FunctionDecl | null): Value => {
  const produced = fn && producedBy(fn)
  return produced === 'page' ? typed : produced === 'other' ? other : page
}

/** True where the answer is known to be no document: data in it runs nothing. */
export function isNoPage(machine: Machine): boolean {
  return machine.frame.state.heap.get(contentCell)?.constant === 'other'
}

/** True where the program said that the answer is a document. */
export function isTypedPage(machine: Machine): boolean {
  return machine.frame.state.heap.get(contentCell)?.constant === 'typed'
}

/** True for headers given as an array or object that name a type other than a document. */
export function isOtherType(machine: Machine, headers: Value | undefined): boolean {
  for (const [name, value] of (headers && keysOf(machine, headers)) ?? [])
    if (/^content-type$/i.test(name)) {
      const type = literalPrefix(value.text)
      return !documents.test(type)
    }
  return false
}
