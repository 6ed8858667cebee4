import type { Expr, FunctionDecl, Parameter } from '../ast.ts'
import { escapes } from '../escapes.ts'
import type { Machine } from '../machine.ts'
import type { EntryModel, ParameterModel, RecordModel } from '../models.ts'
import { withEscapes } from '../map-taints.ts'
import { type Closure, unknown, unknownNumber, Value } from '../value.ts'
import { constrained } from './annotated.ts'
import { answersRoute } from './route-schema.ts'
import { answeredError } from './thrown.ts'
import { openedPlaces } from './opened-places.ts'
import { fileSays } from './said.ts'
import { sharedValue } from './shared.ts'
import { isParsed, numeric, ofType } from './types.ts'

const nameOf = (expr: Expr): string =>
  expr.kind === 'var' || expr.kind === 'name' || expr.kind === 'const'
    ? expr.name
    : expr.kind === 'new'
      ? nameOf(expr.cls)
      : ''

/** Places of a route that take anything: `{name}`, `:name`; not `{id<\\d+>}`, nor what `requirements` speak of. */
export function freePlaces(fn: FunctionDecl, annotation: string): Set<string> {
  const found = new Set<string>()
  for (const { name, args } of fn.annotations) {
    if (name !== annotation) continue
    const path = args['path'] ?? args['value'] ?? args['0']
    const required = args['requirements']
    const bound = new Set(
      required?.kind === 'array'
        ? required.items.map((item) => (item.key?.kind === 'lit' ? String(item.key.value) : ''))
        : [],
    )
    if (path?.kind !== 'lit' || typeof path.value !== 'string') continue
    for (const [, place, rest] of path.value.matchAll(/\{!?(\w+)([^}]*)\}/g))
      if (!rest && place !== undefined && !bound.has(place)) found.add(place)
  }
  return found
}

const isFalse = (expr: Expr | undefined) => expr?.kind === 'lit' && expr.value === false

const bound = /^(?:ModelAttribute|RequestBody|Valid|Validated)$/

/** True for a record that the framework fills from the request, field by field, as the request names them. */
function isBoundRecord(machine: Machine, { fn, cls }: Closure, param: Parameter, model: RecordModel): boolean {
  if (param.type === null || !cls || !fn.annotations.some((item) => model.method.includes(item.name))) return false
  if (cls.methods.some((method) => method.annotations.some((item) => item.name === model.checkedBy))) return false
  const marks = param.annotations ?? []
  if (marks.some((item) => isFalse(item.args['binding']))) return false
  // Without a mark of its own a parameter may come from a resolver of the project's.
  const { children } = machine.project
  if (!marks.some((item) => bound.test(item.name)) && children.has('handlermethodargumentresolver')) return false
  const type = machine.project.findClass(machine.className(param.type))
  return type?.decl.annotations.some((item) => model.cls.includes(item.name)) ?? false
}

/** A class that holds fields and ways to set them: no service, no interface. */
function isData(machine: Machine, type: string): boolean {
  const decl = machine.project.findClass(machine.className(type))?.decl
  if (
    !decl ||
    decl.isEnum ||
    decl.annotations.some(({ name }) =>
      /^(?:Component|Service|Repository|Configuration|Controller|Entity|Document)$/.test(name),
    )
  )
    return false
  const isFilled =
    decl.annotations.some(({ name }) => /^(?:Data|Setter)$/.test(name)) ||
    decl.methods.some(({ name }) => /^set[A-Z]/.test(name))
  return isFilled || (decl.extends !== null && isData(machine, decl.extends))
}

function concerns(machine: Machine, closure: Closure, param: Parameter, index: number, entry: EntryModel): boolean {
  const { fn, cls } = closure
  if (entry.bare) {
    const { types, method, own } = entry.bare
    return (
      types.test(param.type ?? '') &&
      (!own || isData(machine, param.type ?? '')) &&
      (param.annotations ?? []).length === 0 &&
      fn.annotations.some(({ name }) => method.includes(name))
    )
  }
  if (entry.record) return isBoundRecord(machine, closure, param, entry.record)
  if (entry.route) return index === 0 && /^(?:\\?WP_REST_Request)?$/.test(param.type ?? '') && answersRoute(machine, fn)
  if (entry.annotation !== undefined) {
    const own = param.annotations?.find((item) => item.name === entry.annotation)
    if (!own || isFalse(own.args[entry.unlessFalse ?? ''])) return false
    return !entry.unlessGiven || !Object.values(own.args).some((arg) => entry.unlessGiven!.test(nameOf(arg)))
  }
  if (entry.service && !isService(machine, closure)) return false
  if (!cls || (entry.args && !entry.args.includes(index))) return false
  if (entry.method && !entry.method.test(fn.name)) return false
  if (entry.cls && !entry.cls.test(cls.name)) return false
  // An object is made by the framework: from the address come texts.
  if ((entry.cls || entry.placeOf !== undefined) && (!isText(param.type) || !isAction(fn))) return false
  if (entry.placeOf !== undefined && !freePlaces(fn, entry.placeOf).has(param.name)) return false
  return !entry.inherits || machine.project.ancestry(cls.name).includes(entry.inherits.toLowerCase())
}

/** True for what implements a method that the project's description of services offers to everybody. */
function isService(machine: Machine, { fn, cls }: Closure): boolean {
  const { services } = machine.project
  return (
    services.size > 0 &&
    cls !== null &&
    machine.project.ancestry(cls.name).some((name) => services.has(`${name}::${fn.name}`.toLowerCase()))
  )
}

const isText = (type: string | null) => type === null || /^(?:string|mixed|array)$/.test(type)
/** A method that an address calls; the closures in it are called by others. */
const isAction = (fn: FunctionDecl) =>
  fn.visibility === 'public' && !fn.isStatic && fn.uses === null && !/^(?:__c|\{)/.test(fn.name)

const isEnum = (machine: Machine, type: string | null) =>
  type !== null && machine.project.findClass(machine.className(type))?.decl.isEnum === true

/** A record of Java that checks its components where it is made: what comes of the request has passed that. */
function recordOf(machine: Machine, param: Parameter, label: string, at: number, entry: EntryModel): Value | undefined {
  const info = param.type === null ? undefined : machine.project.findClass(machine.className(param.type))
  const simple = info?.decl.name.slice(info.decl.name.lastIndexOf('.') + 1) ?? ''
  const maker = info?.decl.compact && info.decl.methods.find((item) => item.name === simple)
  if (!info || !maker) return undefined
  const object = machine.newObject(info.decl.name)
  const parts = maker.params.map((part) =>
    numeric.test(part.type ?? '') ? unknownNumber : machine.source(entry.source, `${label}, ${part.name}`, at),
  )
  machine.invoke({ fn: maker, file: info.file, cls: info.decl, scope: null, self: object }, parts, at)
  return object
}

/** True where a framework looks at the annotations of parameters. */
const isChecked = ({ cls, fn }: Closure) =>
  [...(cls?.annotations ?? []), ...fn.annotations].some(({ name }) => name === 'Validated' || name === 'Valid')

/** What a pipe of the project's own makes of an argument: `@Param('name', new NamePipe())`. */
function piped(machine: Machine, value: Value, param: Parameter, { annotation }: EntryModel): Value {
  const own = param.annotations?.find((item) => item.name === annotation)
  let result = value
  for (const arg of Object.values(own?.args ?? {})) {
    const pipe = machine.project.findMethod(nameOf(arg), 'transform')
    if (!pipe?.fn.body) continue
    const self = machine.newObject(pipe.cls!.name)
    result = machine.invoke(
      { fn: pipe.fn, file: pipe.file, cls: pipe.cls, scope: null, self },
      [result, unknown],
      pipe.fn.at,
    )
  }
  return result
}

/** True where nothing more is asked of a parameter than its name, or the one before it and the file are as they should be. */
function stands(machine: Machine, { fn, file }: Closure, index: number, { behind, takes }: ParameterModel): boolean {
  if (takes) {
    const pattern = fn.params[index]?.pattern
    return (
      pattern?.kind === 'array' &&
      pattern.items.some(({ key }) => key?.kind === 'lit' && takes.keys.test(String(key.value))) &&
      fileSays(machine.project.files[file]!, takes.file)
    )
  }
  if (!behind) return true
  return behind.name.test(fn.params[index - 1]?.name ?? '') && fileSays(machine.project.files[file]!, behind.file)
}

/** What a parameter may be when nothing is known of the call. */
export function parameterValue(machine: Machine, closure: Closure, param: Parameter, index: number): Value {
  const { fn } = closure
  const handed = machine.handed.get(fn)?.[index]
  if (handed) return handed
  const shared = sharedValue(machine, closure, param)
  if (shared) return shared
  for (const entry of machine.models.entries) {
    if (!concerns(machine, closure, param, index, entry)) continue
    if (entry.type !== undefined) return new Value(undefined, unknown.text, null, { id: 0, cls: entry.type })
    if (numeric.test(param.type ?? '')) return unknownNumber
    if (isEnum(machine, param.type) || isParsed(machine, param.type)) return ofType(machine, param.type)
    // A list of numbers, or of words of the program's own.
    if (param.elements && (numeric.test(param.elements) || isEnum(machine, param.elements)))
      return new Value(undefined, [], { keys: new Map(), rest: ofType(machine, param.elements), next: Number.NaN })
    const label = entry.record
      ? `all fields of ${param.name}`
      : entry.annotation === undefined && entry.placeOf === undefined && !entry.bare
        ? `argument ${param.name} of ${fn.name}()`
        : `request parameter ${param.name}`
    const made = recordOf(machine, param, label, fn.at, entry)
    if (made) return made
    const opened = entry.unlessOpened !== undefined && openedPlaces(machine.project, entry.unlessOpened).has(param.name)
    const source = withEscapes(
      machine.source(entry.source, label, fn.at),
      opened ? 0 : escapes(...(entry.escapes ?? [])),
    )
    const checked = isChecked(closure) ? constrained(machine, param.annotations, source, fn.at) : source
    const value = piped(machine, checked, param, entry)
    return entry.record
      ? new Value(undefined, value.text, null, { id: 0, cls: machine.className(param.type ?? '') })
      : value
  }
  const error = answeredError(machine, closure, param, index)
  if (error) return error
  if (param.type === null || param.type === 'array' || machine.semantics.language === 'js') {
    const named = machine.models.parameters.find(
      (item) => item.name.test(param.name) && stands(machine, closure, index, item),
    )
    if (named?.source)
      return withEscapes(
        machine.source(named.source, `argument ${param.name} of the route`, fn.at),
        escapes(...(named.escapes ?? [])),
      )
    if (named) return new Value(undefined, unknown.text, null, { id: 0, cls: named.type })
  }
  return ofType(machine, param.type)
}
