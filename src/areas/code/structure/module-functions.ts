import type { Expr, FunctionDecl, Stmt } from '../../../analysis/ast.ts'
import { folderOf, resolveModule } from '../../../analysis/js/resolve.ts'
import type { FunctionInfo, Project, SourceFile } from '../../../analysis/project.ts'

/** Functions that stand at the top of a module, by the names under which it knows or exports them. */
function topFunctions({ parsed }: SourceFile): Map<string, FunctionDecl> {
  const found = new Map<string, FunctionDecl>()
  const keep = (name: string, value: Expr | null) => {
    if (value?.kind === 'func') found.set(name, value.fn)
    // `asyncHandler(async (req, res) => …)`
    if (value?.kind === 'call' && value.args.length === 1 && value.args[0]!.value.kind === 'func')
      found.set(name, value.args[0]!.value.fn)
    if (value?.kind === 'array')
      for (const item of value.items) if (item.key?.kind === 'lit') keep(String(item.key.value), item.value)
  }
  const look = (statement: Stmt) => {
    if (statement.kind === 'funcdecl') found.set(statement.fn.name, statement.fn)
    if (statement.kind === 'declare' && statement.target.kind === 'var') keep(statement.target.name, statement.initial)
    if (statement.kind === 'block') statement.body.forEach(look)
    const value = statement.kind === 'expr' ? statement.value : undefined
    if (value?.kind === 'assign' && value.target.kind === 'prop') keep(String(value.target.name), value.value)
  }
  parsed.body.forEach(look)
  return found
}

/** What a module calls by names that other modules gave it: `import`, `require`, and the parts taken out of it. */
function importsOf({ parsed }: SourceFile): Map<string, string> {
  const found = new Map(parsed.imports)
  for (const node of parsed.body) {
    if (node.kind !== 'declare' || node.initial?.kind !== 'call') continue
    const { callee, args } = node.initial
    const [spec] = args
    if (callee.kind !== 'var' || callee.name !== 'require' || spec?.value.kind !== 'lit') continue
    const module = String(spec.value.value)
    if (node.target.kind === 'var') found.set(node.target.name, module)
    if (node.target.kind === 'array')
      for (const { value } of node.target.items)
        if (value.kind === 'var') found.set(value.name, `${module}.${value.name}`)
  }
  return found
}

interface Known {
  functions: Map<string, FunctionDecl>
  imports: Map<string, string>
}
const known = new WeakMap<SourceFile, Known>()
function of(file: SourceFile): Known {
  const found = known.get(file) ?? { functions: topFunctions(file), imports: importsOf(file) }
  known.set(file, found)
  return found
}

/** Names that a file got from other modules, with the modules. */
export const moduleImports = (file: SourceFile): ReadonlyMap<string, string> => of(file).imports

/** The file of a module, where its name may carry a member: `./orders.find`. */
function moduleFile(project: Project, from: SourceFile, spec: string): SourceFile | undefined {
  const folder = folderOf(from.path)
  const id =
    resolveModule(project, folder, spec) ?? resolveModule(project, folder, spec.slice(0, spec.lastIndexOf('.')))
  return id === undefined ? undefined : project.files[id]
}

/** The function that a call in a module of JavaScript means: `find(…)`, `orders.find(…)`; undefined for other languages and objects. */
export function moduleFunction(
  project: Project,
  file: number,
  callee: Expr,
  member?: string,
): FunctionInfo | undefined {
  const from = project.files[file]!
  if (from.language !== 'js' || callee.kind !== 'var') return undefined
  const { functions, imports } = of(from)
  const spec = imports.get(callee.name)
  const own = member === undefined ? functions.get(callee.name) : undefined
  if (own) return { fn: own, file, cls: null }
  const other = spec === undefined ? undefined : moduleFile(project, from, spec)
  const fn = other && of(other).functions.get(member ?? spec!.slice(spec!.lastIndexOf('.') + 1).replace(/^.*\//, ''))
  if (other && fn) return { fn, file: other.id, cls: null }
  const named = other && member === undefined ? of(other).functions.get(callee.name) : undefined
  return other && named ? { fn: named, file: other.id, cls: null } : undefined
}
