import type { ClassDecl, Expr, FunctionDecl } from '../../../../analysis/ast.ts'
import { once } from '../../../../analysis/once.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import { literalText, mainOf, oncePer } from '../scripts.ts'
import { declarationsIn } from '../shapes.ts'
import { type Locals, localsOf } from '../void-checks/asked.ts'

/** A function, or what a script does by itself, with the class that it belongs to. */
export interface Owned {
  fn: FunctionDecl
  cls: ClassDecl | null
}

/** What names stand for in a function. */
export interface Scope {
  locals: Locals
  cls: ClassDecl | null
  /** By name; of a name that is defined twice both. */
  constants: ReadonlyMap<string, readonly Expr[]>
}

/** Everything of a file that runs: what the script does by itself first, then its functions and methods. */
export const functionsOf = once((file: SourceFile): readonly Owned[] => [
  { fn: mainOf(file), cls: null },
  ...declarationsIn(file.parsed.body).flatMap((item): Owned[] =>
    item.kind === 'classdecl' ? item.cls.methods.map((fn) => ({ fn, cls: item.cls })) : [{ fn: item.fn, cls: null }],
  ),
])

/** Constants that a program of PHP defines. */
const constantsOf = (project: Project): ReadonlyMap<string, readonly Expr[]> => {
  const found = new Map<string, Expr[]>()
  for (const { language, source, parsed } of project.files)
    if (language === 'php' && /\bdefine\s*\(/i.test(source))
      visit(parsed.body, (node) => {
        const [name, value] = node.kind === 'call' && calledName(node)?.name === 'define' ? node.args : []
        if (!name || !value) return
        const key = literalText(name.value)
        found.set(key, [...(found.get(key) ?? []), value.value])
      })
  return found
}

/** Names of a function; what a loop goes through stands for what it hands out. */
export function scopeOf(project: Project, { fn, cls }: Owned): Scope {
  const locals = new Map(localsOf(fn.body))
  visit(fn.body, (node) => {
    if (node.kind === 'static' && node.initial) locals.set(node.name, [...(locals.get(node.name) ?? []), node.initial])
    if (node.kind === 'foreach' && node.value?.kind === 'var')
      locals.set(node.value.name, [...(locals.get(node.value.name) ?? []), node.subject])
  })
  return { locals, cls, constants: oncePer(project, constantsOf) }
}
