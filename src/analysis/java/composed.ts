import type { Annotation, ClassDecl, Expr } from '../ast.ts'
import type { Project } from '../project.ts'

/** Of the language itself: they say how an annotation may be used. */
const ofLanguage = /^(?:Target|Retention|Documented|Inherited|Repeatable)$/
/** So many annotations deep. */
const deepest = 4

const literal = (expr: Expr | undefined) => (expr?.kind === 'lit' ? String(expr.value) : undefined)

/** Arguments that an annotation hands on to those it is composed of: `@AliasFor(annotation = RequestMapping.class) String path()`. */
function handedOn(decl: ClassDecl, args: Readonly<Record<string, Expr>>): Record<string, Expr> {
  const handed: Record<string, Expr> = {}
  for (const { name, annotations } of decl.methods) {
    const alias = annotations.find((item) => item.name === 'AliasFor')
    const value = args[name]
    if (alias && value) handed[literal(alias.args['attribute'] ?? alias.args['value']) ?? name] = value
  }
  return handed
}

/** The annotations that one of the project's own stands for. */
function partsOf(known: ReadonlyMap<string, ClassDecl>, { name, args }: Annotation, depth = 0): Annotation[] {
  const decl = known.get(name)
  if (!decl || depth === deepest) return []
  const handed = handedOn(decl, args)
  return decl.annotations
    .filter((item) => !ofLanguage.test(item.name))
    .flatMap((item) => {
      const part = { name: item.name, args: { ...item.args, ...handed } }
      return [part, ...partsOf(known, part, depth + 1)]
    })
}

/**
 * Annotations that a project composes of others (`@GetJson` that bears `@GetMapping` itself) count as those, as Spring reads them:
 * to be called when all files of the project are known.
 */
export function composeAnnotations(project: Project): void {
  const known = new Map<string, ClassDecl>()
  for (const { decl } of project.classes.values())
    if (decl.isAnnotation && decl.annotations.length > 0)
      known.set(decl.name.slice(decl.name.lastIndexOf('.') + 1), decl)
  if (known.size === 0) return
  const complete = (annotations: Annotation[]) =>
    annotations.push(...annotations.flatMap((item) => partsOf(known, item)))
  for (const { decl } of project.classes.values()) {
    if (decl.isAnnotation) continue
    complete(decl.annotations)
    for (const fn of decl.methods) {
      complete(fn.annotations)
      for (const param of fn.params) if (param.annotations) complete(param.annotations)
    }
  }
}
