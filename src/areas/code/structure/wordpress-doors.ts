import type { Expr, FunctionDecl, Stmt } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import { oncePer } from './scripts.ts'

/** A function that WordPress calls, the class and the file it is written in. */
export interface Callback {
  fn: FunctionDecl
  cls: string | undefined
  file: number
}

/** An entry point of a plug-in: what it is called for, and where that is said. */
export interface Door {
  /** The name of the action as far as it is a fixed text; `load-` for a page of the back office. */
  action: string
  callback: Callback
  /** File that registers it. */
  by: number
}

/** Where a registration stands: its class, its file and the statements around. */
export interface Place {
  project: Project
  file: SourceFile
  cls: string | undefined
  scope: readonly Stmt[]
}

/** A function that only calls another one of the plug-in stands for that. */
function meant(project: Project, callback: Callback, left = 3): Callback {
  const [only, ...rest] = callback.fn.body ?? []
  const value = rest.length > 0 ? undefined : only?.kind === 'expr' || only?.kind === 'return' ? only.value : undefined
  const called = value ? calledName(value) : undefined
  const next =
    value?.kind === 'call' && called
      ? project.functions.get(called.name)
      : value?.kind === 'scall' && called?.cls && !/^(?:self|static|parent)$/.test(called.cls)
        ? project.findMethod(called.cls, called.name)
        : undefined
  return next?.fn.body && left > 0
    ? meant(project, { fn: next.fn, cls: next.cls?.name, file: next.file }, left - 1)
    : callback
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
  return name?.kind === 'lit' && typeof name.value === 'string'
    ? method(project, classOf(place, owner), name.value)
    : undefined
}

/** A loader of the plug-in's own, `$loader->add_action('name', $object, 'method')`: the only class that has such a method. */
function loaded(place: Place, owner: Expr | undefined, name: Expr | undefined): Callback | undefined {
  if (name?.kind !== 'lit' || typeof name.value !== 'string') return undefined
  const known = method(place.project, classOf(place, owner), name.value)
  if (known) return known
  const all = place.project.methods.get(name.value.toLowerCase()) ?? []
  return all.length === 1 ? { fn: all[0]!.fn, cls: all[0]!.cls?.name, file: all[0]!.file } : undefined
}

/** The text that an action's name starts with; a name built from parts is judged by its beginning. */
function actionName(node: Expr | undefined): string {
  if (node?.kind === 'lit') return String(node.value)
  if (node?.kind === 'concat') return actionName(node.parts[0])
  if (node?.kind === 'bin' && node.op === '.') return actionName(node.left)
  return ''
}

interface Listed {
  name: string
  /** `'name' => false`: the list says that it is not for everybody. */
  open: boolean
}

/** Names that a loop around takes out of an array written in the same function: `foreach (['save' => false] as $name => $open)`. */
function listed({ scope }: Place, variable: string): Listed[] {
  const arrays = new Map<string, Expr>()
  const found: Listed[] = []
  visit(scope, (node) => {
    if (node.kind === 'assign' && node.target.kind === 'var' && node.value.kind === 'array')
      arrays.set(node.target.name, node.value)
    if (node.kind !== 'foreach') return
    const list = node.subject.kind === 'var' ? arrays.get(node.subject.name) : node.subject
    if (list?.kind !== 'array') return
    const byKey = node.key?.kind === 'var' && node.key.name === variable
    if (!byKey && !(node.value.kind === 'var' && node.value.name === variable)) return
    for (const { key, value } of list.items) {
      const name = byKey ? key : value
      if (name?.kind === 'lit' && typeof name.value === 'string')
        found.push({ name: name.value, open: !byKey || value.kind !== 'lit' || value.value !== false })
    }
  })
  return found
}

/** `add_action('wp_ajax_x_' . $name, [__CLASS__, $name])` in a loop: the handlers of all names of the list. */
function listedDoors(place: Place, action: string, node: Expr | undefined): Callback[] {
  if (node?.kind !== 'array' || node.items.length !== 2) return []
  const [owner, name] = node.items.map((item) => item.value)
  const parts = name?.kind === 'concat' ? name.parts : name ? [name] : []
  const last = parts.at(-1)
  if (last?.kind !== 'var') return []
  const prefix = parts.slice(0, -1).map((part) => (part.kind === 'lit' ? String(part.value) : '?'))
  return listed(place, last.name)
    .filter(({ open }) => open || !/_nopriv_/.test(action))
    .flatMap((item) => method(place.project, classOf(place, owner), prefix.join('') + item.name) ?? [])
}

export const everyRequest = /^(?:admin_init|init|wp_loaded|template_redirect|parse_request|plugins_loaded|wp)$/
const isDoor = (action: string) => /^(?:wp_ajax_|admin_post_|load-)/.test(action) || everyRequest.test(action)

/** Functions that add a page to the back office, with the place of the function that shows it. */
const menus: Readonly<Record<string, number>> = {
  add_menu_page: 4,
  add_submenu_page: 5,
  add_options_page: 4,
  add_management_page: 4,
  add_theme_page: 4,
  add_plugins_page: 4,
  add_users_page: 4,
  add_dashboard_page: 4,
}

/** What a call registers, if it registers anything. */
function registeredBy(place: Place, node: Expr | Stmt): Omit<Door, 'by'>[] {
  const called = calledName(node)
  if (!called || !(node.kind === 'call' || node.kind === 'mcall' || node.kind === 'scall')) return []
  const args = node.args.map(({ value }) => value)
  if (node.kind === 'call' && Object.hasOwn(menus, called.name)) {
    const callback = callbackOf(place, args[menus[called.name]!])
    return callback ? [{ action: 'load-', callback: meant(place.project, callback) }] : []
  }
  if (!/^add_?action$/.test(called.name)) return []
  const action = actionName(args[0])
  if (!isDoor(action)) return []
  const one = callbackOf(place, args[1]) ?? (node.kind === 'call' ? undefined : loaded(place, args[1], args[2]))
  return (one ? [one] : listedDoors(place, action, args[1])).map((callback) => ({
    action,
    callback: meant(place.project, callback),
  }))
}

/** Calls `see` for all nodes of a file with the class and the function they stand in. */
export function visitPlaces(project: Project, file: SourceFile, see: (node: Expr | Stmt, place: Place) => void): void {
  const look = (body: readonly Stmt[] | null, cls: string | undefined) => {
    const place: Place = { project, file, cls, scope: body ?? [] }
    visit(body, (node) => {
      if (node.kind !== 'classdecl') return see(node, place)
      for (const item of node.cls.methods) look(item.body, node.cls.name)
      return false
    })
  }
  look(file.parsed.body, undefined)
}

function allDoors(project: Project): Door[] {
  const doors: Door[] = []
  for (const file of project.files) {
    if (file.language !== 'php' || !/add_?action|add_\w+_page/i.test(file.source)) continue
    visitPlaces(project, file, (node, place) => {
      for (const door of registeredBy(place, node)) doors.push({ ...door, by: file.id })
    })
  }
  return doors
}

/** Every entry point of the project that `add_action` and its like register. */
export const doorsOf = (project: Project): readonly Door[] => oncePer(project, allDoors)
