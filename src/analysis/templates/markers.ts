import type { Expr, Stmt } from '../ast.ts'

/** Calls in generated programs that stand for output: of a value, and of a stretch of the template. */
export const printed = '__templatePrint'
export const text = '__templateText'

/** Turns the marker calls of the generated class into output statements. */
export function outputs(node: unknown, source: string): void {
  if (Array.isArray(node)) {
    node.forEach((item: Stmt, index) => {
      const replaced = outputOf(item, source)
      if (replaced) node[index] = replaced
      else outputs(item, source)
    })
    return
  }
  if (node === null || typeof node !== 'object') return
  const record = node as Record<string, unknown>
  for (const key in record) {
    if (key === 'cls' && record['params']) continue
    const value = record[key]
    const replaced = outputOf(value, source)
    if (replaced) record[key] = replaced
    else if (typeof value === 'object') outputs(value, source)
  }
}

function outputOf(node: unknown, source: string): Stmt | undefined {
  const statement = node as Stmt | null
  if (typeof statement !== 'object' || statement?.kind !== 'expr' || statement.value.kind !== 'call') return undefined
  const { callee, args } = statement.value
  const name = callee.kind === 'var' || callee.kind === 'name' ? callee.name : ''
  const numbers = args.map(({ value }) => (value.kind === 'lit' ? Number(value.value) : Number.NaN))
  if (name === text) return { kind: 'html', at: statement.at, text: source.slice(numbers[0], numbers[1]) }
  const shown: Expr | undefined = args[0]?.value
  return name === printed && shown ? { kind: 'echo', at: statement.at, values: [shown] } : undefined
}
