import { parseSync } from 'oxc-parser'
import { child, type Es, nodes, text } from '../../../analysis/js/estree.ts'
import { nestsTooDeep } from '../../../analysis/js/nesting.ts'
import { Scopes } from './typed-scopes.ts'
import { isFunction, parentsOf, propertyOf, type Read, takesTyped } from './typed-sources.ts'

/** What of typed data a script lets out. */
export interface TypedFlows {
  /** The script reads fields, keys or forms at all. */
  reads: boolean
  /** Ways out that something typed reaches, or may reach: what is called, and where to as far as it is written. */
  flows: string[]
}

const maxSource = 400_000
const rounds = 8
const maxNames = 5000
const maxAlike = 20
const maxSteps = 8_000_000

const words = (list: string) => new Set(list.split(' '))
/** Calls whose answer tells no digits: whether, where, how long. */
const tellsLittle = words(
  'test includes indexOf lastIndexOf startsWith endsWith search isNaN isFinite Boolean some every has hasOwnProperty hasAttribute checkValidity now matches contains',
)
const plainMembers = words('length type name id tagName form size checked disabled')
const compares = words('== === != !== < > <= >= in instanceof')
/** Functions and methods of the language that let nothing out: what goes in comes out again. */
const pure = words(
  `String Number parseInt parseFloat encodeURIComponent encodeURI decodeURIComponent escape unescape btoa atob Array Object Symbol RegExp Date
  push unshift concat join split map filter reduce forEach find findIndex flat flatMap fill keys values entries from of assign fromEntries sort reverse slice substr
  substring charAt charCodeAt codePointAt fromCharCode padStart padEnd repeat trim trimStart trimEnd toLowerCase toUpperCase toString toFixed toISOString normalize
  replace replaceAll match matchAll exec at set get add delete append stringify parse call apply bind then catch finally encode decode digest all race resolve
  setSelectionRange setCustomValidity focus blur min max round floor ceil abs random next return Set Map WeakMap Uint8Array TextEncoder TextDecoder Blob URLSearchParams URL FormData preventDefault
  ${[...tellsLittle].join(' ')}`
    .split(/\s+/)
    .join(' '),
)
/** Members that show, load, send or keep what is put into them. */
const leakyMembers = words(
  'src href action formAction data srcdoc innerHTML outerHTML cookie location hash search cssText backgroundImage background content text ping poster srcset className title fontFamily pathname',
)
const allOfIt = /^(?:\.|\\S|\\d|\\w|\[\^?\]|\[0-9\]|\[\\s\\S\])$/

const gathers = /^(?:push|unshift|set|append|add)$/

const nameOf = (callee: Es | null): string =>
  callee === null ? '' : callee.type === 'MemberExpression' ? (propertyOf(callee) ?? '') : text(callee, 'name')
const rootOf = (node: Es | null): Es | null => {
  let at = node
  while (at?.type === 'MemberExpression' || at?.type === 'CallExpression' || at?.type === 'ChainExpression')
    at = child(at, at.type === 'MemberExpression' ? 'object' : at.type === 'CallExpression' ? 'callee' : 'expression')
  return at
}
const rootName = (node: Es | null): string => text(rootOf(node), 'name')

/** First digits or last four, which may be shown, and texts of which every sign was masked. */
function masks(name: string, args: readonly Es[], source: string): boolean {
  const [first, second] = args.map((item) => source.slice(item.start, item.end))
  if (name === 'slice' && first === '-4' && second === undefined) return true
  if (/^(?:slice|substring|substr)$/.test(name)) return first === '0' && /^[1-8]$/.test(second ?? '')
  const pattern = (args[0]?.['regex'] as { pattern?: string; flags?: string } | undefined) ?? {}
  const constant = args[1]?.type === 'Literal' && !String(args[1]['value']).includes('$')
  return name === 'replace' && constant && (pattern.flags ?? '').includes('g') && allOfIt.test(pattern.pattern ?? '')
}

class Analysis {
  private readonly tainted = new Set<string>()
  /** Elements that the script makes itself: name and tag. */
  private readonly made = new Map<string, string>()
  private readonly scopes: Scopes
  private readonly set = new Map<string, string>()
  private readonly functions = new Map<string, Es[]>()
  private readonly callNames = new Map<Es, string[]>()
  private steps = 0
  private readonly flows = new Set<string>()
  private readonly all: Es[]
  private readonly read: Read

  private readonly source: string

  constructor(program: Es, source: string) {
    this.source = source
    const parents = parentsOf(program)
    this.read = { source, parents, set: this.set }
    this.scopes = new Scopes(parents)
    this.all = [...parents.keys()]
    for (const node of this.all) this.nameNode(node)
  }

  run(): TypedFlows {
    for (let round = 0, size = -1; round < rounds && size !== this.tainted.size; round++) {
      size = this.tainted.size
      for (const node of this.all) this.spread(node)
      if (this.tainted.size > maxNames) break
    }
    for (const node of this.all) this.leave(node)
    return { reads: this.all.some((node) => takesTyped(node, this.read)), flows: [...this.flows].sort().slice(0, 100) }
  }

  /** Names of functions, and of elements that the script makes itself. */
  private nameNode(node: Es): void {
    const put = (name: string, value: Es | null) => {
      if (name === '' || value === null) return
      this.set.set(
        name,
        `${this.set.get(name) ?? ''} ${this.source.slice(value.start, Math.min(value.end, value.start + 120))}`.slice(
          0,
          400,
        ),
      )
      if (isFunction(value)) {
        const alike = this.functions.get(name) ?? []
        if (alike.length < maxAlike) this.functions.set(name, [...alike, value])
        this.callNames.set(value, [...(this.callNames.get(value) ?? []), name].slice(0, maxAlike))
      }
      if (nameOf(child(value, 'callee')) === 'createElement')
        this.made.set(name, String(nodes(value, 'arguments')[0]?.['value'] ?? '').toLowerCase())
    }
    if (node.type === 'FunctionDeclaration') put(text(child(node, 'id'), 'name'), node)
    else if (node.type === 'VariableDeclarator') put(text(child(node, 'id'), 'name'), child(node, 'init'))
    else if (node.type === 'AssignmentExpression') put(nameOf(child(node, 'left')), child(node, 'right'))
    else if (node.type === 'Property' || node.type === 'MethodDefinition')
      put(text(child(node, 'key'), 'name'), child(node, 'value'))
  }

  private bind(pattern: Es | null, taint: boolean): void {
    if (pattern === null) return
    if (pattern.type === 'Identifier') {
      if (taint) this.tainted.add(this.scopes.nameOf(pattern))
    } else if (pattern.type === 'ObjectPattern')
      for (const property of nodes(pattern, 'properties'))
        this.bind(
          child(property, 'value') ?? child(property, 'argument'),
          taint || nameOf(child(property, 'key')) === 'value',
        )
    else if (pattern.type === 'ArrayPattern') for (const item of nodes(pattern, 'elements')) this.bind(item, taint)
    else if (pattern.type === 'AssignmentPattern') this.bind(child(pattern, 'left'), taint)
    else if (pattern.type === 'RestElement') this.bind(child(pattern, 'argument'), taint)
    else if (pattern.type === 'MemberExpression' && taint) {
      const name = propertyOf(pattern)
      if (name === 'value' || name === 'textContent' || name === 'innerText') return
      if (name !== undefined) this.tainted.add(`p ${name}`)
      const root = rootOf(pattern)
      if (root?.type === 'Identifier') this.tainted.add(this.scopes.nameOf(root))
    }
  }

  /** Whether an expression may hold something typed. */
  private holds(node: Es | null): boolean {
    if (node === null) return false
    // Text made so that following it takes for ever counts as unreadable.
    if (++this.steps > maxSteps) throw new RangeError('too many steps')
    switch (node.type) {
      case 'Identifier':
        return this.tainted.has(this.scopes.nameOf(node))
      case 'MemberExpression': {
        const name = propertyOf(node)
        if (name !== undefined && plainMembers.has(name)) return false
        if (takesTyped(node, this.read)) return true
        if (name === 'value' || name === 'valueAsNumber') return false
        if (name !== undefined && this.tainted.has(`p ${name}`)) return true
        return this.holds(child(node, 'object')) || (node['computed'] === true && this.holds(child(node, 'property')))
      }
      case 'CallExpression':
      case 'NewExpression':
        return this.callHolds(node)
      case 'BinaryExpression':
        return (
          !compares.has(text(node, 'operator')) && (this.holds(child(node, 'left')) || this.holds(child(node, 'right')))
        )
      case 'LogicalExpression':
        return (text(node, 'operator') !== '&&' && this.holds(child(node, 'left'))) || this.holds(child(node, 'right'))
      case 'UnaryExpression':
        return !/^(?:!|typeof|void|delete)$/.test(text(node, 'operator')) && this.holds(child(node, 'argument'))
      case 'ConditionalExpression':
        return this.holds(child(node, 'consequent')) || this.holds(child(node, 'alternate'))
      case 'AssignmentExpression':
        return this.holds(child(node, 'right'))
      case 'SequenceExpression':
        return this.holds(nodes(node, 'expressions').at(-1) ?? null)
      case 'ArrayExpression':
        return nodes(node, 'elements').some((item) => this.holds(item))
      case 'ObjectExpression':
        return nodes(node, 'properties').some((item) => this.holds(child(item, 'value') ?? child(item, 'argument')))
      case 'TemplateLiteral':
        return nodes(node, 'expressions').some((item) => this.holds(item))
      case 'TaggedTemplateExpression':
        return this.holds(child(node, 'quasi'))
      case 'AwaitExpression':
      case 'SpreadElement':
      case 'YieldExpression':
        return this.holds(child(node, 'argument'))
      case 'ChainExpression':
      case 'ParenthesizedExpression':
        return this.holds(child(node, 'expression'))
      default:
        return false
    }
  }

  private callHolds(node: Es): boolean {
    if (takesTyped(node, this.read)) return true
    const callee = child(node, 'callee')
    const name = nameOf(callee)
    const args = nodes(node, 'arguments')
    if (tellsLittle.has(name) || masks(name, args, this.source)) return false
    if (name === 'val') return false
    if (callee?.type === 'MemberExpression' && this.holds(child(callee, 'object'))) return true
    if (this.tainted.has(`r ${name}`)) return true
    if (callee !== null && isFunction(callee) && this.returns(callee)) return true
    return args.some((item) => this.holds(item) || (isFunction(item) && this.returns(item)))
  }

  private returns(func: Es): boolean {
    const body = child(func, 'body')
    if (body === null) return false
    if (body.type !== 'BlockStatement') return this.holds(body)
    return this.tainted.has(`f ${func.start}`)
  }

  /** One step of what is typed through the program. */
  private spread(node: Es): void {
    if (node.type === 'VariableDeclarator') this.bind(child(node, 'id'), this.holds(child(node, 'init')))
    else if (node.type === 'AssignmentExpression') this.bind(child(node, 'left'), this.holds(child(node, 'right')))
    else if (node.type === 'ForOfStatement') {
      const left = child(node, 'left')
      const pattern = left?.type === 'VariableDeclaration' ? child(nodes(left, 'declarations')[0]!, 'id') : left
      this.bind(pattern, this.holds(child(node, 'right')))
    } else if (node.type === 'ReturnStatement') {
      if (!this.holds(child(node, 'argument'))) return
      let at = this.read.parents.get(node)
      while (at !== undefined && !isFunction(at)) at = this.read.parents.get(at)
      if (at !== undefined) this.tainted.add(`f ${at.start}`)
    } else if (node.type === 'CallExpression' || node.type === 'NewExpression') this.spreadCall(node)
    if (isFunction(node) && this.returns(node))
      for (const name of this.callNames.get(node) ?? []) this.tainted.add(`r ${name}`)
  }

  private spreadCall(node: Es): void {
    const callee = child(node, 'callee')
    const args = nodes(node, 'arguments')
    const holding = args.map((item) => this.holds(item))
    const called = callee !== null && isFunction(callee) ? [callee] : (this.functions.get(nameOf(callee)) ?? [])
    for (const func of called)
      for (const [at, param] of nodes(func, 'params').entries()) this.bind(param, holding[at] ?? false)
    if (callee?.type !== 'MemberExpression') return
    const object = child(callee, 'object')
    if (this.holds(object) || holding.includes(true))
      for (const func of args.filter(isFunction)) for (const param of nodes(func, 'params')) this.bind(param, true)
    if (gathers.test(nameOf(callee)) && holding.includes(true)) this.bind(object, true)
  }

  private to(node: Es, what: string): void {
    const near = this.source.slice(node.start, Math.min(node.end, node.start + 600))
    const where = /["'`]((?:https?:)?\/[^"'`?#$]{0,80})/.exec(near)?.[1] ?? ''
    // Where to counts, not how: an order sent by another call to the same address goes the same way.
    this.flows.add(where === '' ? what : `to ${where.replace(/[\w-]*\d[\w-]*/g, '*')}`)
  }

  /** Notes a way out that something typed reaches. */
  private leave(node: Es): void {
    if (/^(?:IfStatement|ConditionalExpression|SwitchStatement)$/.test(node.type)) this.leaveByCondition(node)
    else if (node.type === 'AssignmentExpression') this.leaveByMember(node)
    else if (node.type === 'ThrowStatement' && this.holds(child(node, 'argument'))) this.to(node, 'throw')
    else if (node.type === 'TaggedTemplateExpression' && this.holds(node)) this.to(node, 'template')
    else if (node.type === 'ImportExpression' && this.holds(child(node, 'source'))) this.to(node, 'import')
    else if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      const callee = child(node, 'callee')
      const name = nameOf(callee)
      const object = callee?.type === 'MemberExpression' ? child(callee, 'object') : null
      const own = this.made.has(rootName(object))
      const args = nodes(node, 'arguments')
      if (/^(?:submit|requestSubmit)$/.test(name) && args.length === 0 && !own) this.to(node, 'submit')
      if (/^(?:setAttribute|attr|prop)$/.test(name) && /^(?:form)?action$/.test(String(args[0]?.['value'])) && !own)
        this.to(node, 'action')
      // The function that is called through another: fetch.call(window, …).
      const inner = /^(?:call|apply|bind)$/.test(name) ? nameOf(object) : name
      // A list that others hold, too: what is put on it is theirs.
      if (
        gathers.test(name) &&
        object !== null &&
        this.scopes.isForeign(rootOf(object)) &&
        args.some((item) => this.holds(item))
      )
        this.to(node, 'list')
      if (pure.has(inner) || this.functions.has(inner) || (callee !== null && isFunction(callee))) return
      if (args.some((item) => this.holds(item))) this.to(node, inner.length > 2 ? inner : 'call')
    }
  }

  /** Whether a test asks for a single digit behind those that may be shown. */
  private asksDigit(test: Es): boolean {
    if (test.type === 'LogicalExpression')
      return [child(test, 'left'), child(test, 'right')].some((side) => side !== null && this.asksDigit(side))
    if (test.type !== 'BinaryExpression' || !/^[!=]==?$/.test(text(test, 'operator'))) return false
    return [child(test, 'left'), child(test, 'right')].some((side) => side !== null && this.isDigit(side))
  }

  private isDigit(node: Es): boolean {
    if (!this.holds(node)) return false
    const call =
      node.type === 'CallExpression' && /^(?:charAt|charCodeAt|codePointAt|at)$/.test(nameOf(child(node, 'callee')))
    const place = call ? nodes(node, 'arguments')[0] : node['computed'] === true ? child(node, 'property') : undefined
    if (place === undefined || place === null) return false
    return place.type !== 'Literal' || Number(place['value']) > 7
  }

  /** A way out chosen by single digits: each picture or address stands for one. */
  private leaveByCondition(node: Es): void {
    const test = child(node, node.type === 'SwitchStatement' ? 'discriminant' : 'test')
    if (test === null || !(node.type === 'SwitchStatement' ? this.isDigit(test) : this.asksDigit(test))) return
    const inside = this.source.slice(test.end, node.end)
    if (/\bfetch\b|\.src\s*=|sendBeacon|\.send\b|\.open\b|\.href\s*=|WebSocket|setItem|cookie/.test(inside))
      this.flows.add('condition')
  }

  private leaveByMember(node: Es): void {
    const left = child(node, 'left')
    const taint = this.holds(child(node, 'right'))
    if (left?.type === 'Identifier' && text(left, 'name') === 'location' && taint) this.to(node, 'location')
    if (left?.type !== 'MemberExpression') return
    const name = propertyOf(left) ?? ''
    const root = rootName(left)
    if (/^(?:action|formAction)$/.test(name) && !this.made.has(root)) this.to(node, 'action')
    if (!taint) return
    const written = this.source.slice(left.start, left.end)
    if (leakyMembers.has(name) || /\.dataset\b|\.style\b/.test(written)) this.to(node, name)
    else if (/^(?:window|self|globalThis|top|parent|document)$/.test(root)) this.to(node, `global ${name}`)
    else if (name === 'value' && this.made.has(root)) this.to(node, 'field')
    else if (name === 'textContent' && /^(?:script|style)$/.test(this.made.get(root) ?? '')) this.to(node, 'text')
    else if (left['computed'] === true && propertyOf(left) === undefined && !this.holds(rootOf(left)))
      this.to(node, 'member')
  }
}

/**
 * Where what is typed may leave a script by: reads of fields, keys and forms followed through names, members, calls and returns, without
 * regard to order, until a call, member or address that lets it out. Telling whether, how long, the first eight digits or the last four
 * is no leaving (PCI DSS 3.4.1). Fields plainly named for something else do not count. Errs towards leaving; of conditions those that ask
 * for single digits count. Undefined where the text cannot be read: too large, not JavaScript, nested beyond reason. Pure.
 */
export function typedFlows(source: string): TypedFlows | undefined {
  if (source.length > maxSource || nestsTooDeep(source)) return undefined
  try {
    const parsed = parseSync('script.js', source, { sourceType: 'unambiguous' })
    if (parsed.errors.length > 0) return undefined
    return new Analysis(parsed.program as unknown as Es, source).run()
  } catch {
    return undefined
  }
}
