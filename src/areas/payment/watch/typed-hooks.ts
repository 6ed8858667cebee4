import { child, type Es, nodes, text } from '../../../analysis/js/estree.ts'
import { isFunction, propertyOf } from './typed-sources.ts'

/** What the browser or language offers and everything passes through, as scripts write it. */
const offered =
  /^(?:(?:window|self|globalThis|[a-z])\.)?(?:(?:fetch|XMLHttpRequest|FormData|WebSocket|Image)$|(?:XMLHttpRequest|FormData|HTML\w*Element|EventTarget|WebSocket|Navigator|String|Array|Object|RegExp|Number|Function|Promise|Node|Element|Document|History|Storage|Event|URLSearchParams|Blob|Headers|Request|Response)\.prototype\.[\w$]+$|(?:JSON|Object|Array|String|Promise|Number|Reflect)\.[\w$]+$|(?:navigator|document|history)\.[\w$]+$)/
/** Of these, what takes an address first: where to is no typing; and what takes a listener. */
const addressed = /(?:^|\.)fetch$|XMLHttpRequest\.prototype\.open$/
const listening = /addEventListener$/
/** Ways to stand between that are not followed. */
const unfollowed =
  /defineProperty\s*\(\s*(?:HTML\w*Element|Event|KeyboardEvent|InputEvent|XMLHttpRequest|window|self|globalThis|document)\b|\bnew\s+Proxy\s*\((?!\s*[\w$]{1,40}\s*,)|Reflect\.defineProperty|__defineGetter__/

/** What a library of a bank or provider offers: a function in its place is handed the card, whatever the browser shows. */
const paying =
  /encrypt|tokeni[sz]e|card|seal|paymentmethod|confirmpayment|createtoken|createsource|authori[sz]e|submitpayment|\bcse\b/i

/** Of these, what a server answers. */
const answering = /tokeni[sz]e|paymentmethod|confirmpayment|createtoken|createsource|authori[sz]e|submitpayment/i

/** Functions that a script puts in the place of something offered, and the parameters through which typed data may come. */
export interface Hooks {
  /** Whether all of what stands between was found as a function. */
  followed: boolean
  /** Each function, the first parameter that may hold typed data, and whether `arguments` and `this` may. */
  functions: ReadonlyMap<Es, { from: number; self: boolean }>
  /** Whether what a name was set to is what was offered. */
  isOriginal(written: string): boolean
  /** Whether a bank's or provider's library is called that something else was put in the place of: callbacks get its answers. */
  isLibrary(callee: Es | null): boolean
  /** Whether what such a library is called for is a server's answer. */
  isAnswering(callee: Es | null): boolean
}

/** What is known of the names of a script. */
interface Names {
  functions(name: string): readonly Es[]
  /** What a name is set to, as written. */
  written(name: string): string
  /** Whether an expression begins at a name that the script does not declare. */
  isForeign(node: Es | null): boolean
}

/** None of the parameters. */
const none = 99
const targetOf = (source: string, node: Es) => source.slice(node.start, Math.min(node.end, node.start + 80))

/** Members that a script keeps under a name of its own before it sets them anew: `var made = bank.encrypt; bank.encrypt = …`. */
function wrapped(all: readonly Es[], source: string): Set<string> {
  const kept = new Set<string>()
  for (const node of all) {
    const value = node.type === 'VariableDeclarator' ? child(node, 'init') : null
    if (value?.type === 'MemberExpression') kept.add(targetOf(source, value))
  }
  return kept
}

/**
 * A function and all within it: what a library is given comes in by functions that a function in its place answers. Not what is given to
 * the library itself as a callback, or waits for its server: that gets answers.
 */
function within(outer: Es, all: readonly Es[], getsAnswers: (callee: Es | null) => boolean): Es[] {
  const inside = all.filter((node) => node.start >= outer.start && node.end <= outer.end)
  const callbacks = inside.flatMap((node) =>
    node.type === 'CallExpression' && getsAnswers(child(node, 'callee'))
      ? nodes(node, 'arguments').filter(isFunction)
      : [],
  )
  return inside.filter(
    (node) => isFunction(node) && !callbacks.some((func) => node.start >= func.start && node.end <= func.end),
  )
}

export function hooksIn(all: readonly Es[], source: string, names: Names): Hooks {
  const functions = new Map<Es, { from: number; self: boolean }>()
  const kept = paying.test(source) ? wrapped(all, source) : new Set<string>()
  let followed = !unfollowed.test(source)
  /** A call of what a script kept of a bank's or provider's library, also by `call` and `apply`. */
  const isKept = (callee: Es | null, what: RegExp): boolean => {
    const through = callee?.type === 'MemberExpression' && /^(?:call|apply)$/.test(propertyOf(callee) ?? '')
    const name = text(through ? child(callee, 'object') : callee, 'name')
    return (
      name !== '' &&
      names
        .written(name)
        .split(' ')
        .some((part) => kept.has(part) && what.test(part))
    )
  }
  const isLibrary = (callee: Es | null) => isKept(callee, paying)
  const isAnswering = (callee: Es | null) => isKept(callee, answering)
  /** Whether functions given to a call are handed what a library says, or its server: `ask(card).then(…)`. */
  const getsAnswers = (callee: Es | null): boolean => {
    if (isLibrary(callee)) return true
    if (callee?.type !== 'MemberExpression' || !/^(?:then|catch|finally)$/.test(propertyOf(callee) ?? '')) return false
    const asked = child(callee, 'object')
    const by = asked?.type === 'CallExpression' ? child(asked, 'callee') : null
    return isAnswering(by) || (by?.type === 'MemberExpression' && getsAnswers(by))
  }
  // A proxy of the script's own stands between nothing; one of something that others made, by its name or under another, may.
  for (const node of all) {
    if (node.type !== 'NewExpression' || text(child(node, 'callee'), 'name') !== 'Proxy') continue
    const of = nodes(node, 'arguments')[0] ?? null
    const written = names.written(text(of, 'name')).split(' ')
    if (names.isForeign(of) || written.some((part) => /^\w+\.\w/.test(part) || offered.test(part))) followed = false
  }
  for (const node of all) {
    if (node.type !== 'AssignmentExpression') continue
    const left = child(node, 'left')
    const right = child(node, 'right')
    if (left === null || right === null) continue
    const target = targetOf(source, left)
    if (left.type === 'MemberExpression' && kept.has(target) && paying.test(target) && isFunction(right))
      for (const func of within(right, all, getsAnswers)) functions.set(func, { from: 0, self: false })
    // A global name set anew is a hook only where nothing else is meant by it.
    if (!offered.test(target) || (left.type === 'Identifier' && target !== 'fetch')) continue
    const made = isFunction(right) ? [right] : right.type === 'Identifier' ? names.functions(text(right, 'name')) : []
    // A field that is set is no hook; what is no function cannot be followed.
    if (made.length === 0 && !(/^(?:document|history|navigator)\./.test(target) && right.type !== 'Identifier'))
      followed = false
    const from = listening.test(target) || target.endsWith('open') ? none : addressed.test(target) ? 1 : 0
    for (const func of made)
      functions.set(func, { from, self: /^(?:String|Array|URLSearchParams|FormData)\.prototype/.test(target) })
  }
  return {
    followed,
    functions,
    isLibrary,
    isAnswering,
    isOriginal: (written) =>
      written.split(' ').some((part) => {
        const name = part.replace(/[;,)]$/, '').replace(/\.bind\(.*$/, '')
        return offered.test(name) || (kept.has(name) && paying.test(name))
      }),
  }
}

/** Arguments that a function in the place of another only passes on: its own, texts, itself. */
export const passesOn = (args: readonly Es[]): boolean =>
  args.every((item) => {
    const inner =
      item.type === 'LogicalExpression'
        ? child(item, 'left')
        : item.type === 'SpreadElement'
          ? child(item, 'argument')
          : item
    return inner !== null && /^(?:Identifier|ThisExpression|Literal)$/.test(inner.type)
  })
