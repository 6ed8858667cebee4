import type { Expr } from '../ast.ts'
import type { Machine } from '../machine.ts'
import { literalPrefix } from '../context/exposure.ts'
import { constant, nothing, type Shape, unknown, Value, valueTaints } from '../value.ts'
import { placeKey } from './conditions-places.ts'
import { elementOf, withElement, writeIndex } from './access.ts'
import { forgetComplaints } from './complaints.ts'
import { isGlobal, setGlobal, writeGlobal } from './globals.ts'
import { anyVariable } from './lookup.ts'
import { keepForPages } from './stores.ts'
import { keepInSession } from './session.ts'
import { asType } from './types.ts'

/** Takes an array apart into the targets of a list or a destructuring pattern. */
function destructure(machine: Machine, pattern: Extract<Expr, { kind: 'array' }>, value: Value, at: number): void {
  const content = value.object ? machine.content(value) : undefined
  const shape: Shape | null = content?.shape ?? value.shape
  pattern.items.forEach((item, index) => {
    if (item.value.kind === 'lit') return
    const key = item.key === null ? String(index) : machine.eval(item.key).constant
    const name = key === undefined ? undefined : String(key)
    let element: Value
    if (item.spread) element = value
    else if (name !== undefined && value.object && machine.semantics.language === 'js')
      element = machine.readField(value, name, at)
    else if (shape && name === undefined) element = elementOf(shape, name) ?? unknown
    else
      element = machine.readIndex(
        value,
        name === undefined || (item.key === null && !shape) ? null : constant(name),
        at,
      )
    // A default of the pattern: `{ a = 1 }`.
    if (item.value.kind === 'assign')
      machine.assign(item.value.target, element === unknown ? machine.eval(item.value.value) : element, at)
    else machine.assign(item.value, element, at)
  })
}

/** `$this->view->title = …`: what a page is shown with (Zend, Kohana, Phalcon). */
const isView = (object: Expr) => object.kind === 'prop' && /^(?:view|template|tpl)$/.test(String(object.name))

/** Writes a value to whatever can stand left of `=`. */
export function assign(machine: Machine, target: Expr, value: Value, at: number): void {
  switch (target.kind) {
    case 'var':
      if (target.name === 'location') writeSink(machine, target, 'href', value, at)
      assignVariable(machine, target.name, machine.trace(value, at, `is kept in ${variableName(machine, target.name)}`))
      if (
        machine.semantics.language === 'java' &&
        machine.frame.cls &&
        machine.frame.self &&
        !machine.frame.base.vars.get(target.name)
      )
        writeOwnField(machine, target.name, value, at)
      return
    case 'dynvar': {
      const name = machine.eval(target.name)
      const { vars } = machine.frame.state
      if (typeof name.constant === 'string') vars.set(name.constant, value)
      // Whoever sends the name sends any variable that is not set.
      else if (machine.taints(name).length > 0 && machine.taints(value).length > 0) vars.set(anyVariable, value)
      return
    }
    case 'prop': {
      if (machine.frame.checked) writeChecked(machine, target, value)
      const object = machine.eval(target.object)
      const given = typeof target.name === 'string' ? undefined : machine.eval(target.name)
      const name = typeof target.name === 'string' ? target.name : given!.constant
      if (given && machine.semantics.language === 'php') writeNamed(machine, object, given, value, at)
      writeSink(machine, target.object, name, value, at)
      machine.writeField(
        object,
        typeof name === 'string' ? name : undefined,
        machine.trace(value, at, `is kept in the property ${typeof name === 'string' ? name : 'of an object'}`),
        target,
      )
      if (machine.semantics.language === 'js') keepInSession(machine, target, value, at)
      else if (typeof name === 'string' && isView(target.object)) keepForPages(machine, name, value)
      return
    }
    case 'index':
      if (machine.frame.checked) writeChecked(machine, target, value)
      if (isGlobal(target) && target.index) writeGlobal(machine, machine.eval(target.index), value)
      else writeIndex(machine, target, value, at)
      keepInSession(machine, target, value, at)
      return
    case 'sprop': {
      const cls = target.cls.kind === 'name' ? target.cls.name : (machine.eval(target.cls).object?.cls ?? '')
      if (cls !== '') machine.writeStaticField(cls, target.name, value)
      return
    }
    case 'const':
      machine.constants.set(target.name, value)
      return
    case 'array':
      destructure(machine, target, value, at)
      return
    default:
  }
}

/** A place whose check is known is written anew: what was checked is not what it holds any more. */
function writeChecked(machine: Machine, target: Extract<Expr, { kind: 'prop' | 'index' }>, value: Value): void {
  const key = placeKey(target)
  const { vars } = machine.frame.state
  if (key !== undefined && vars.get(key)) vars.set(key, value)
  const whole = placeKey(target.object)
  const held = target.kind === 'prop' && target.object.kind === 'prop' && whole !== undefined && vars.get(whole)
  if (held && typeof target.name === 'string')
    vars.set(
      whole!,
      new Value(undefined, held.text, withElement(held.shape, target.name, value, false), held.object, held.closures),
    )
}

/** A local variable, or one of the function around it. */
function assignVariable(machine: Machine, name: string, given: Value): void {
  const { frame } = machine
  const value = asType(machine, given, frame.types.get(name) ?? null)
  // From here on this function sees what it wrote; the others may see it or what was there before.
  const isFirst = !frame.declared.has(name) && frame.state.vars.get(name) === undefined
  const before = isFirst ? frame.captured?.get(name) : undefined
  // On the ways on which it is not written it is what the function around has.
  if (before !== undefined) frame.base.vars.set(name, before)
  const outer = !frame.declared.has(name) && (frame.captured?.set?.(name, value) ?? false)
  frame.state.vars.set(name, value)
  if (frame.globals?.has(name)) setGlobal(machine, name, value)
  forgetComplaints(machine, name)
  if (!outer && valueTaints(value).length > 0) frame.foreignWrites++
}

/** A property that shows or follows what it is given: `element.innerHTML = …`, `location.href = …`. */
function writeSink(machine: Machine, owner: Expr, name: unknown, value: Value, at: number): void {
  const { writes } = machine.models
  if (writes.size === 0 || typeof name !== 'string') return
  const ownerName =
    owner.kind === 'var' ? owner.name : owner.kind === 'prop' && typeof owner.name === 'string' ? owner.name : ''
  // A property of the class itself means what it means in those that it inherits from.
  const classes = ownerName === 'this' && machine.frame.cls ? machine.project.ancestry(machine.frame.cls.name) : []
  const model = [ownerName, ...classes, '']
    .map((of) => writes.get((of === '' ? name : `${of}.${name}`).toLowerCase()))
    .find((found) => found !== undefined)
  if (!model || (model.begins && !model.begins.test(literalPrefix(value.text)))) return
  machine.sink(model.rule, value, at)
}

/** Methods of objects that outlive the request. */
const putsAway = /^(?:save|insert|update|persist|store|create|add|flush)/i

/** `$user->$field = $value` with a name that the request gave: any property of a record of the shop's own. */
function writeNamed(machine: Machine, object: Value, name: Value, value: Value, at: number): void {
  if (!object.object || name.constant !== undefined || valueTaints(value).length === 0) return
  const info = machine.project.findClass(object.object.cls)
  const isKept = info
    ? info.decl.methods.some((fn) => putsAway.test(fn.name))
    : // Of a class of the framework what the file does with its objects.
      !/^(?:stdClass|this)?$/.test(object.object.cls) &&
      /->(?:save|update|add|persist)\(/.test(machine.project.files[machine.frame.file]!.source)
  if (isKept) machine.sink('record-name', name, at)
}

/** `name = value` in a Java method may mean the field. */
function writeOwnField(machine: Machine, name: string, value: Value, at: number): void {
  const cls = machine.frame.cls!
  if (machine.frame.declared.has(name)) return
  const property = machine.project.property(cls.name, name)
  if (!property) return
  machine.frame.state.vars.own.delete(name)
  if (property.isStatic) machine.writeStaticField(cls.name, name, value)
  else machine.writeField(machine.frame.self!, name, value, { kind: 'var', at, name })
}

function variableName(machine: Machine, name: string): string {
  return machine.semantics.language === 'php' ? `$${name}` : name
}

/** Forgets targets, as `unset` does. */
export function forget(machine: Machine, targets: readonly Expr[]): void {
  for (const target of targets) if (target.kind === 'var') machine.frame.state.vars.set(target.name, nothing)
}
