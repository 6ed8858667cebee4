import type { Machine, Native } from '../machine.ts'
import { keysOf } from '../eval/cookies.ts'
import { folderOf } from './resolve.ts'
import { join } from '../join.ts'
import { unknown, Value } from '../value.ts'
import { isSchema, passed } from './schemas.ts'

const kind = 'RemoteProcedure'

function procedure(machine: Machine, schema: Value | undefined): Value {
  const keys = new Map<string, Value>(schema ? [['schema', schema]] : [])
  return machine.newObject(kind, new Value(undefined, [], { keys, rest: null, next: Number.NaN }))
}

/** `procedure.input(schema)` of tRPC and its kin: what comes from the caller, as far as the schema lets it through. */
const input: Native = (machine, call) => {
  const [schema] = call.args
  return isSchema(schema) || call.receiver?.object?.cls === kind ? procedure(machine, schema) : undefined
}

const same: Native = (_machine, call) =>
  call.receiver?.object?.cls === kind ? (call.receiver ?? undefined) : undefined

/** `.query(({ input }) => …)`: the handler is given what the schema let through. */
const handler: Native = (machine, call) => {
  const { receiver } = call
  const [callback] = call.args
  if (receiver?.object?.cls !== kind || !callback?.closures) return undefined
  const schema = keysOf(machine, receiver)?.get('schema')
  const source = machine.source('request', 'input of the procedure', call.at)
  const value = schema && isSchema(schema) ? passed(machine, schema, source, call.at) : source
  const options = new Value(
    undefined,
    [],
    { keys: new Map([['input', value]]), rest: unknown, next: Number.NaN },
    { id: 0, cls: 'ProcedureOptions' },
  )
  for (const { fn } of callback.closures) {
    const before = machine.handed.get(fn)?.[0]
    machine.handed.set(fn, [before ? join(before, options) : options])
  }
  return unknown
}

/** `strapi.service('api::store.store')`: what the file of that name exports, called with the application where it is a function. */
const service: Native = (machine, call) => {
  const uid = call.args[0]?.constant
  const [, api, name] = (typeof uid === 'string' && /^(?:api|plugin)::([\w-]+)\.([\w-]+)$/.exec(uid)) || []
  if (api === undefined) return undefined
  const { project, frame } = machine
  for (const ending of ['js', 'ts']) {
    const file = project.fileEndingIn(`${api}/services/${name}.${ending}`)
    if (file === undefined) continue
    const up = folderOf(project.files[frame.file]!.path).replace(/[^/]+/g, '..')
    const exported = machine.modules.imported(`./${up}/${project.files[file]!.path}`)
    if (exported?.closures) return machine.invokeValue(exported, [unknown], call.at)
    if (exported) return exported
  }
  return undefined
}

/** `factories.createCoreService(uid, ({ strapi }) => ({ … }))` and its kin: what the function makes. */
const factory: Native = (machine, call) => {
  const callback = call.args[1]
  return callback?.closures ? machine.invokeValue(callback, [unknown], call.at) : undefined
}

export const procedureMethods: readonly (readonly [string, Native])[] = [
  ['input', input],
  ['use', same],
  ['meta', same],
  ['output', same],
  ['query', handler],
  ['mutation', handler],
  ['subscription', handler],
  ['service', service],
  ['createcoreservice', factory],
  ['createcorecontroller', factory],
]
