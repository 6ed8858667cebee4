import type { Annotation, ClassDecl, Expr, FunctionDecl } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit } from '../../../../analysis/visit.ts'
import type { StructureCheck } from '../check.ts'
import { handlers, shortName } from '../handlers.ts'
import { isOwnedKind, isPerson } from './owned-kinds.ts'
import { knowsOwner, withoutSignIn } from './owner.ts'
import { reachOf, textOfReach } from '../reach.ts'
import { nameOf, recordBySent } from './record-access.ts'
import { literalText } from '../scripts.ts'
import { type Reached, sentIn } from '../sent.ts'
import { symfonyPass, symfonyRoute } from '../symfony/gates.ts'
import { attributeArgument, classesOf, textOfClass } from '../shapes.ts'

/** Where a handler, or what it runs, takes a record by a number that was sent, with nothing on the way that knows the owner. */
function foreignRecord(project: Project, file: SourceFile, cls: ClassDecl, fn: FunctionDecl): Hit | undefined {
  if ([...cls.annotations, ...fn.annotations].some(asksMore)) return undefined
  const route = symfonyRoute(project, file.path, cls, fn)
  if (route && symfonyPass(project, route.path, route.methods) === 'staff') return undefined
  const reached = reachOf(project, { fn, file: file.id, cls })
  const bound = boundRecord(project, fn)
  for (const from of reached) {
    const at = from.fn === fn && bound !== undefined ? bound : recordBySent(project, from)
    if (at === undefined) continue
    const text = withoutSignIn(textOfReach(project, reached))
    return knowsOwner.test(text) ? undefined : { file: from.file, at }
  }
  const changed = changedModel(project, cls, reached)
  return changed && !knowsOwner.test(withoutSignIn(textOfReach(project, reached))) ? changed : undefined
}

/** An attribute of Symfony that asks for more than that somebody has signed in. */
const asksMore = ({ name, args }: Annotation): boolean =>
  /(?:^|\\)(?:IsGranted|Security)$/.test(name) &&
  (args['subject'] !== undefined ||
    args['1'] !== undefined ||
    !/^(?:ROLE_(?:USER|CUSTOMER|MEMBER)|IS_AUTHENTICATED\w*)$/.test(
      literalText(args['0'] ?? args['attribute'] ?? nothing),
    ))
const nothing: Expr = { kind: 'lit', at: 0, value: '' }

const asksSignIn = ({ name }: Annotation) => /(?:^|\\)IsGranted$/.test(name)

/** Where Symfony hands an action the record whose number its address holds. */
function boundRecord(project: Project, fn: FunctionDecl): number | undefined {
  const [path] = attributeArgument(fn.annotations, 'Route', '0', 'value', 'path')
  if (
    path?.kind !== 'lit' ||
    !/\{\w+(?::\w+)?(?:<[^>]*>)?\}/.test(String(path.value)) ||
    /token|hash|uuid/i.test(String(path.value))
  )
    return undefined
  return fn.params.some(
    ({ type, annotations }) =>
      type !== null &&
      !annotations?.length &&
      (isOwnedKind(project, shortName(type)) || (isPerson.test(shortName(type)) && fn.annotations.some(asksSignIn))),
  )
    ? fn.at
    : undefined
}

/** Magento 1: a page behind the sign-in of customers changes or deletes a record of the module's own that was loaded by a number that was sent. */
function changedModel(project: Project, cls: ClassDecl, reached: readonly Reached[]): Hit | undefined {
  if (!/->authenticate\(\s*\$this\s*\)/.test(textOfClass(project, cls.name))) return undefined
  for (const { fn, file, cls: own, sent } of reached) {
    const isSent = sentIn({ fn, file, cls: own, sent })
    const loaded = new Set<string>()
    let at: number | undefined
    visit(fn.body, (node) => {
      const value = node.kind === 'assign' && node.target.kind === 'var' ? node.value : undefined
      if (value?.kind === 'mcall' && calledName(value)?.name === 'load' && value.args.length === 1)
        if (value.object.kind === 'scall' && isSent(value.args[0]!.value))
          loaded.add(nameOf((node as { target: Expr }).target))
      if (node.kind === 'mcall' && /^(?:save|delete)$/.test(calledName(node)?.name ?? ''))
        if (loaded.has(rootOf(node.object))) at ??= node.at
    })
    if (at !== undefined) return { file, at }
  }
  return undefined
}
/** Variable that a chain of calls begins with. */
const rootOf = (expr: Expr): string =>
  expr.kind === 'mcall' ? rootOf(expr.object) : expr.kind === 'var' ? expr.name : ''

interface Hit {
  file: number
  at: number
}

/**
 * Pages and services for customers that show or change a record of one of them by its number alone (CWE-639): PrestaShop, Magento 1
 * and 2, OpenCart, Symfony, Laravel.
 */
export const foreignRecords: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/class\s/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body))
    for (const fn of handlers(project, file, cls)) {
      // Called by a payment service or a carrier, which no session names.
      if (/callback|ipn|notif/i.test(fn.name)) continue
      const hit = foreignRecord(project, file, cls, fn)
      // The place of the record, where the handler itself names it.
      if (hit) report('missing-authorisation', hit.file === file.id ? hit.at : fn.at)
    }
}
