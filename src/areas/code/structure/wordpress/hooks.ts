import type { Expr, FunctionDecl, Stmt } from '../../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../../analysis/project.ts'
import { calledName, visit, type Visitable } from '../../../../analysis/visit.ts'
import { oncePer } from '../scripts.ts'
import { namedBy, valuesOf } from './lists.ts'
import { asksForRight } from './names.ts'

/** A function that WordPress calls, the class and the file it is written in. */
export interface Callback {
  fn: FunctionDecl
  cls: string | undefined
  file: number
}

/** A function given to a hook, and where that is said. */
export interface Registration {
  /** The name of the hook as far as it is a fixed text; `page:` and the right asked for, for a page of the back office. */
  hook: string
  callback: Callback
  /** File that registers it. */
  by: number
  /** Registered only for whoever has a right. */
  guarded: boolean
}

/** Where a registration stands: its class, its file, its function and the statements around. */
export interface Place {
  project: Project
  file: SourceFile
  cls: string | undefined
  fn?: FunctionDecl
  scope: readonly Stmt[]
}

const method = (project: Project, cls: string | undefined, name: string): Callback | undefined => {
  const own = cls === undefined ? undefined : project.findMethod(cls, name)
  return own && { fn: own.fn, cls: own.cls?.name, file: own.file }
}

/** Class of the object that a callback names: `$this`, `'A'`, `A::class`, `__CLASS__`, `new A`, or a variable that holds one. */
function classOf(place: Place, owner: Expr | undefined): string | undefined {
  const { cls } = place
  const named = (name: string) => (/^(?:self|static)$/.test(name) ? cls : name)
  switch (owner?.kind) {
    case 'lit':
      return String(owner.value)
    case 'cconst':
      return owner.cls.kind === 'name' ? named(owner.cls.name) : undefined
    case 'const':
      return /^__CLASS__$/i.test(owner.name) ? cls : undefined
    case 'new':
      return owner.cls.kind === 'name' ? named(owner.cls.name) : undefined
    case 'un':
      return classOf(place, owner.value)
    case 'var':
      return owner.name === 'this' ? cls : madeIn(place, owner.name)
    default:
      return undefined
  }
}

/** Class of what a variable was given with `new` in the same function. */
function madeIn({ scope }: Place, name: string): string | undefined {
  let found: string | undefined
  visit(scope, (node) => {
    if (node.kind === 'assign' && node.target.kind === 'var' && node.target.name === name)
      if (node.value.kind === 'new' && node.value.cls.kind === 'name') found = node.value.cls.name
  })
  return found
}

/** The only method of that name in the project. */
function onlyMethod({ project }: Place, name: string): Callback | undefined {
  const all = project.methods.get(name.toLowerCase()) ?? []
  return all.length === 1 ? { fn: all[0]!.fn, cls: all[0]!.cls?.name, file: all[0]!.file } : undefined
}

/** The function behind a callback as WordPress takes it: a name, `[$this, 'name']`, `'Class::name'`, a closure. */
export function callbackOf(place: Place, node: Expr | undefined): Callback | undefined {
  const { project, cls, file } = place
  if (node?.kind === 'func') return { fn: node.fn, cls, file: file.id }
  if (node?.kind === 'lit' && typeof node.value === 'string') {
    const [owner, name] = node.value.split('::')
    if (name !== undefined) return method(project, owner, name)
    const own = project.functions.get(node.value.toLowerCase())
    return own && { fn: own.fn, cls: own.cls?.name, file: own.file }
  }
  if (node?.kind !== 'array' || node.items.length !== 2) return undefined
  const [owner, name] = node.items.map((item) => item.value)
  if (name?.kind !== 'lit' || typeof name.value !== 'string') return undefined
  // Of an object that is not followed (`X()->forms()`) the only class that has such a method.
  const known = classOf(place, owner)
  return known === undefined ? onlyMethod(place, name.value) : method(project, known, name.value)
}

/** A loader of the plug-in's own, `$loader->add_action('name', $object, 'method')`. */
function loaded(place: Place, owner: Expr | undefined, name: Expr | undefined): Callback | undefined {
  if (name?.kind !== 'lit' || typeof name.value !== 'string') return undefined
  return method(place.project, classOf(place, owner), name.value) ?? onlyMethod(place, name.value)
}

/** The text that a hook's name starts with; a name built from parts is judged by its beginning. */
export function hookName(node: Expr | undefined): string {
  if (node?.kind === 'lit') return String(node.value)
  if (node?.kind === 'concat') return hookName(node.parts[0])
  if (node?.kind === 'bin' && node.op === '.') return hookName(node.left)
  if (node?.kind === 'call' && calledName(node)?.name === 'sprintf') return hookName(node.args[0]?.value).split('%')[0]!
  return ''
}

/** `add_action('wp_ajax_x_' . $name, [__CLASS__, $name])` in a loop: the handlers of all names of the list. */
function listedCallbacks(place: Place, hook: string, node: Expr | undefined): Callback[] {
  const values = valuesOf(place, node)
  if (values.length > 0) return values.flatMap((value) => callbackOf(place, value) ?? [])
  if (node?.kind !== 'array' || node.items.length !== 2) return []
  const [owner, name] = node.items.map((item) => item.value)
  const names =
    name?.kind === 'index' ? valuesOf(place, name).map((value) => ({ name: hookName(value), open: true })) : []
  return [...names, ...namedBy(place, name)]
    .filter(({ open }) => open || !/_nopriv_/.test(hook))
    .flatMap((item) => method(place.project, classOf(place, owner), item.name) ?? [])
}

/** Functions that add a page to the back office, with the places of the right and of the function that shows it. */
const menus: Readonly<Record<string, [right: number, shows: number]>> = {
  add_menu_page: [2, 4],
  add_submenu_page: [3, 5],
  add_options_page: [2, 4],
  add_management_page: [2, 4],
  add_theme_page: [2, 4],
  add_plugins_page: [2, 4],
  add_users_page: [2, 4],
  add_dashboard_page: [2, 4],
}

type Hooked = Omit<Registration, 'by' | 'guarded'>

/** What a call registers, if it registers anything. */
function registeredBy(place: Place, node: Expr | Stmt, wrappers: ReadonlyMap<string, Wrapper>): Hooked[] {
  const called = calledName(node)
  if (!called || !(node.kind === 'call' || node.kind === 'mcall' || node.kind === 'scall')) return []
  const args = node.args.map(({ value }) => value)
  const one = (hook: string, callback: Callback | undefined): Hooked[] => (callback ? [{ hook, callback }] : [])
  if (node.kind === 'call' && Object.hasOwn(menus, called.name)) {
    const [right, shows] = menus[called.name]!
    return one(`page:${hookName(args[right])}`, callbackOf(place, args[shows]))
  }
  if (called.name === 'add_shortcode') return one('shortcode', callbackOf(place, args[1]))
  if (/^add_?(?:action|filter)$/.test(called.name)) {
    const hook = hookName(args[0])
    const callback = callbackOf(place, args[1]) ?? (node.kind === 'call' ? undefined : loaded(place, args[1], args[2]))
    return callback ? [{ hook, callback }] : listedCallbacks(place, hook, args[1]).map((of) => ({ hook, callback: of }))
  }
  const wrapper = wrappers.get(called.name)
  if (!wrapper) return []
  const given = args[wrapper.callback]
  const name = given?.kind === 'lit' ? String(given.value) : undefined
  return one(
    wrapper.prefix + hookName(args[wrapper.hook]),
    wrapper.isMethod
      ? name === undefined
        ? undefined
        : method(place.project, place.cls, name)
      : callbackOf(place, given),
  )
}

/** A function of the plug-in's own that registers what it is given: `function ajax($name, $call) { add_action("wp_ajax_$name", $call); }`. */
interface Wrapper {
  prefix: string
  /** Place of the hook's name and of the callback among the arguments. */
  hook: number
  callback: number
  /** The callback is the name of a method of the same class. */
  isMethod: boolean
}

function wrapperOf({ fn }: Place, node: Expr | Stmt): [name: string, wrapper: Wrapper] | undefined {
  if (!fn || node.kind !== 'call' || calledName(node)?.name !== 'add_action') return undefined
  const parameter = (expr: Expr | undefined) =>
    expr?.kind === 'var' ? fn.params.findIndex(({ name }) => name.replace('$', '') === expr.name) : -1
  const [name, given] = node.args.map(({ value }) => value)
  const last = name?.kind === 'concat' ? name.parts.at(-1) : name?.kind === 'bin' && name.op === '.' ? name.right : name
  const inArray = given?.kind === 'array' && given.items.length === 2 ? given.items[1]?.value : undefined
  const [hook, callback] = [parameter(last), parameter(inArray ?? given)]
  if (hook < 0 || callback < 0) return undefined
  return [fn.name.toLowerCase(), { prefix: hookName(name), hook, callback, isMethod: inArray !== undefined }]
}

/** Calls `see` for all nodes of a file with the class and the function they stand in. */
export function visitPlaces(project: Project, file: SourceFile, see: (node: Expr | Stmt, place: Place) => void): void {
  const look = (body: readonly Stmt[] | null, cls: string | undefined, fn?: FunctionDecl) => {
    const place: Place = { project, file, cls, scope: body ?? [], ...(fn ? { fn } : {}) }
    visit(body, (node) => {
      if (node.kind === 'funcdecl') look(node.fn.body, cls, node.fn)
      if (node.kind === 'funcdecl') return false
      if (node.kind !== 'classdecl') return see(node, place)
      for (const item of node.cls.methods) look(item.body, node.cls.name, item)
      return false
    })
  }
  look(file.parsed.body, undefined)
}

const asks = (node: Visitable): boolean => {
  let found = false
  visit(node, (part) => {
    if (asksForRight.test(calledName(part)?.name ?? '')) found = true
  })
  return found
}

/** Statements that end what a function does: `return`, `exit`, `wp_die()`. */
export const leaves = (node: Stmt): boolean => {
  const last = node.kind === 'block' ? node.body.at(-1) : node
  return (
    last?.kind === 'return' ||
    (last?.kind === 'expr' && (last.value.kind === 'exit' || calledName(last.value)?.name === 'wp_die'))
  )
}

/** Calls that only run for whoever has a right: `if (current_user_can(…)) { … }`, or after `if (!current_user_can(…)) return;`. */
function guardedIn(body: readonly Stmt[], found = new Set<unknown>()): Set<unknown> {
  let passed = false
  for (const item of body) {
    if (passed) visit(item, (node) => void found.add(node))
    else if (item.kind === 'block') guardedIn(item.body, found)
    else if (item.kind === 'if') {
      if (!asks(item.test)) {
        guardedIn([item.yes], found)
        if (item.no) guardedIn([item.no], found)
      } else if (leaves(item.yes)) passed = true
      else visit(item.yes, (node) => void found.add(node))
    }
  }
  return found
}

function allRegistrations(project: Project): Registration[] {
  const found: Registration[] = []
  const wrappers = new Map<string, Wrapper>()
  const files = project.files.filter(({ language }) => language === 'php')
  for (const file of files)
    if (/add_action/.test(file.source))
      visitPlaces(project, file, (node, place) => {
        const own = wrapperOf(place, node)
        if (own) wrappers.set(...own)
      })
  const names = [...wrappers.keys()]
  const guarded = new Map<readonly Stmt[], Set<unknown>>()
  for (const file of files) {
    const source = file.source.toLowerCase()
    if (!/add_?(?:action|filter|shortcode)|add_\w+_page/.test(source) && !names.some((name) => source.includes(name)))
      continue
    visitPlaces(project, file, (node, place) => {
      const hooked = registeredBy(place, node, wrappers)
      if (hooked.length === 0) return
      if (!guarded.has(place.scope)) guarded.set(place.scope, place.fn ? guardedIn(place.scope) : new Set())
      for (const item of hooked) found.push({ ...item, by: file.id, guarded: guarded.get(place.scope)!.has(node) })
    })
  }
  return found
}

/** All that `add_action`, `add_filter`, `add_shortcode` and the pages of the back office register. */
export const registrationsOf = (project: Project): readonly Registration[] => oncePer(project, allRegistrations)
