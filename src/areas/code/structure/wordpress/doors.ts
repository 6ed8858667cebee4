import type { FunctionDecl } from '../../../../analysis/ast.ts'
import type { Project } from '../../../../analysis/project.ts'
import { calledName, visit, type Visitable } from '../../../../analysis/visit.ts'
import { oncePer } from '../scripts.ts'
import { type Callback, hookName, type Registration, registrationsOf, visitPlaces } from './hooks.ts'
import { asksForNonce, asksForRight } from './names.ts'

/** An entry point of a plug-in: what it is called for, and where that is said. */
export interface Door {
  /** The name of the action as far as it is a fixed text; `load-` for a page of the back office. */
  action: string
  callback: Callback
  /** File that registers it. */
  by: number
  /** Registered only for whoever has a right. */
  guarded: boolean
  /** What was sent says that it is called: `do_action('x_' . $_GET['do'])`. */
  asked: boolean
  /** Visitors may call it, too. */
  open?: boolean
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

/** Hooks of the back office, for whoever has an account; `admin_init` with what admin-ajax.php answers to anybody, too. */
export const everyAdminRequest = /^(?:admin_init|admin_menu|current_screen|admin_head|admin_notices)$/
export const everyRequest = new RegExp(
  `${everyAdminRequest.source}|^(?:init|wp_loaded|template_redirect|parse_request|plugins_loaded|wp|send_headers|after_setup_theme|wp_head)$`,
)
/** Saves what a form of an account's profile sent, its own among them. */
export const ofProfile = /^(?:personal_options_update|edit_user_profile_update|profile_update|user_register)$/
export const heartbeat = /^heartbeat_(?:nopriv_)?(?:received|send)$/

export const isDoor = (action: string) =>
  /^(?:wp_ajax_|wc_ajax_|admin_post_|admin_action_|load-)/.test(action) ||
  everyRequest.test(action) ||
  ofProfile.test(action) ||
  heartbeat.test(action)

/** What a function calls hooks by: names that are fixed, and beginnings that what was sent continues. */
function firedBy(fn: FunctionDecl): { hook: string; sent: boolean }[] {
  const fired: { hook: string; sent: boolean }[] = []
  const sent = new Set<string>()
  let asks = false
  let reads = false
  const isSent = (node: Visitable) => {
    let found = false
    visit(node, (part) => {
      if (part.kind === 'var' && (/^_(?:GET|POST|REQUEST)$/.test(part.name) || sent.has(part.name))) found = true
    })
    return found
  }
  // What it only does in some cases may be the end of a longer check.
  const always = new Set(fn.body?.map((item) => (item.kind === 'expr' ? item.value : undefined)))
  visit(fn.body, (node) => {
    if (node.kind === 'var' && /^_(?:GET|POST|REQUEST)$/.test(node.name)) reads = true
    if (node.kind === 'assign' && node.target.kind === 'var' && isSent(node.value)) sent.add(node.target.name)
    const called = calledName(node)
    if (!called) return
    if (asksForRight.test(called.name) || asksForNonce.test(called.name)) asks = true
    if (node.kind !== 'call' || called.name !== 'do_action') return
    const name = node.args[0]?.value
    const hook = hookName(name)
    if (name?.kind === 'lit' && always.has(node)) fired.push({ hook, sent: false })
    else if (hook.length > 2 && isSent(name)) fired.push({ hook, sent: true })
  })
  // Who looks at the request himself is no mere announcer.
  return asks ? [] : fired.filter((of) => of.sent || !reads)
}

/** Hooks that a plug-in calls with every request itself, with the hook of WordPress that they stem from. */
function chained(registrations: readonly Registration[]): { hook: string; root: string; sent: boolean }[] {
  const found: { hook: string; root: string; sent: boolean }[] = []
  let roots = new Map<string, string>()
  for (const { hook } of registrations) if (everyRequest.test(hook)) roots.set(hook, hook)
  const done = new Set<string>()
  for (let round = 0; round < 3 && roots.size > 0; round++) {
    const next = new Map<string, string>()
    for (const { hook, callback, guarded } of registrations) {
      const root = roots.get(hook)
      if (root === undefined || guarded) continue
      for (const fired of firedBy(callback.fn)) {
        const key = `${fired.hook} ${fired.sent}`
        if (done.has(key) || isDoor(fired.hook)) continue
        done.add(key)
        found.push({ ...fired, root })
        if (!fired.sent) next.set(fired.hook, root)
      }
    }
    roots = next
  }
  return found
}

/** Names of the hooks that the project calls, or how they begin: `do_action("x_saved_{$id}")`. */
function firedAnywhere(project: Project): { name: string; whole: boolean }[] {
  const found = new Map<string, boolean>()
  for (const { language, source } of project.files)
    if (language === 'php')
      for (const [, name, end] of source.matchAll(/\b(?:do_action|apply_filters)\w*\(\s*['"]([\w.-]+)(['"]\s*[,)])?/g))
        found.set(name!, (found.get(name!) ?? true) && end !== undefined)
  return [...found].map(([name, whole]) => ({ name, whole }))
}

/** Reads the request, or an array that it is given. */
function takesRequest({ params, body }: FunctionDecl): boolean {
  const given = params[0]?.name.replace('$', '')
  let found = false
  visit(body, (node) => {
    if (node.kind === 'var' && /^_(?:GET|POST|REQUEST)$/.test(node.name)) found = true
    if (node.kind === 'index' && node.object.kind === 'var' && node.object.name === given) found = true
  })
  return found
}

function allDoors(project: Project): Door[] {
  const registrations = registrationsOf(project)
  const chains = chained(registrations)
  const fired = () => oncePer(project, firedAnywhere)
  return registrations.flatMap(({ hook, callback, by, guarded }): Door[] => {
    const { fn, cls } = callback
    // What an abstract class leaves open, its children do.
    const all =
      fn.body === null && cls
        ? project.implementations(cls, fn.name).map((own) => ({ fn: own.fn, cls: own.cls?.name, file: own.file }))
        : [callback]
    const door = (action: string, asked = false): Door[] =>
      all.map((of) => ({ action, callback: meant(project, of), by, guarded, asked }))
    if (hook.startsWith('page:')) return door('load-')
    if (isDoor(hook)) return door(hook)
    const chain = chains.find((of) => (of.sent ? hook.startsWith(of.hook) && hook !== of.hook : hook === of.hook))
    if (!chain) return []
    // A hook that the plug-in calls by its name as well, or that takes no request, is not meant for it.
    const isFired = (of: { name: string; whole: boolean }) =>
      of.whole ? of.name === hook : of.name.length > chain.hook.length && hook.startsWith(of.name)
    if (chain.sent && (fired().some(isFired) || !takesRequest(fn))) return []
    return door(chain.root, chain.sent)
  })
}

/** What constructors do of what a script, or a function that runs with every request, makes by itself: it is done with every request. */
function constructed(project: Project): Door[] {
  const found = new Map<string, number>()
  const always = new Set(
    registrationsOf(project).flatMap(({ hook, callback }) => (everyRequest.test(hook) ? [callback.fn] : [])),
  )
  for (const file of project.files) {
    if (file.language !== 'php') continue
    visitPlaces(project, file, (node, { fn }) => {
      if (fn && !always.has(fn)) return
      const made =
        node.kind === 'new'
          ? node.cls
          : node.kind === 'scall' && /instance/i.test(String(node.name))
            ? node.cls
            : undefined
      if (made?.kind === 'name') found.set(made.name, file.id)
    })
  }
  return [...found].flatMap(([name, by]) => {
    const body = project.findMethod(name, '__construct')?.fn.body ?? []
    return body.flatMap((item): Door[] => {
      const call = item.kind === 'expr' && item.value.kind === 'mcall' ? item.value : undefined
      if (call?.object.kind !== 'var' || call.object.name !== 'this') return []
      const own = project.findMethod(name, calledName(call)?.name ?? '')
      if (!own?.fn.body) return []
      const callback = { fn: own.fn, cls: own.cls?.name, file: own.file }
      return [{ action: 'init', callback, by, guarded: false, asked: false }]
    })
  })
}

function everyDoor(project: Project): Door[] {
  if (registrationsOf(project).length === 0) return []
  const doors = [...allDoors(project), ...constructed(project)]
  const open = new Set(doors.flatMap(({ action, callback }) => (/_nopriv_/.test(action) ? [callback.fn] : [])))
  return doors.map((door) => ({ ...door, open: open.has(door.callback.fn) }))
}

/** Every entry point of the project that `add_action` and its like register. */
export const doorsOf = (project: Project): readonly Door[] => oncePer(project, everyDoor)
