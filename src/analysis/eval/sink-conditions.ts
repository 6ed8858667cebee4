import type { Expr } from '../ast.ts'
import type { Call, Machine } from '../machine.ts'
import type { SinkModel } from '../sink-model.ts'
import type { Text, Value } from '../value.ts'
import { shapeOf } from './access.ts'
import { keysOf } from './cookies.ts'
import { uploadedPath } from './origins.ts'

/** Functions that a chain of calls goes through, from the receiver outwards. */
function* chain(node: Expr | null): Generator<string> {
  for (let at = node; at && (at.kind === 'mcall' || at.kind === 'scall'); at = at.kind === 'mcall' ? at.object : null)
    if (typeof at.name === 'string') yield at.name
}

/** Methods that give a record: what is called on it is no part of a query any more. */
const fetches = /^(?:first|find|sole|get|all|create|make|fresh|refresh|user)/i

function goesThrough(through: RegExp, receiver: Expr | null): boolean {
  for (const name of chain(receiver)) {
    if (through.test(name)) return true
    if (fetches.test(name)) return false
  }
  return false
}

/** Programs that read a line of commands, or run another program that is named to them. */
const shells =
  /^(?:.*[/\\])?(?:(?:ba|da|z|k|c|tc|a)?sh|cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh|env|sudo|su|xargs|ssh|nohup|nice|timeout|busybox)$/i

/** True unless the program is known to be started by itself, its words given one by one: no shell reads them. */
function mayBeShell(machine: Machine, program: NonNullable<SinkModel['program']>, call: Call): boolean {
  const [first] = call.args
  const list = shapeOf(machine, first)
  const name = list ? list.keys.get('0')?.constant : program === 'words' ? first?.constant : undefined
  return typeof name !== 'string' || shells.test(name)
}

const singular = (name: string) =>
  name
    .replace(/ies$/, 'y')
    .replace(/(?<=[sx]|ch|sh)es$/, '')
    .replace(/(?<!s)s$/, '')

/** True where the record of a table (`$this->Users`) leaves every field open to be set. */
function isOpenRecord(machine: Machine, property: string, call: Call): boolean {
  const node = call.receiverNode
  if (node?.kind !== 'prop' || typeof node.name !== 'string') return false
  const initial = machine.project.property(singular(node.name), property)?.initial
  return (
    initial?.kind === 'array' &&
    initial.items.some(
      ({ key, value }) => key?.kind === 'lit' && key.value === '*' && value.kind === 'lit' && value.value === true,
    )
  )
}

/** True where a call fulfils what a sink asks of the call besides its argument. */
export function fulfils(machine: Machine, sink: SinkModel, call: Call): boolean {
  const { when, through, receiverHas, openRecord, foreign, before } = sink
  if (sink.program && !mayBeShell(machine, sink.program, call)) return false
  if (before && !((machine.project.libraries.get(before.library) ?? before.major) < before.major)) return false
  if (when) {
    const value = call.args[when.arg]?.constant
    if (value === undefined || !when.matches.test(String(value))) return false
  }
  if (foreign !== undefined) {
    const given = call.args[foreign]
    if (!given || !machine.taints(given).some(({ kind }) => kind === 'request')) return false
  }
  if (sink.uploaded && (call.args[sink.uploaded.arg]?.object?.cls === uploadedPath) !== sink.uploaded.is) return false
  if (through && !goesThrough(through, call.receiverNode)) return false
  if (receiverHas !== undefined) {
    const held = call.receiver && keysOf(machine, call.receiver)?.get(receiverHas)
    if (!held || held.constant !== true) return false
  }
  return openRecord === undefined || isOpenRecord(machine, openRecord, call)
}

const literals = (text: Text): string => text.map((part) => (typeof part === 'string' ? part : ' ')).join('')

/** Names that an array in a call gives to its elements, where they are put together and their fixed parts look so. */
export function namesIn(machine: Machine, form: RegExp, node: Expr | undefined): Value[] {
  if (node?.kind !== 'array') return []
  return node.items.flatMap(({ key, value }) => {
    if (key === null) return namesIn(machine, form, value)
    if (key.kind === 'lit') return []
    const name = machine.eval(key)
    return form.test(literals(name.text)) ? [name] : []
  })
}
