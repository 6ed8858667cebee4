import type { Expr, FunctionDecl } from '../../../../analysis/ast.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'

/** A file that a function writes. */
export interface Written {
  at: number
  path: Expr
  contents: readonly Expr[]
}

const keyOf = (expr: Expr): string | undefined =>
  expr.kind === 'var' ? expr.name : expr.kind === 'prop' && typeof expr.name === 'string' ? `->${expr.name}` : undefined

/** Files that a function writes by name, with what it writes: PHP. */
export function writtenBy(fn: FunctionDecl): readonly Written[] {
  const found: Written[] = []
  const open = new Map<string, { at: number; path: Expr; contents: Expr[] }>()
  visit(fn.body, (node) => {
    if (node.kind === 'assign' && node.value.kind === 'call' && calledName(node.value)?.name === 'fopen') {
      const [path, mode] = node.value.args
      const key = keyOf(node.target)
      if (path && key !== undefined && mode?.value.kind === 'lit' && /[waxc]/.test(String(mode.value.value)))
        open.set(key, { at: node.value.at, path: path.value, contents: [] })
    }
    if (node.kind !== 'call') return
    const name = calledName(node)?.name
    const [first, second, third] = node.args.map(({ value }) => value)
    if (name === 'file_put_contents' && first && second) found.push({ at: node.at, path: first, contents: [second] })
    if (name === 'error_log' && first && third && second?.kind === 'lit' && Number(second.value) === 3)
      found.push({ at: node.at, path: third, contents: [first] })
    if (first && second && /^(?:fwrite|fputs|fputcsv)$/.test(name ?? ''))
      open.get(keyOf(first) ?? '')?.contents.push(second)
  })
  return [...found, ...[...open.values()].filter(({ contents }) => contents.length > 0)]
}
