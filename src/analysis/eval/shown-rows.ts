import type { Machine } from '../machine.ts'
import { type Closure, unknown, type Value } from '../value.ts'

/** Rows that a method has put into its object for a list: the framework hands each to the methods that print a part of it. */
export function showRows(machine: Machine, { fn, cls }: Closure, left: Value | undefined): void {
  if (!cls || !left) return
  for (const { inherits, filledBy, field, shownBy } of machine.models.shownRows) {
    if (fn.name !== filledBy || !machine.project.ancestry(cls.name).includes(inherits.toLowerCase())) continue
    const rows = left.shape?.keys.get(field)
    const row = rows && machine.readIndex(rows, null, fn.at)
    if (!row || machine.taints(row).length === 0) continue
    const self = machine.newObject(cls.name)
    for (const method of cls.methods) {
      if (!method.body || method.isStatic || !shownBy.test(method.name)) continue
      const file = machine.project.findClass(cls.name)!.file
      const shown = machine.invoke({ fn: method, file, cls, scope: null, self }, [row, unknown], method.at)
      machine.sink('page-output', shown, method.at)
    }
  }
}
