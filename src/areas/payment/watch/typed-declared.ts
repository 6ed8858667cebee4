import { child, type Es, nodes, text } from '../../../analysis/js/estree.ts'
import { nameOf } from './typed-names.ts'
import { isFunction } from './typed-sources.ts'
import { pure } from './typed-words.ts'

const maxAlike = 20

/** What the names of a script are set to, whichever variable or member they mean. */
export class Names {
  /** What each name is set to, as written. */
  readonly set = new Map<string, string>()
  readonly functions = new Map<string, Es[]>()
  /** The names that a function is called by. */
  readonly callNames = new Map<Es, string[]>()
  /** Elements that the script makes itself: name and tag. */
  readonly made = new Map<string, string>()
  /** Names of members that the script sets itself. */
  private readonly members = new Set<string>()
  private readonly source: string

  constructor(all: readonly Es[], source: string) {
    this.source = source
    for (const node of all) this.add(node)
  }

  /** Whether a call is of what the language offers, though a function of the script has that name: `list.reduce` is none of its own. */
  isLanguage(callee: Es | null): boolean {
    const name = nameOf(callee)
    return callee?.type === 'MemberExpression' && pure.has(name) && !this.members.has(name)
  }

  private add(node: Es): void {
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
    else if (node.type === 'AssignmentExpression') {
      if (child(node, 'left')?.type === 'MemberExpression') this.members.add(nameOf(child(node, 'left')))
      put(nameOf(child(node, 'left')), child(node, 'right'))
    } else if (node.type === 'Property' || node.type === 'MethodDefinition') {
      this.members.add(text(child(node, 'key'), 'name'))
      put(text(child(node, 'key'), 'name'), child(node, 'value'))
    } else if (node.type === 'CallExpression') {
      // A function that is called where it stands names what it is given.
      const callee = child(node, 'callee')
      const func = callee?.type === 'ParenthesizedExpression' ? child(callee, 'expression') : callee
      if (func && isFunction(func))
        for (const [at, param] of nodes(func, 'params').entries())
          put(text(param, 'name'), nodes(node, 'arguments')[at] ?? null)
    }
  }
}
