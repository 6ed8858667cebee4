import type { Expr } from '../ast.ts'

/** A short text that two mentions of the same place share; undefined for what cannot be refined. */
export function placeKey(expr: Expr): string | undefined {
  switch (expr.kind) {
    case 'var':
      return expr.name
    case 'assign':
      return placeKey(expr.target)
    case 'cast':
      return placeKey(expr.value)
    case 'prop': {
      const object = placeKey(expr.object)
      return object === undefined || typeof expr.name !== 'string' ? undefined : `${object}.${expr.name}`
    }
    case 'index': {
      const object = placeKey(expr.object)
      if (object === undefined || expr.index === null) return undefined
      const index = expr.index.kind === 'lit' ? String(expr.index.value) : placeKey(expr.index)
      return index === undefined ? undefined : `${object}[${index}]`
    }
    case 'call':
    case 'mcall':
    case 'scall': {
      const name = expr.kind === 'call' ? (expr.callee.kind === 'name' ? expr.callee.name : undefined) : expr.name
      const owner =
        expr.kind === 'mcall'
          ? placeKey(expr.object)
          : expr.kind === 'scall' && expr.cls.kind === 'name'
            ? expr.cls.name
            : ''
      if (typeof name !== 'string' || owner === undefined) return undefined
      if (!expr.args.every((arg) => arg.value.kind === 'lit')) return undefined
      return `@${owner}.${name}(${expr.args.map((arg) => String((arg.value as { value: unknown }).value)).join(',')})`
    }
    default:
      return undefined
  }
}
