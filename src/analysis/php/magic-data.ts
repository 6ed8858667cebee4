import type { Call, Machine } from '../machine.ts'
import { nothing, unknown, type Value } from '../value.ts'

/** Classes of parts of a page that keep any data under any name, for the template that shows them. */
const partOfPage =
  /^(?:mage_(?:core|adminhtml|catalog|checkout|customer)_block_\w+|(?:magento\\)?.*\\(?:element\\template|abstractblock))$/

const snake = (name: string) => name.replace(/(?<=[a-z0-9])[A-Z]/g, '_$&').toLowerCase()

function keyOf(method: string, call: Call): string | undefined {
  if (/^[sg]etData$/.test(method)) {
    const name = call.args[0]?.constant
    return typeof name === 'string' ? name : undefined
  }
  const name = /^[sg]et([A-Z]\w*)$/.exec(method)?.[1]
  return name === undefined ? undefined : snake(name)
}

/** `$block->setMessage($text)` and, in the template, `$this->getMessage()`: methods that no class declares. */
export function magicData(machine: Machine, method: string, call: Call): Value | undefined {
  const cls = call.receiver?.object?.cls ?? ''
  if (cls === '' || machine.semantics.language !== 'php' || !/^[sg]et[A-Z]/.test(method)) return undefined
  if (!machine.project.findClass(cls) || !machine.project.ancestry(cls).some((name) => partOfPage.test(name)))
    return undefined
  const key = keyOf(method, call)
  if (key === undefined) return undefined
  const store = `data of ${cls}`
  if (method.startsWith('g')) {
    const held = machine.readStaticField(store, key, call.at)
    return held === unknown ? undefined : held
  }
  machine.writeStaticField(store, key, call.args[method === 'setData' ? 1 : 0] ?? nothing)
  return call.receiver ?? undefined
}
