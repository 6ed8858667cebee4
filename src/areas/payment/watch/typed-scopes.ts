import { child, type Es, nodes, text } from '../../../analysis/js/estree.ts'
import { isFunction } from './typed-sources.ts'

/** Names that a pattern declares. */
function* declared(pattern: Es | null): Generator<string> {
  if (pattern === null) return
  if (pattern.type === 'Identifier') yield text(pattern, 'name')
  else if (pattern.type === 'ObjectPattern')
    for (const item of nodes(pattern, 'properties')) yield* declared(child(item, 'value') ?? child(item, 'argument'))
  else if (pattern.type === 'ArrayPattern') for (const item of nodes(pattern, 'elements')) yield* declared(item)
  else yield* declared(child(pattern, pattern.type === 'RestElement' ? 'argument' : 'left'))
}

/** Which variable a name means, by the function that declares it; blocks within a function are not told apart. */
export class Scopes {
  private readonly names = new Map<Es, Set<string>>()
  private readonly outermost = new Set<string>()
  private readonly known = new Map<Es, string>()
  private readonly parents: ReadonlyMap<Es, Es>

  constructor(parents: ReadonlyMap<Es, Es>) {
    this.parents = parents
    for (const node of parents.keys()) {
      if (node.type === 'VariableDeclarator') this.add(this.functionOf(node), declared(child(node, 'id')))
      else if (node.type === 'FunctionDeclaration') this.add(this.functionOf(node), declared(child(node, 'id')))
      if (isFunction(node)) for (const param of nodes(node, 'params')) this.add(node, declared(param))
    }
  }

  /** The variable that an identifier means, as one text for all its places. */
  nameOf(identifier: Es): string {
    const before = this.known.get(identifier)
    if (before !== undefined) return before
    const name = text(identifier, 'name')
    let at: Es | undefined = this.functionOf(identifier)
    for (; at !== undefined; at = this.functionOf(at)) if (this.names.get(at)?.has(name)) break
    const found = `v ${name} ${at?.start ?? ''}`
    this.known.set(identifier, found)
    return found
  }

  /** Whether an expression begins at a name that this script does not declare itself. */
  isForeign(root: Es | null): boolean {
    if (root?.type !== 'Identifier') return false
    return this.nameOf(root).endsWith(' ') && !this.outermost.has(text(root, 'name'))
  }

  /** Names that a script declares outside of any function: a classic script shares them with the others of its page. */
  topNames(): string[] {
    return [...this.outermost].filter((name) => name.length > 1)
  }

  private functionOf(node: Es): Es | undefined {
    let at = this.parents.get(node)
    while (at !== undefined && !isFunction(at)) at = this.parents.get(at)
    return at
  }

  private add(func: Es | undefined, names: Iterable<string>): void {
    const set = func === undefined ? this.outermost : (this.names.get(func) ?? new Set())
    for (const name of names) set.add(name)
    if (func !== undefined) this.names.set(func, set)
  }
}
