import type { FunctionDecl } from '../ast.ts'
import type { Machine } from '../machine.ts'
import { visit } from '../visit.ts'
import { fileSays } from './said.ts'

/** Source of the function around a place, or of the lines around it; a small helper serves its whole file. */
export function around(machine: Machine, at: number): string {
  const { fn, file } = machine.frame
  const { source } = machine.project.files[file]!
  if (fn && fn.end - fn.at < 250) return source
  const [from, to] = fn && fn.end - fn.at < 3000 ? [fn.at - 80, fn.end] : [at - 300, at + 300]
  return source.slice(Math.max(0, from), to)
}

/** The method around, functions written in place within it left out. */
function methodAround(machine: Machine): FunctionDecl | null {
  let { frame } = machine
  while (frame.fn?.uses === 'all' && frame.caller?.file === frame.file) frame = frame.caller
  return frame.fn
}

const asked = new WeakMap<FunctionDecl, Map<RegExp, boolean>>()

/** True where a function, or a method of the project that it calls by name, says a setting. */
function sets(machine: Machine, fn: FunctionDecl, file: number, setting: RegExp): boolean {
  const known = asked.get(fn) ?? new Map<RegExp, boolean>()
  asked.set(fn, known)
  const before = known.get(setting)
  if (before !== undefined) return before
  const { project } = machine
  const text = (item: FunctionDecl, of: number) => project.files[of]!.source.slice(item.at, item.end)
  let found = setting.test(text(fn, file))
  if (!found)
    visit(fn.body, (node) => {
      const name =
        node.kind === 'call' ? (node.callee.kind === 'var' ? node.callee.name : '') : 'name' in node ? node.name : ''
      if (found || (node.kind !== 'call' && node.kind !== 'mcall' && node.kind !== 'scall') || typeof name !== 'string')
        return
      const meant = project.methods.get(name.toLowerCase()) ?? []
      found = meant.length <= 4 && meant.some((item) => setting.test(text(item.fn, item.file)))
    })
  known.set(setting, found)
  return found
}

/** True where what is made here is given a setting: by the function around, or in the class for what its fields hold. */
export function isSetHere(machine: Machine, setting: RegExp): boolean {
  const fn = methodAround(machine)
  const { file } = machine.frame
  return fn ? sets(machine, fn, file, setting) : fileSays(machine.project.files[file]!, setting)
}

/** True where what is used here was given a setting: here, or, where the function around does not make it itself, elsewhere in its file. */
export function isSet(machine: Machine, { setting, makes }: { setting: RegExp; makes: RegExp }): boolean {
  if (isSetHere(machine, setting)) return true
  const fn = methodAround(machine)
  const file = machine.project.files[machine.frame.file]!
  return fn !== null && !makes.test(file.source.slice(fn.at, fn.end)) && fileSays(file, setting)
}
