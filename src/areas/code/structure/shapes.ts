import type { Annotation, ClassDecl, Expr, Stmt } from '../../../analysis/ast.ts'
import type { Project } from '../../../analysis/project.ts'
import { visit } from '../../../analysis/visit.ts'
import { once } from '../../../analysis/once.ts'

/** True where a body only says yes. */
export function onlyTrue(body: readonly Stmt[] | null): boolean {
  const rest = body?.filter((item) => item.kind !== 'nop') ?? []
  const [only] = rest
  return rest.length === 1 && only?.kind === 'return' && only.value?.kind === 'lit' && only.value.value === true
}

type Declaration = (Expr | Stmt) & { kind: 'funcdecl' | 'func' | 'classdecl' }

/** Functions and classes that stand anywhere in a body, in the order of the text: most checks begin with them. */
export const declarationsIn = once((body: readonly Stmt[]): readonly Declaration[] => {
  const found: Declaration[] = []
  visit(body, (node) => {
    if (node.kind === 'funcdecl' || node.kind === 'func' || node.kind === 'classdecl') found.push(node)
  })
  return found
})

/** Every class of a body. */
export const classesOf = (body: readonly Stmt[]): ClassDecl[] =>
  declarationsIn(body).flatMap((item) => (item.kind === 'classdecl' ? [item.cls] : []))

/** What stands under a key of an array. */
export const itemOf = (expr: Expr | undefined, name: string): Expr | undefined =>
  expr?.kind === 'array' ? expr.items.find(({ key }) => key?.kind === 'lit' && key.value === name)?.value : undefined

export const isLiteral = (expr: Expr | undefined | null, value: unknown): boolean =>
  expr?.kind === 'lit' && expr.value === value

/** An argument of an attribute of this name, by name or place. */
export function attributeArgument(annotations: readonly Annotation[], name: string, ...keys: string[]): Expr[] {
  return annotations
    .filter((item) => item.name === name || item.name.endsWith(`\\${name}`))
    .flatMap(({ args }) => keys.flatMap((key) => args[key] ?? []))
}

/** Text of a class and of those that it inherits from, as far as the project has them. */
export function textOfClass(project: Project, name: string): string {
  const texts = new Set<string>()
  for (const ancestor of project.ancestry(name)) {
    const info = project.findClass(ancestor)
    if (info) texts.add(project.files[info.file]!.source)
    for (const trait of info?.decl.traits ?? []) {
      const own = project.findClass(trait)
      if (own) texts.add(project.files[own.file]!.source)
    }
  }
  return [...texts].join('\n')
}

/** Source without the lines that only import: a library's name says nothing of its use. */
export const ownCode = (source: string) => source.replace(/^.*\b(?:require\(|import\b).*$/gm, '')

/** True for a fixed text that says something. */
export const isText = (expr: Expr): boolean =>
  expr.kind === 'lit' && typeof expr.value === 'string' && expr.value !== ''

/** True for null, false, 0 and the empty text. */
export const isNothing = (expr: Expr): boolean => expr.kind === 'lit' && !expr.value
