import type { Native } from '../machine.ts'
import { component, share } from '../templates/generated.ts'
import { constant, unknown, type Value } from '../value.ts'

const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
const studly = (name: string) => camel(`-${name}`)

/** `<x-search-hint :words="$q" />`: the class of that name is made of what the tag gives, and its template shown with it. */
const made: Native = (machine, call) => {
  const [name, given] = call.args
  const attributes = new Map([...(given?.shape?.keys ?? [])].map(([key, value]) => [camel(key), value] as const))
  const tell = (key: string, value: Value) =>
    machine.callNamedFunction(share, {
      name: share,
      at: call.at,
      args: [constant(key), value],
      nodes: [],
      receiver: null,
      receiverNode: null,
    })
  for (const [key, value] of attributes) if (machine.taints(value).length > 0) tell(key, value)
  const simple = String(name?.constant ?? '')
    .split('.')
    .map(studly)
    .join('\\')
  const info = machine.project.findClass(`App\\View\\Components\\${simple}`) ?? machine.project.findClass(simple)
  if (!info || !machine.project.ancestry(info.decl.name).includes('component')) return unknown
  const object = machine.newObject(info.decl.name)
  const maker = machine.project.findMethod(info.decl.name, '__construct')
  if (maker?.fn.body) {
    const args = maker.fn.params.map((param) => attributes.get(param.name) ?? unknown)
    machine.invoke({ fn: maker.fn, file: maker.file, cls: maker.cls, scope: null, self: object }, args, call.at)
  }
  for (const [key, value] of machine.content(object)?.shape?.keys ?? [])
    if (machine.taints(value).length > 0) tell(key, value)
  return unknown
}

/** Components of Blade. */
export const bladeNatives: readonly (readonly [string, Native])[] = [[component, made]]
