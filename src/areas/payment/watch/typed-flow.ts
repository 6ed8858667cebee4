import { parseSync } from 'oxc-parser'
import { child, type Es, nodes, text } from '../../../analysis/js/estree.ts'
import { nestsTooDeep } from '../../../analysis/js/nesting.ts'
import { type Hooks, hooksIn, passesOn } from './typed-hooks.ts'
import { choosesByDigit } from './typed-conditions.ts'
import { Names } from './typed-declared.ts'
import { nameOf, rootName, rootOf, showsText } from './typed-names.ts'
import { Scopes } from './typed-scopes.ts'
import { isFunction, parentsOf, propertyOf, type Read, readsField, takesShared, takesTyped } from './typed-sources.ts'
import {
  compares,
  fetchingStyle,
  gathers,
  leakyMembers,
  masks,
  plainMembers,
  pure,
  tellsLittle,
} from './typed-words.ts'

/** What of typed data a script lets out. */
export interface TypedFlows {
  /** The script reads fields, keys or forms at all. */
  reads: boolean
  /** It reads some that are plainly not for the card. */
  readsOthers: boolean
  /** Ways out that something typed reaches, or may reach: what is called, and where to as far as it is written. */
  flows: string[]
  /** Where it leaves something typed for other scripts of the page: names of globals, keys of storage, events. */
  gives: string[]
  /** It stands in the place of something the browser offers, and what passes through was followed. */
  hooksFollowed: boolean
}

const maxSource = 400_000
const rounds = 8
const maxNames = 5000
const maxSteps = 8_000_000

class Analysis {
  private readonly tainted = new Set<string>()
  private readonly scopes: Scopes
  private readonly names: Names
  private steps = 0
  private readonly flows = new Set<string>()
  private readonly all: Es[]
  private readonly read: Read
  private readonly hooks: Hooks
  private readonly shared: ReadonlySet<string>
  private readonly given = new Set<string>()
  private readonly source: string

  constructor(program: Es, source: string, others: ReadonlySet<string>, shared: ReadonlySet<string>) {
    this.source = source
    this.shared = shared
    const parents = parentsOf(program)
    this.all = [...parents.keys()]
    this.names = new Names(this.all, source)
    this.read = { source, parents, set: this.names.set, others }
    this.scopes = new Scopes(parents)
    this.hooks = hooksIn(this.all, source, {
      functions: (name) => this.names.functions.get(name) ?? [],
      written: (name) => this.names.set.get(name) ?? '',
      isForeign: (node) => this.scopes.isForeign(node),
    })
    for (const [func, { from }] of this.hooks.functions)
      for (const param of nodes(func, 'params').slice(from)) this.bind(param, true)
  }

  run(): TypedFlows {
    for (let round = 0, size = -1; round < rounds && size !== this.tainted.size; round++) {
      size = this.tainted.size
      for (const node of this.all) this.spread(node)
      if (this.tainted.size > maxNames) break
    }
    for (const node of this.all) this.leave(node)
    return {
      reads: this.all.some((node) => takesTyped(node, this.read)),
      readsOthers: this.all.some((node) => readsField(node)),
      flows: [...this.flows].sort().slice(0, 100),
      gives: [...this.given, ...this.scopes.topNames().filter((name) => this.tainted.has(`v ${name} `))].slice(0, 50),
      hooksFollowed: this.hooks.followed && this.hooks.functions.size > 0,
    }
  }

  /** The function in the place of something offered that a node stands in, arrow functions within it included. */
  private hookAround(node: Es): Es | undefined {
    let at = this.read.parents.get(node)
    while (at !== undefined && !(isFunction(at) && at.type !== 'ArrowFunctionExpression'))
      at = this.read.parents.get(at)
    return at !== undefined && this.hooks.functions.has(at) ? at : undefined
  }

  /** Whether a call only hands on, to what was there before, what a function in its place was given. */
  private handsOn(callee: Es | null, args: readonly Es[]): boolean {
    if (callee === null || this.hooks.functions.size === 0 || this.hookAround(callee) === undefined) return false
    const through = callee.type === 'MemberExpression' && /^(?:call|apply)$/.test(propertyOf(callee) ?? '')
    const func = through ? child(callee, 'object') : callee
    const name = text(func, 'name')
    const written = this.names.set.get(name) ?? ''
    // A callback that is the script's own goes to a library with what it hands on.
    const handed = this.hooks.isLibrary(callee) ? args.filter((item) => !isFunction(item)) : args
    if (name === '' || !this.hooks.isOriginal(written) || !passesOn(handed)) return false
    return (
      !/fetch/.test(written) ||
      !this.holds(args[through ? 1 : 0] ?? null) ||
      text(args.at(-1) ?? null, 'name') === 'arguments'
    )
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
    if (++this.steps > maxSteps) throw new RangeError('so many steps count as unreadable')
    switch (node.type) {
      case 'Identifier':
        if (text(node, 'name') === 'arguments') {
          const func = this.hooks.functions.size > 0 ? this.hookAround(node) : undefined
          return func !== undefined && this.hooks.functions.get(func)!.from === 0
        }
        if (this.shared.has(text(node, 'name')) && this.scopes.isForeign(node)) return true
        return this.tainted.has(this.scopes.nameOf(node))
      case 'ThisExpression': {
        const func = this.hooks.functions.size > 0 ? this.hookAround(node) : undefined
        return func !== undefined && this.hooks.functions.get(func)!.self
      }
      case 'MemberExpression': {
        const name = propertyOf(node)
        if (name !== undefined && plainMembers.has(name)) return false
        if (takesTyped(node, this.read)) return true
        if (name === 'value' || name === 'valueAsNumber') return false
        if (name !== undefined && this.tainted.has(`p ${name}`)) return true
        if (name !== undefined && this.shared.size > 0 && takesShared(node, name, this.read, this.shared)) return true
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
    if (name === 'getItem' && this.shared.has(String(args[0]?.['value']))) return true
    // What was there before answers with what a server says; text goes through it.
    if (
      this.handsOn(callee, args) &&
      (/fetch|XMLHttp|WebSocket|addEventListener/.test(this.names.set.get(rootName(callee)) ?? '') ||
        this.hooks.isAnswering(callee))
    )
      return false
    if (callee?.type === 'MemberExpression' && this.holds(child(callee, 'object'))) return true
    if (this.tainted.has(`r ${name}`) && !this.names.isLanguage(callee)) return true
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
    // What passes through a function in the place of another is as typed as what is put in, not more.
    if (isFunction(node) && !this.hooks.functions.has(node) && this.returns(node))
      for (const name of this.names.callNames.get(node) ?? []) this.tainted.add(`r ${name}`)
  }

  private spreadCall(node: Es): void {
    const callee = child(node, 'callee')
    const args = nodes(node, 'arguments')
    const holding = args.map((item) => this.holds(item))
    const name = nameOf(callee)
    const through =
      /^(?:call|apply|bind)$/.test(name) && callee?.type === 'MemberExpression' ? child(callee, 'object') : null
    const called = [callee, through].flatMap((func) =>
      func === null
        ? []
        : isFunction(func)
          ? [func]
          : this.names.isLanguage(func)
            ? []
            : (this.names.functions.get(nameOf(func)) ?? []),
    )
    for (const func of called)
      for (const [at, param] of nodes(func, 'params').entries())
        this.bind(
          param,
          through === null
            ? (holding[at] ?? false)
            : name === 'apply'
              ? holding.includes(true)
              : (holding[at + 1] ?? false),
        )
    if (callee?.type !== 'MemberExpression') return
    const object = child(callee, 'object')
    if ((this.holds(object) || holding.includes(true)) && !this.hooks.isLibrary(callee))
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
    if (/^(?:IfStatement|ConditionalExpression|SwitchStatement)$/.test(node.type)) {
      if (choosesByDigit(node, this.source, (part) => this.holds(part))) this.flows.add('condition')
    } else if (node.type === 'AssignmentExpression') this.leaveByMember(node)
    else if (node.type === 'ThrowStatement' && this.holds(child(node, 'argument'))) this.to(node, 'throw')
    else if (node.type === 'TaggedTemplateExpression' && this.holds(node)) this.to(node, 'template')
    else if (node.type === 'ImportExpression' && this.holds(child(node, 'source'))) this.to(node, 'import')
    else if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      const callee = child(node, 'callee')
      const name = nameOf(callee)
      const object = callee?.type === 'MemberExpression' ? child(callee, 'object') : null
      const own = this.names.made.has(rootName(object))
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
      if (this.handsOn(callee, args)) return
      // A worker that the script starts is judged where it was read.
      if (name === 'postMessage' && /\bnew (?:Shared)?Worker\b/.test(this.names.set.get(rootName(object)) ?? '')) {
        if (args.some((item) => this.holds(item))) this.flows.add('worker')
        return
      }
      if (name === 'text' && showsText(object)) return
      if (pure.has(inner) || this.names.functions.has(inner) || (callee !== null && isFunction(callee))) return
      if (!args.some((item) => this.holds(item))) return
      if (/^(?:setItem|CustomEvent)$/.test(name) && typeof args[0]?.['value'] === 'string')
        this.given.add(args[0]['value'])
      this.to(node, inner.length > 2 ? inner : 'call')
    }
  }

  private leaveByMember(node: Es): void {
    const left = child(node, 'left')
    const taint = this.holds(child(node, 'right'))
    if (left?.type === 'Identifier' && text(left, 'name') === 'location' && taint) this.to(node, 'location')
    if (left?.type !== 'MemberExpression') return
    const name = propertyOf(left) ?? ''
    const root = rootName(left)
    if (/^(?:action|formAction)$/.test(name) && !this.names.made.has(root)) this.to(node, 'action')
    if (!taint) return
    const written = this.source.slice(left.start, left.end)
    if (
      leakyMembers.has(name) ||
      /\.dataset\b/.test(written) ||
      (/\.style\b/.test(written) && fetchingStyle.test(name))
    )
      this.to(node, name)
    else if (/^(?:window|self|globalThis|top|parent|document)$/.test(root)) {
      this.given.add(name)
      this.to(node, `global ${name}`)
    } else if (name === 'value' && this.names.made.has(root)) this.to(node, 'field')
    else if (name === 'textContent' && /^(?:script|style)$/.test(this.names.made.get(root) ?? '')) this.to(node, 'text')
    else if (left['computed'] === true && propertyOf(left) === undefined && !this.holds(rootOf(left)))
      this.to(node, 'member')
  }
}

/**
 * Where what is typed may leave a script by: reads of fields, keys and forms followed through names, members, calls and returns, without
 * regard to order, until a call, member or address that lets it out. Telling whether, how long, the first eight digits or the last four
 * is no leaving (PCI DSS 3.4.1). Fields of the page that are not for the card (`others`) and fields plainly named for something else do not count. Errs towards leaving; of conditions those that ask
 * for single digits count. Undefined where the text cannot be read: too large, not JavaScript, nested beyond reason. Pure.
 */
export function typedFlows(
  source: string,
  others: ReadonlySet<string> = new Set(),
  shared: ReadonlySet<string> = new Set(),
): TypedFlows | undefined {
  if (source.length > maxSource || nestsTooDeep(source)) return undefined
  try {
    const parsed = parseSync('script.js', source, { sourceType: 'unambiguous' })
    if (parsed.errors.length > 0) return undefined
    return new Analysis(parsed.program as unknown as Es, source, others, shared).run()
  } catch {
    return undefined
  }
}
