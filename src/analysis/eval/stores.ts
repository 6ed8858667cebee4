import { writtenBefore } from '../context/exposure.ts'
import type { Call, Machine } from '../machine.ts'
import type { CallModel } from '../models.ts'
import type { Project } from '../project.ts'
import { mapTaints } from '../map-taints.ts'
import { type Value, valueTaints } from '../value.ts'

type Keeps = NonNullable<CallModel['keeps']>
type Recalls = NonNullable<CallModel['recalls']>

/** Folder of a module or plug-in that a path lies in; empty for the shop itself. */
const module = /^(?:.*\/)?(?:modules|plugins|packages\/[^/]+|app\/code\/[^/]+\/[^/]+)\/[^/]+/

function storeName(machine: Machine, store: string, scoped: boolean | undefined): string {
  if (!scoped) return store
  return `${store} of ${module.exec(machine.project.files[machine.frame.file]!.path)?.[0] ?? 'the shop'}`
}

const cell = (call: Call, position = 0) => String(call.args[position]?.constant ?? '*')

/** An object that a template is shown with: what its methods give stands under their names. */
function keepMethods(machine: Machine, into: string, value: Value, at: number): void {
  if (machine.semantics.language !== 'php') return
  const { methods } = machine.project.findClass(value.object!.cls)?.decl ?? { methods: [] }
  for (const { name, params, visibility, body } of methods.slice(0, 20))
    if (body && params.length === 0 && visibility === 'public' && !name.startsWith('__'))
      machine.writeStaticField(into, name, machine.callMethodOf(value, name, [], at))
}

/** Folders that hold the pages of a module: programs name the module instead. */
const ofModule = /(?:^|\/)modules\/([^/]+)\/views\/(?=[^/]+$)/

/** The store of one page: by its folder and name, as programs and paths share them. */
const pageStore = (store: string, path: string) =>
  `${store} for ${path
    .replace(ofModule, '/$1/')
    .replace(/\.\w+$/, '')
    .split('/')
    .slice(-2)
    .join('/')}`

/** What a request sends under a name, as the function that checks it leaves it. */
function sent(machine: Machine, { check, key }: NonNullable<Keeps['sent']>, name: string, call: Call): Value {
  const value = machine.source('request', `setting ${name}`, call.at)
  const given = call.args[check]
  const isPair = given?.shape?.keys.has('1')
  const checks = given?.shape && !isPair ? given.shape.keys.get(key) : given
  return checks === undefined || checks.constant === null || checks.constant === ''
    ? value
    : machine.invokeValue(checks, [value], call.at)
}

/** The page that is named: all of it, or, behind a folder that is not known, its last steps. */
function pathOf(named: Value | undefined): string | undefined {
  if (typeof named?.constant === 'string') return named.constant
  const last = named?.text.at(-1)
  return typeof last === 'string' && /\/[\w.-]+\.\w+$/.test(last) ? last : undefined
}

/** Puts what a call is given into a store. */
export function keep(machine: Machine, keeps: Keeps, call: Call): void {
  const { store, names, scoped, name, value: at, any, page, variable } = keeps
  const named = page ? pathOf(call.args[0]) : undefined
  if (page && named === undefined) return
  const into = named === undefined ? storeName(machine, store, scoped) : pageStore(store, named)
  if (variable !== undefined) {
    const given = call.args[at ?? 1]
    if (given) machine.writeStaticField(into, variable, given)
    return
  }
  if (keeps.sent) {
    const value = sent(machine, keeps.sent, cell(call, name), call)
    if (call.args[name ?? 0]?.constant !== undefined) machine.writeStaticField(into, cell(call, name), value)
    return
  }
  if (any) {
    const given = call.args[at ?? 1]
    if (given) machine.writeStaticField(into, '*', given)
    return
  }
  if (name !== undefined) {
    const given = call.args[at ?? name + 1]
    if (given && call.args[name]?.constant !== undefined) machine.writeStaticField(into, cell(call, name), given)
    return
  }
  const [first, value] = call.args
  const many = names === undefined ? (value === undefined ? first : undefined) : call.args[names]
  const shape = many && ((many.object ? machine.content(many)?.shape : undefined) ?? many.shape)
  if (many?.object && names !== undefined) keepMethods(machine, into, many, call.at)
  if (shape) for (const [name, item] of shape.keys) machine.writeStaticField(into, name, item)
  else if ((names === undefined || (names === 0 && typeof first?.constant === 'string')) && value)
    machine.writeStaticField(into, cell(call), value)
}

/** A variable for the pages of the program, whichever is shown. */
export function keepForPages(machine: Machine, name: string, value: Value): void {
  if (machine.taints(value).length > 0)
    machine.writeStaticField(storeName(machine, 'variables of templates', true), name, value)
}

const kept = new WeakMap<Project, Map<string, ReadonlySet<string>>>()

/** Names that calls of a method in the project give, as they are written. */
function keptNames(project: Project, method: string): ReadonlySet<string> {
  const all = kept.get(project) ?? new Map<string, ReadonlySet<string>>()
  kept.set(project, all)
  const before = all.get(method)
  if (before) return before
  const form = new RegExp(`\\b${method}\\(\\s*['"]([\\w.-]+)['"]`, 'g')
  const names = new Set<string>()
  for (const { source } of project.files)
    if (source.includes(method)) for (const [, name = ''] of source.matchAll(form)) names.add(name)
  all.set(method, names)
  return names
}

const ofShop: ReadonlySet<string> = new Set(['environment', 'database'])

/**
 * What was kept in a store. Data that outlives its request is not the visitor's own any more; a name that several files use may
 * be another's.
 */
export function recall(
  machine: Machine,
  { store, as, scoped, name, unlessKeptBy, told, page }: Recalls,
  call: Call,
): Value | undefined {
  const from = storeName(machine, store, scoped)
  const key = cell(call, name)
  if (unlessKeptBy !== undefined && !keptNames(machine.project, unlessKeptBy).has(key)) return undefined
  const common = machine.readStaticField(from, key, call.at)
  // What is handed to this very page is surer than what its name says elsewhere; a program may name it without its folder.
  const { path } = machine.project.files[machine.frame.file]!
  for (const named of page ? [path, path.slice(path.lastIndexOf('/') + 1)] : []) {
    const own = machine.readStaticField(pageStore(store, named), key, call.at)
    if (valueTaints(own).length > 0) return own
  }
  const value = common
  if (as !== undefined) {
    // What the machine or a table said stays that.
    const stored = mapTaints(value, (taint) => (ofShop.has(taint.kind) ? taint : { ...taint, kind: as }))
    return told ? machine.trace(stored, call.at, `${writtenBefore} the ${store}, and is read back`) : stored
  }
  if (!scoped || machine.writersOfStatic(from, key) <= 1) return value
  return mapTaints(value, (taint) => ({ ...taint, kind: 'stored', unsure: true }))
}
