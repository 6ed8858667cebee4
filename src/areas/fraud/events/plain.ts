import type { $ZodChecks, $ZodType, $ZodTypes } from 'zod/v4/core'

type Check = (value: unknown) => boolean

/**
 * A short cut past a schema: true only for values, as JSON gives them, that the schema certainly takes and hands back as they are,
 * with nothing left out. Made from the schema itself; where it knows a kind of schema or check not at all, it says false
 * and the schema decides. So it can be slow, never wrong.
 */
export function plainlyFits(schema: $ZodType): Check {
  const { def } = (schema as $ZodTypes)._zod
  if (def.type === 'object' && def.catchall === undefined) return objectOf(def.shape)
  if (def.type === 'boolean') return (value) => value === true || value === false
  if (def.type === 'enum') {
    const entries = new Set<unknown>(Object.values(def.entries))
    return (value) => entries.has(value)
  }
  // Of a choice only the first kind is looked at: IPv4 of the addresses.
  if (def.type === 'union') return plainlyFits(def.options[0] as $ZodType)
  if (def.type === 'optional') return plainlyFits(def.innerType)
  if (def.type === 'string') return textOf(def)
  if (def.type === 'number') return numberOf(def)
  return () => false
}

function objectOf(shape: Readonly<Record<string, $ZodType>>): Check {
  const checks = new Map(Object.entries(shape).map(([key, item]) => [key, plainlyFits(item)]))
  const needed = Object.keys(shape).filter((key) => (shape[key] as $ZodTypes)._zod.def.type !== 'optional')
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
    let left = needed.length
    for (const key in value) {
      const check = checks.get(key)
      if (check === undefined || !check((value as Record<string, unknown>)[key])) return false
      if (left > 0 && needed.includes(key)) left--
    }
    return left === 0
  }
}

interface Checked {
  checks?: readonly unknown[] | undefined
  format?: string
  pattern?: RegExp | undefined
}

function textOf(def: Checked): Check {
  let [least, most] = [0, Number.POSITIVE_INFINITY]
  const patterns: RegExp[] = []
  if (def.format !== undefined) {
    if (def.pattern === undefined || !['datetime', 'ipv4'].includes(def.format)) return () => false
    patterns.push(def.pattern)
  }
  for (const { _zod } of (def.checks ?? []) as $ZodChecks[]) {
    if (_zod.def.check === 'min_length') least = Math.max(least, _zod.def.minimum)
    else if (_zod.def.check === 'max_length') most = Math.min(most, _zod.def.maximum)
    else if (_zod.def.check === 'string_format' && _zod.def.format === 'regex' && _zod.def.pattern)
      patterns.push(_zod.def.pattern)
    else return () => false
  }
  const [pattern, ...others] = patterns
  if (others.length > 0 || pattern?.global || pattern?.sticky) return () => false
  return (value) =>
    typeof value === 'string' && value.length >= least && value.length <= most && (pattern?.test(value) ?? true)
}

function numberOf(def: Checked): Check {
  let [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  if (def.format !== undefined && def.format !== 'safeint') return () => false
  const whole = def.format === 'safeint'
  for (const { _zod } of (def.checks ?? []) as $ZodChecks[]) {
    if (_zod.def.check === 'greater_than' && _zod.def.inclusive) least = Math.max(least, Number(_zod.def.value))
    else if (_zod.def.check === 'less_than' && _zod.def.inclusive) most = Math.min(most, Number(_zod.def.value))
    else return () => false
  }
  return (value) =>
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= least &&
    value <= most &&
    (!whole || Number.isSafeInteger(value))
}
