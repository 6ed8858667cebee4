import type { Client } from './server.ts'

/** A schema as the OpenAPI document has it. */
interface Schema {
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  minimum?: number
  maximum?: number
  format?: string
}

export interface Operation {
  method: string
  path: string
  parameters: { name: string; in: string; schema: Schema }[]
  body: Schema | undefined
}

interface Document {
  paths: Record<
    string,
    Record<
      string,
      { parameters?: Operation['parameters']; requestBody?: { content: Record<string, { schema: Schema }> } }
    >
  >
}

export function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: path.replace(/^\/api\/v1/, ''),
      parameters: operation.parameters ?? [],
      body: Object.values(operation.requestBody?.content ?? {})[0]?.schema,
    })),
  )
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const hostile = [
  '',
  ' ',
  '\0',
  '\ud800',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' or 1=1 --",
  '"; drop table person; --',
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '%00',
  '%',
  '_',
  '\\',
  'http://169.254.169.254/latest/meta-data',
  'http://127.0.0.1:1',
  'file:///etc/passwd',
  '{{7*7}}',
  '${7*7}',
  '__proto__',
  'constructor',
  'a'.repeat(5000),
  '🦊'.repeat(200),
  '\u202e\u0000abc',
  '-1',
  '1e309',
  'NaN',
  '9007199254740993',
  '2026-13-45',
  '0000-00-00T00:00:00Z',
  'latest',
]

/** Values that fit a schema, mostly; else anything. */
export function valueOf(schema: Schema | undefined, random: () => number, ids: readonly string[], depth = 0): unknown {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const text = () => (random() < 0.3 && ids.length > 0 ? pick(ids) : pick(hostile))
  if (schema === undefined || random() < 0.06 || depth > 6)
    return pick<unknown>([null, true, 0, -1, 1.5, 1e300, text(), [], {}, [[[]]], { a: { b: {} } }, ids])
  const variants = schema.anyOf ?? schema.oneOf
  if (variants) return valueOf(pick(variants), random, ids, depth)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return random() < 0.9 ? pick(schema.enum) : text()
  const type = Array.isArray(schema.type) ? pick(schema.type) : schema.type
  switch (type) {
    case 'object': {
      const made: Record<string, unknown> = {}
      for (const [name, each] of Object.entries(schema.properties ?? {}))
        if (schema.required?.includes(name) ? random() < 0.97 : random() < 0.4)
          made[name] = valueOf(each, random, ids, depth + 1)
      if (random() < 0.08) made[pick(['__proto__', 'constructor', 'extra', ''])] = text()
      return made
    }
    case 'array':
      return Array.from({ length: Math.floor(random() * 4) }, () => valueOf(schema.items, random, ids, depth + 1))
    case 'integer':
    case 'number':
      return pick([schema.minimum ?? 0, schema.maximum ?? 10, 1, 60, -1, 2 ** 53, 0.5])
    case 'boolean':
      return random() < 0.5
    case 'string':
      if (schema.format === 'email' && random() < 0.8) return `x${Math.floor(random() * 1e9)}@fuzz.example`
      if (schema.format === 'date' && random() < 0.8) return '2027-03-04'
      if (schema.format === 'date-time' && random() < 0.8) return '2027-03-04T05:06:07Z'
      if (schema.format === 'uri' && random() < 0.8) return 'https://shop.example'
      return text()
    default:
      return text()
  }
}

/** Routes that end the fuzzing person's own session, or have no end. */
const left = /\/events$|\/sign-out$|\/me\/sessions\/|\/me\/password$|second-factor|\/people\/\{person\}|\/setup$/

export interface Fuzzed {
  requests: number
  statuses: Record<string, number>
  /** What must not be: server faults, stack traces, foreign words. */
  faults: string[]
}

/** Requests to every route, made from its schemas, `rounds` times each. */
export async function fuzz(
  client: Client,
  operations: readonly Operation[],
  options: { requests: number; seed: number; ids: readonly string[]; foreign: readonly string[]; atOnce: number },
): Promise<Fuzzed> {
  const random = seeded(options.seed)
  const targets = operations.filter((operation) => !left.test(operation.path))
  const result: Fuzzed = { requests: 0, statuses: {}, faults: [] }
  const one = async () => {
    const operation = targets[Math.floor(random() * targets.length)] as Operation
    const query = new URLSearchParams()
    let path = operation.path
    for (const parameter of operation.parameters) {
      const value = valueOf(parameter.schema, random, options.ids)
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
      const known = parameter.name === 'shop' && random() < 0.9 ? options.ids[0] : undefined
      if (parameter.in === 'path')
        path = path.replace(`{${parameter.name}}`, encodeURIComponent((known ?? text).toWellFormed()) || 'x')
      else if (parameter.in === 'query' && random() < 0.6) query.set(parameter.name, text)
    }
    const body = operation.method === 'GET' ? undefined : (valueOf(operation.body, random, options.ids) ?? {})
    const answer = await client.call(operation.method, `${path}${query.size > 0 ? `?${query}` : ''}`, body)
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
    result.requests++
    result.statuses[answer.status] = (result.statuses[answer.status] ?? 0) + 1
    const word = options.foreign.find((each) => text.includes(each))
    const trace = /\n {4}at |node:internal|\/src\/server\//.exec(text)
    const around = (found: string) => text.slice(Math.max(0, text.indexOf(found) - 150), text.indexOf(found) + 150)
    const wrong =
      word !== undefined
        ? `tells ${around(word)}`
        : trace !== null
          ? `shows its inside: ${around(trace[0])}`
          : answer.status >= 500 && answer.status !== 503
            ? text.slice(0, 300)
            : undefined
    if (wrong !== undefined && result.faults.length < 20)
      result.faults.push(
        `${operation.method} ${path}?${query} ${JSON.stringify(body)?.slice(0, 400)} → ${answer.status} ${wrong}`,
      )
  }
  const worker = async () => {
    while (result.requests + options.atOnce <= options.requests) await one()
  }
  await Promise.all(Array.from({ length: options.atOnce }, worker))
  return result
}
