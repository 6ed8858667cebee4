import { edits } from '../names/distance.ts'
import { functions } from './functions.ts'
import { languageError } from './lexer.ts'
import type { Node } from './parser.ts'
import type { Schema, Type } from './types.ts'

const words: Record<Type, string> = { number: 'a number', text: 'a text', boolean: 'yes or no', list: 'a list' }

function didYouMean(name: string, known: Iterable<string>): string {
  let best = ''
  let least = 4
  for (const candidate of known) {
    const distance = edits(name.slice(0, 60), candidate, least - 1)
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best === '' ? '' : ` Did you mean ${best}?`
}

/** Finds what is wrong with a rule before it ever runs: unknown names, wrong types. Returns the rule's type. */
export function checkRule(source: string, root: Node, schema: Schema): Type {
  const fail = (at: number, message: string, fix: string) => languageError(source, at, message, fix)
  function want(node: Node, type: Type, whom: string): void {
    const found = typeOf(node)
    if (found !== type)
      throw fail(node.at, `${whom} needs ${words[type]}, but this is ${words[found]}`, 'Compare it first, e.g. … >= 3.')
  }
  function call(node: Extract<Node, { kind: 'call' }>): Type {
    if (node.name === 'missing' || node.name === 'list') {
      const [only] = node.args
      const right = node.name === 'missing' ? only?.kind === 'name' : only?.kind === 'text'
      if (node.args.length !== 1 || !right)
        throw fail(
          node.at,
          `${node.name}() takes ${node.name === 'missing' ? 'one field' : 'the name of one list in quotes'}`,
          'See docs for an example.',
        )
      if (only?.kind === 'name') typeOf(only)
      if (only?.kind === 'text' && ![...schema.lists()].includes(only.value))
        throw fail(only.at, `There is no list "${only.value}"`, `Known lists: ${[...schema.lists()].join(', ')}.`)
      return node.name === 'missing' ? 'boolean' : 'list'
    }
    const known = Object.hasOwn(functions, node.name) ? functions[node.name] : undefined
    if (known === undefined)
      throw fail(
        node.at,
        `There is no function ${node.name}()`,
        `Known: ${[...Object.keys(functions), 'missing', 'list'].join(', ')}.`,
      )
    if (node.args.length !== known.takes.length)
      throw fail(node.at, `${node.name}() takes ${known.takes.length} values, not ${node.args.length}`, known.help)
    for (const [index, type] of known.takes.entries()) want(node.args[index] as Node, type, `${node.name}()`)
    return known.gives
  }
  function binary(node: Extract<Node, { kind: 'binary' }>): Type {
    const { operator, left, right } = node
    if (operator === 'and' || operator === 'or') {
      want(left, 'boolean', operator)
      want(right, 'boolean', operator)
      return 'boolean'
    }
    if (operator === 'in') {
      want(right, 'list', 'in')
      want(left, right.kind === 'list' ? elementType(right) : 'text', 'in')
      return 'boolean'
    }
    if (operator === '==' || operator === '!=') {
      const type = typeOf(left)
      want(right, type, operator)
      return 'boolean'
    }
    want(left, 'number', operator)
    want(right, 'number', operator)
    return '+-*/'.includes(operator) ? 'number' : 'boolean'
  }
  function elementType(node: Extract<Node, { kind: 'list' }>): Type {
    const [first] = node.items
    if (first === undefined) throw fail(node.at, 'The list is empty', 'Put at least one value between [ and ].')
    const type = typeOf(first)
    for (const item of node.items) {
      if (item.kind !== 'number' && item.kind !== 'text')
        throw fail(item.at, 'Lists hold plain texts or numbers', 'Write e.g. ["DE", "AT"].')
      want(item, type, 'This list')
    }
    return type
  }
  function typeOf(node: Node): Type {
    if (node.kind === 'name') {
      const type = schema.typeOf(node.name)
      if (type === undefined)
        throw fail(
          node.at,
          `There is no field or feature "${node.name}".${didYouMean(node.name, schema.known())}`,
          'Run "shopwarden fraud rules fields" for all names.',
        )
      return type
    }
    if (node.kind === 'list') {
      elementType(node)
      return 'list'
    }
    if (node.kind === 'call') return call(node)
    if (node.kind === 'binary') return binary(node)
    if (node.kind === 'not') {
      want(node.of, 'boolean', 'not')
      return 'boolean'
    }
    if (node.kind === 'minus') {
      want(node.of, 'number', '-')
      return 'number'
    }
    return node.kind
  }
  return typeOf(root)
}
