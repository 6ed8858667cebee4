import type { Annotation, Expr, FunctionDecl } from '../ast.ts'

const produces = /^(?:Produces|produces)$/

/** Types that an annotation names: as texts, or as constants called after them. */
function typesIn(expr: Expr | undefined): string[] {
  if (!expr) return []
  if (expr.kind === 'array') return expr.items.flatMap((item) => typesIn(item.value))
  if (expr.kind === 'lit') return [String(expr.value)]
  const name = expr.kind === 'sprop' || expr.kind === 'prop' || expr.kind === 'var' ? String(expr.name) : ''
  return name === '' ? [] : [mediaType(name) ?? name]
}

/** The type that a constant of `MediaType` stands for: `TEXT_HTML_VALUE` is `text/html`. */
export function mediaType(name: string): string | undefined {
  const found = /^(TEXT|APPLICATION|IMAGE|MULTIPART)_(\w+?)(?:_(?:VALUE|TYPE|UTF8|UTF8_VALUE))?$/.exec(name)
  return found ? `${found[1]}/${found[2]!.replaceAll('_', '-')}`.toLowerCase() : undefined
}

const given = ({ name, args }: Annotation): string[] =>
  produces.test(name) ? typesIn(args['value']) : typesIn(args['produces'])

/** What the annotations of a method, or else of its class, say that it answers with: a document, or something else. */
export function producedBy(fn: FunctionDecl): 'page' | 'other' | undefined {
  const own = fn.annotations.flatMap(given)
  const types = own.length > 0 ? own : (fn.cls?.annotations.flatMap(given) ?? [])
  if (types.length === 0) return undefined
  return types.some((type) => /html|\bsvg|\*\/\*/i.test(type)) ? 'page' : 'other'
}
