import type { Expr } from '../../../analysis/ast.ts'
import { folderOf, resolveModule } from '../../../analysis/js/resolve.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { ownCode } from './shapes.ts'

/** Paths that are meant for the shop's own people. */
const ofStaff = /^\/(?:[\w-]+\/){0,2}(?:admin|back-?office|staff|internal|management|manage)\b/i
/** Words of code that asks who calls, in whatever way. */
const asks =
  /auth|login|logged|permission|\broles?\b|\.role\b|isAdmin|isStaff|req(?:uest)?\.user|passport|jwt|token|api_?key|session\.|guard|protect|ensure|require(?:s|d)?[A-Z]\w*\b|acl\b|hmac|signature|whitelist|allowlist|basicAuth/i
const changing = /^(?:post|put|patch|delete)$/

/** The module that each local name stands for. */
function modules(file: SourceFile): Map<string, string> {
  const found = new Map(file.parsed.imports)
  visit(file.parsed.body, (node) => {
    const required =
      node.kind === 'declare' && node.target.kind === 'var' && node.initial ? requiredBy(node.initial) : undefined
    if (required !== undefined && node.kind === 'declare' && node.target.kind === 'var')
      found.set(node.target.name, required)
  })
  return found
}

function requiredBy(node: Expr): string | undefined {
  if (node.kind !== 'call' || node.callee.kind !== 'var' || node.callee.name !== 'require') return undefined
  const name = node.args[0]?.value
  return name?.kind === 'lit' ? String(name.value) : undefined
}

/** The file of a router that changes something and asks nobody, neither for the whole nor for a route. */
function openRouter(project: Project, file: SourceFile, node: Expr, names: ReadonlyMap<string, string>): boolean {
  const spec = node.kind === 'var' ? names.get(node.name) : requiredBy(node)
  if (spec === undefined) return false
  const folder = folderOf(file.path)
  const id =
    resolveModule(project, folder, spec) ?? resolveModule(project, folder, spec.slice(0, spec.lastIndexOf('.')))
  const router = id === undefined ? undefined : project.files[id]
  if (!router || !/\bRouter\(/.test(router.source) || asks.test(ownCode(router.source))) return false
  let changes = false
  visit(router.parsed.body, (item) => {
    if (item.kind === 'mcall' && typeof item.name === 'string' && changing.test(item.name) && item.args.length === 2) {
      const [path, handler] = item.args.map(({ value }) => value)
      if (path?.kind === 'lit' && typeof path.value === 'string' && handler?.kind === 'func') changes = true
    }
  })
  return changes
}

/** Express: a router for the staff's paths that is mounted with nothing before it and asks nobody itself (CWE-862). */
export const expressAccess: StructureCheck = (project, file, report) => {
  if (file.language !== 'js' || !/\.use\(/.test(file.source) || asks.test(mounts(file.source))) return
  const names = modules(file)
  visit(file.parsed.body, (node) => {
    if (node.kind !== 'mcall' || node.name !== 'use' || node.args.length !== 2) return
    const [path, router] = node.args.map(({ value }) => value)
    if (path?.kind !== 'lit' || typeof path.value !== 'string' || !ofStaff.test(path.value) || !router) return
    if (openRouter(project, file, router, names)) report('missing-authorisation', node.at)
  })
}

/** The calls of `use`, without settings of the session itself: what stands before a router for all paths counts for it, too. */
const mounts = (source: string) =>
  [...ownCode(source).matchAll(/\.use\(\s*([^;{]{0,200})/g)]
    .map(([, args = '']) => args)
    .filter(
      (args) =>
        !/^(?:\w+\.)?(?:json|urlencoded|session|helmet|cors|compression|morgan|static|cookieParser)\b/.test(args),
    )
    .filter((args) => !/^['"`]/.test(args))
    .join('\n')
