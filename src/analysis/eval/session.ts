import { literalPrefix, writtenBefore } from '../context/exposure.ts'
import type { Expr } from '../ast.ts'
import type { Machine } from '../machine.ts'
import type { Project } from '../project.ts'
import { shapeOf } from './access.ts'
import { mapTaints } from '../map-taints.ts'
import { opaque, type Value, valueTaints } from '../value.ts'

const store = 'session'
/** Of what is read out of the session of PHP. */
const sessionLabel = '$_SESSION'

const written = new WeakMap<Project, boolean>()

/** True where the scanned code itself puts something into the session: then it shows who does. */
function isWritten(project: Project): boolean {
  const before = written.get(project)
  if (before !== undefined) return before
  const found = project.files.some(({ source }) =>
    /\$_SESSION\s*(?:\[[^\]]*\]\s*)+=(?![=>])|&\s*\$_SESSION\b/.test(source),
  )
  written.set(project, found)
  return found
}

/** `$_SESSION` as a whole. What nobody was seen to put there is the shop's own, as far as is known. */
export function sessionValue(machine: Machine, at: number): Value {
  const value = machine.source('stored', sessionLabel, at)
  return isWritten(machine.project) ? mapTaints(value, (taint) => ({ ...taint, unsure: true })) : value
}

/** What the session says of a person's rights and prices is believed everywhere. */
export const rights = /role|admin|(?:user|customer|employee)_?id|group|level|is_|price|discount|permission|logged|auth/i

/** What of an array may stand under any key, rights among them: all that came, spread over what was known. */
function unnamed(machine: Machine, value: Value): Value[] {
  const rest = shapeOf(machine, value)?.rest
  return rest ? [opaque(valueTaints(rest))] : []
}

/** `$_SESSION['role'] = …` and `req.session.role = …`: foreign data may not decide what the shop takes for its own. */
export function keepInSession(
  machine: Machine,
  target: Extract<Expr, { kind: 'index' | 'prop' }>,
  value: Value,
  at: number,
): void {
  const owner = target.object
  const name = target.kind === 'prop' ? target.name : target.index?.kind === 'lit' ? target.index.value : undefined
  const isSession =
    (owner.kind === 'var' && owner.name === '_SESSION') ||
    (owner.kind === 'prop' && owner.name === 'session' && machine.semantics.language === 'js')
  if (!isSession) return
  if (typeof name !== 'string') {
    // `$_SESSION[$name] = …` with a name that the visitor chose: any of them.
    const given =
      target.kind === 'prop' ? machine.eval(target.name as Expr) : target.index && machine.eval(target.index)
    if (given?.constant === undefined && given && literalPrefix(given.text) === '')
      machine.sink('session-name', given, at)
    return
  }
  if (machine.taints(value).some(({ kind }) => kind === 'request')) machine.writeStaticField(store, name, value)
  if (rights.test(name)) machine.sink('trust-boundary', value, at)
  else for (const part of unnamed(machine, value)) machine.sink('trust-boundary', part, at)
}

/** `$_SESSION['x']`: where foreign data was seen to be put under that name, that. */
export function ofSession(machine: Machine, expr: Extract<Expr, { kind: 'index' }>, value: Value): Value {
  if (expr.object.kind !== 'var' || expr.object.name !== '_SESSION' || expr.index?.kind !== 'lit') return value
  if (!valueTaints(value).some(({ label }) => label.startsWith(sessionLabel))) return value
  const kept = machine.readStaticField(store, String(expr.index.value), expr.at)
  if (valueTaints(kept).length === 0) return value
  const stored = mapTaints(opaque(valueTaints(kept)), (taint) => ({ ...taint, kind: 'stored' }))
  return machine.trace(stored, expr.at, `${writtenBefore} the session, and is read back`)
}

/** `req.session.x` of a handler of JavaScript: what another was seen to put there. */
export function ofJsSession(machine: Machine, name: string, value: Value, at: number): Value {
  if (machine.semantics.language !== 'js' || valueTaints(value).length > 0) return value
  const kept = valueTaints(machine.readStaticField(store, name, at))
  if (kept.length === 0) return value
  const stored = opaque(kept.map((taint) => ({ ...taint, kind: 'stored' as const })))
  return machine.trace(stored, at, `${writtenBefore} the session, and is read back`)
}
