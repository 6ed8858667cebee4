import { Esc } from '../escapes.ts'
import type { Expr } from '../ast.ts'
import type { Machine } from '../machine.ts'
import { mapTaints } from '../map-taints.ts'
import { opaque, type Step, unknown, unknownNumber, Value } from '../value.ts'

const host = 'gives its host'
const extension = 'gives its ending'
const scheme = 'gives its scheme'

/** Where a part was asked of a place that is the same everywhere (`$_FILES['f']['name']`): that place. */
const wholePlaces = new WeakMap<Step, Expr>()
const wholePlace = (step: Step): Expr | undefined => wholePlaces.get(step)

/** Parts of a value that is the data itself, nothing put before or behind it. */
const ofAll = new WeakSet<Step>()

const isEverywhere = (node: Expr): boolean =>
  node.kind === 'index' ? isEverywhere(node.object) : node.kind === 'var' && /^_[A-Z]+$/.test(node.name)

function partOf(machine: Machine, whole: Value, at: number, message: string, node?: Expr): Value {
  const taints = machine.taints(whole)
  if (taints.length === 0) return unknown
  const [only, ...others] = whole.text
  const isAlone = others.length === 0 && typeof only === 'object' && 'taints' in only && !only.folded
  return mapTaints(opaque(taints), (taint) => {
    const step = { file: machine.frame.file, at, message, before: taint.step, length: taint.step.length + 1 }
    if (node?.kind === 'index' && isEverywhere(node)) wholePlaces.set(step, node)
    if (isAlone && !taint.unsure) ofAll.add(step)
    return { ...taint, step }
  })
}

/** The host of an address: where it is found in a list, the address is one of the shop's choice. */
export const hostOf = (machine: Machine, address: Value, at: number, node?: Expr): Value =>
  partOf(machine, address, at, host, node)

/** The scheme of an address: where it is found in a list, the address runs no script. */
export const schemeOf = (machine: Machine, address: Value, at: number): Value => partOf(machine, address, at, scheme)

/** The ending of a file's name: where it is found in a list, the file is of a kind that the shop wants. */
export const extensionOf = (machine: Machine, name: Value, at: number, node?: Expr, message = extension): Value =>
  mapTaints(partOf(machine, name, at, message, node), (taint) => ({ ...taint, escapes: taint.escapes | Esc.PathName }))

const allowed = 'gives its ending where that is allowed'

/** The same of a function that gives nothing where the ending is none of those allowed. */
export const allowedExtensionOf = (machine: Machine, name: Value, at: number, node?: Expr): Value =>
  extensionOf(machine, name, at, node, allowed)

/** True for such an ending: where there is one, it is one of those. */
export function isAllowedExtension(machine: Machine, value: Value): boolean {
  const taints = machine.taints(value)
  return (
    taints.length > 0 &&
    taints.every(({ step: last }) => {
      for (let step: Step | null = last; step; step = step.before) if (step.message === allowed) return true
      return false
    })
  )
}

const endingIndex = 'index of the ending'

/** `name.lastIndexOf('.')`: a number that says where the ending begins. */
export const indexOfEnding = (): Value => new Value(undefined, unknownNumber.text, null, { id: 0, cls: endingIndex })
export const isIndexOfEnding = (value: Value | undefined): boolean => value?.object?.cls === endingIndex

/** Where the whole entered: an object that was made of a text alone (`new URI(text)`) is as good as that. */
function madeOf(part: Step): Step {
  const whole = part.before!
  return ofAll.has(part) && whole.before && whole.message.startsWith('is kept in') ? whole.before : whole
}

/** What a check of this data says of the whole that it is a part of: where that entered, and the bits it earns. */
export function wholeOf(step: Step): { step: Step; bits: number; place?: Expr | undefined } | undefined {
  for (let one: Step | null = step; one; one = one.before) {
    if (!one.before) return undefined
    const from = madeOf(one)
    if (one.message === host) return { step: from, bits: Esc.LocalUrl, place: wholePlace(one) }
    if (one.message === scheme) return { step: from, bits: Esc.WebUrl }
    if (one.message === extension || one.message === allowed)
      return { step: from, bits: Esc.UploadName, place: wholePlace(one) }
  }
  return undefined
}

/** Parts of an address that name a machine, as JavaScript's `URL` has them. */
export const hostParts: ReadonlySet<string> = new Set(['host', 'hostname', 'origin'])
