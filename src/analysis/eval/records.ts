import { escapes } from '../escapes.ts'
import type { Expr } from '../ast.ts'
import type { Machine } from '../machine.ts'
import type { StoredRecordModel } from '../models.ts'
import { mapTaints, withEscapes } from '../map-taints.ts'
import { type Value, valueTaints } from '../value.ts'

const store = (cls: string) => `record ${cls.toLowerCase()}`

function modelOf(machine: Machine, cls: string): StoredRecordModel | undefined {
  const { storedRecords } = machine.models
  if (storedRecords.length === 0) return undefined
  const bare = storedRecords.find((model) => model.declared === undefined && model.inherits === cls)
  if (bare || !machine.project.findClass(cls)) return bare
  const ancestry = machine.project.ancestry(cls)
  return storedRecords.find((model) => ancestry.includes(model.inherits.toLowerCase()))
}

const item = (expr: Expr | undefined, name: string): Expr | undefined =>
  expr?.kind === 'array' ? expr.items.find(({ key }) => key?.kind === 'lit' && key.value === name)?.value : undefined

/** Bits that a field has earned by the time it has been saved: by its declared type and by the check that saving makes. */
function earned(machine: Machine, cls: string, model: StoredRecordModel, name: string): number | undefined {
  if (model.declared === undefined) return 0
  const field = item(item(machine.project.property(cls, model.declared)?.initial ?? undefined, 'fields'), name)
  if (!field) return undefined
  const type = item(field, 'type')
  const check = item(field, 'validate')
  let bits = type?.kind === 'cconst' ? escapes(...(model.types?.[type.name] ?? [])) : 0
  if (check?.kind === 'lit') {
    const found = machine.models.calls.get(`${model.checks}::${String(check.value)}`.toLowerCase())
    bits |= escapes(...(found?.find((one) => one.guards)?.guards?.escapes ?? []))
  }
  return bits
}

/** Notes foreign data that is put into a field of a record: whoever reads the record later finds it there. */
export function storeField(machine: Machine, cls: string, name: string, value: Value): void {
  if (valueTaints(value).every((taint) => taint.kind !== 'request')) return
  const model = modelOf(machine, cls)
  const bits = model && earned(machine, cls, model, name)
  if (bits === undefined) return
  const kept = withEscapes(value, bits)
  if (valueTaints(kept).length > 0) machine.writeStaticField(store(cls), name, kept)
}

/** What another request may have put into a field of a record. */
export function storedField(machine: Machine, cls: string, name: string, at: number): Value | undefined {
  const model = modelOf(machine, cls)
  if (!model || earned(machine, cls, model, name) === undefined) return undefined
  const value = machine.readStaticField(store(cls), name, at)
  if (valueTaints(value).length === 0) return undefined
  const stored = mapTaints(value, (taint) => ({ ...taint, kind: 'stored' }))
  return machine.trace(stored, at, `was saved in the record and is read back from ${name}`)
}
