import type { Expr } from '../ast.ts'
import type { Call, Machine } from '../machine.ts'
import type { Text, Value } from '../value.ts'
import { calledName } from '../visit.ts'

/** What a call of PHP of which nothing is known says by its own words: a statement, the request. */

/** In capitals a beginning says enough; in small letters it may be a sentence that does not go on like a statement. */
const inCapitals =
  /^[\s(]*(?:SELECT\s[^]*?\sFROM\s|INSERT\s+(?:\w+\s+){0,2}INTO\s|REPLACE\s+INTO\s|UPDATE\s+[`\w.?{}#]+\s+(?:\w+\s+)?SET\s|DELETE\s+(?:\w+\s+)?FROM\s)/
const inSmall =
  /^[\s(]*(?:select\s[^]*?\sfrom\s[^]*?\b(?:where|order\s+by|group\s+by|limit|join)\b|insert\s+(?:ignore\s+)?into\s[^]*?(?:\bvalues\b|\bset\b|\bselect\b)|update\s+\S+\s+set\s|delete\s+from\s[^]*?\bwhere\b)/i
/** Takes a text apart, keeps, counts or tells it, or makes it safe. */
const noDatabase =
  /log|debug|trace|print|write|info|warn|err|notice|echo|dump|message|assign|cache|transl|escape|quote|hash|md5|match|replace|split|explode|trim|format|render|display|highlight|push|append|notify|mail|send|throw|exception|expect|assert|token/
const longest = 400

/** A text with question marks for what is not known. */
function wordsOf(text: Text): string {
  let words = ''
  for (const part of text) {
    if (words.length > longest) break
    words += typeof part === 'string' ? part : 'options' in part ? wordsOf(part.options[0] ?? []) : '?'
  }
  return words
}

/** A text that reads as a statement is one, whoever runs it: layers of a shop's own, and those that its modules are scanned without. */
export function runsStatement(machine: Machine, { name, args, at, nodes }: Call): void {
  if (noDatabase.test(name)) return
  args.slice(0, 3).forEach((arg, position) => {
    if (arg.constant !== undefined || arg.text.length < 2 || machine.taints(arg).length === 0) return
    const words = wordsOf(arg.text)
    if (inCapitals.test(words) || inSmall.test(words)) machine.sink('sql-injection', arg, at, nodes[position]?.value)
  })
}

const reads =
  /^(?:get_?(?:parameter|param|post|query|request|var|string|raw|body|cookie|value)\w*|getparameters?|params?|post|query|input|get|cookie|all)$/
const readsNumber = /int|bool|float|num|count|digit|alnum|token|method|uri|route/
const isRequest = /^_?(?:sf_?|http_?|web_?)?request$/i
/** Bags of Symfony's request. */
const bag = /^(?:query|request|cookies|headers)$/

/** True for a variable, field or method that is called the request. */
function isNamedRequest(node: Expr | null): boolean {
  if (node?.kind === 'var') return isRequest.test(node.name)
  if (node?.kind === 'prop' && typeof node.name === 'string') {
    if (isRequest.test(node.name) && node.object.kind === 'var' && node.object.name === 'this') return true
    return bag.test(node.name) && isNamedRequest(node.object)
  }
  return /^(?:get_?)?request$/.test((node && calledName(node)?.name) ?? '')
}

/** What the request is asked for, where the program says so by the name of the object alone. */
export function askedRequest(machine: Machine, call: Call): Value | undefined {
  const { name, args, nodes, at, receiver, receiverNode } = call
  if (!reads.test(name) || readsNumber.test(name) || receiver?.object || !isNamedRequest(receiverNode)) return undefined
  const [first] = args
  if (args.length > 2 || (first && typeof first.constant !== 'string')) return undefined
  const filter = nodes[1]?.value
  if (filter?.kind === 'const' && filter.name.startsWith('FILTER_')) return undefined
  return machine.source('request', `$request->${name}()`, at)
}
