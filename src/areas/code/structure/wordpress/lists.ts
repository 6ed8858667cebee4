import type { ArrayItem, Expr, Stmt } from '../../../../analysis/ast.ts'
import type { Project } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'

/** What a list of handlers says of one of them. */
export interface Listed {
  key: string | undefined
  value: Expr
  /** `'name' => false`: the list says that it is not for everybody. */
  open: boolean
}

interface Around {
  project: Project
  cls: string | undefined
  scope: readonly Stmt[]
}

const textOf = (node: Expr | null | undefined): string | undefined =>
  node?.kind === 'lit' && typeof node.value === 'string' ? node.value : undefined

/** The array that an expression stands for: written in place, in a variable, a property or a constant of the class, or what a method gives back. */
function arrayOf(around: Around, node: Expr | undefined, left = 4): readonly ArrayItem[] | undefined {
  if (node === undefined || left === 0) return undefined
  const { project, cls, scope } = around
  const again = (next: Expr | undefined | null) => arrayOf(around, next ?? undefined, left - 1)
  const member = (name: string) =>
    cls === undefined
      ? undefined
      : again(
          project.findClass(cls)?.decl.properties.find((property) => property.name.replace('$', '') === name)?.initial,
        )
  const called = calledName(node)
  if (node.kind === 'array') return node.items
  // `apply_filters('x_actions', [ … ])`
  if (node.kind === 'call' && called?.name === 'apply_filters') return again(node.args[1]?.value)
  if (
    node.kind === 'prop' &&
    node.object.kind === 'var' &&
    node.object.name === 'this' &&
    typeof node.name === 'string'
  )
    return member(node.name)
  if (node.kind === 'sprop' || node.kind === 'cconst') return member(node.name.replace('$', ''))
  if ((node.kind === 'mcall' || node.kind === 'scall') && called && cls !== undefined) {
    let given: Expr | undefined
    visit(project.findMethod(cls, called.name)?.fn.body, (part) => {
      if (part.kind === 'return' && part.value) given = part.value
    })
    return again(given)
  }
  if (node.kind !== 'var') return undefined
  let last: Expr | undefined
  visit(scope, (part) => {
    if (part.kind === 'assign' && part.target.kind === 'var' && part.target.name === node.name) last = part.value
  })
  return last === node ? undefined : again(last)
}

/** What the loop around a variable takes out of a list: `foreach (['save' => false] as $name => $open)`. */
export function listed(around: Around, variable: string): { items: Listed[]; byKey: boolean } {
  const items: Listed[] = []
  let byKey = false
  visit(around.scope, (node) => {
    if (node.kind !== 'foreach' || items.length > 0) return
    const isKey = node.key?.kind === 'var' && node.key.name === variable
    if (!isKey && !(node.value.kind === 'var' && node.value.name === variable)) return
    byKey = isKey
    for (const { key, value } of arrayOf(around, node.subject) ?? [])
      items.push({
        key: textOf(key),
        value,
        open: key === null || value.kind !== 'lit' || value.value !== false,
      })
  })
  return { items, byKey }
}

/** The name that a handler has for one entry of a list: `'ajax_' . $name`, `str_replace('-', '_', $name)`, `$item['callback']`. */
export function namedBy(around: Around, node: Expr | undefined): { name: string; open: boolean }[] {
  if (node === undefined) return []
  if (node.kind === 'concat') {
    const last = node.parts.at(-1)
    const before = node.parts.slice(0, -1).map((part) => textOf(part) ?? '?')
    return namedBy(around, last).map(({ name, open }) => ({ name: before.join('') + name, open }))
  }
  if (node.kind === 'bin' && node.op === '.')
    return namedBy(around, node.right).map(({ name, open }) => ({ name: (textOf(node.left) ?? '?') + name, open }))
  if (node.kind === 'call' && calledName(node)?.name === 'str_replace') {
    const [from, to, of] = node.args.map(({ value }) => value)
    const [search, put] = [textOf(from), textOf(to)]
    if (search === undefined || put === undefined) return []
    return namedBy(around, of).map(({ name, open }) => ({ name: name.replaceAll(search, put), open }))
  }
  if (node.kind === 'var') {
    const { items, byKey } = listed(around, node.name)
    return items.flatMap(({ key, value, open }) => {
      const name = byKey ? key : textOf(value)
      return name === undefined ? [] : [{ name, open }]
    })
  }
  return []
}

/** The expressions that a variable of a loop, or an entry of it (`$item['callback']`), stands for. */
export function valuesOf(around: Around, node: Expr | undefined): Expr[] {
  if (node?.kind === 'var') {
    const { items, byKey } = listed(around, node.name)
    return byKey ? [] : items.map(({ value }) => value)
  }
  if (node?.kind !== 'index' || node.object.kind !== 'var' || node.index?.kind !== 'lit') return []
  const wanted = node.index.value
  return valuesOf(around, node.object).flatMap((value) => {
    if (value.kind !== 'array') return []
    const item = value.items.find(({ key }, at) =>
      key === null ? at === wanted : key.kind === 'lit' && key.value === wanted,
    )
    return item ? [item.value] : []
  })
}
