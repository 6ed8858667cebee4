import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { describeError, ShopwardenError } from '../../../core/errors.ts'
import { breachSchema, LEAKED } from '../../../connect/customers/schema.ts'
import type { LeakSource, Reply } from './source.ts'

const reply = <T>(value: z.ZodType<T>): z.ZodType<Reply<T>> =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('answer'), value }),
    z.object({ kind: z.literal('wait'), seconds: z.number().positive() }),
  ])
const names = z.array(z.string().max(300)).max(100_000)
const aliases = z.record(z.string(), names)
const ask = z.custom<(...args: string[]) => Promise<unknown>>(
  (value) => typeof value === 'function',
  'must be a function',
)
const shape = z.object({
  name: z.string().min(1).max(100),
  requestsPerMinute: ask,
  catalogue: ask,
  leaksOf: ask,
  newestAt: ask.optional(),
  leaksOfDomain: ask.optional(),
  stolenFromDomain: ask.optional(),
  sitesOf: ask.optional(),
  stolenFor: ask.optional(),
})

const none =
  <T>(value: T) =>
  async (): Promise<Reply<T>> => ({ kind: 'answer', value })

/**
 * A source of the owner's own: a module whose default export makes it (docs/leak-source.md). What it answers is parsed like
 * anything else from outside. @throws SW_LEAKS_SOURCE
 */
export async function loadSource(file: string, env: NodeJS.ProcessEnv): Promise<LeakSource> {
  const wrong = (what: string, cause?: unknown) =>
    new ShopwardenError('SW_LEAKS_SOURCE', `The source cannot be used: ${what}`, {
      where: file,
      fix: 'docs/leak-source.md says what the module must export.',
      cause,
    })
  let made: unknown
  try {
    const { default: make } = (await import(pathToFileURL(file).href)) as { default?: unknown }
    if (typeof make !== 'function') throw new Error('it has no default export that is a function')
    made = await (make as (env: NodeJS.ProcessEnv) => unknown)(env)
  } catch (cause) {
    throw wrong(describeError(cause), cause)
  }
  const parsed = shape.safeParse(made)
  if (!parsed.success) throw wrong(z.prettifyError(parsed.error))
  const own = parsed.data
  const checked =
    <T>(work: (typeof own)['leaksOf'] | undefined, value: z.ZodType<T>, empty: T) =>
    async (...args: string[]): Promise<Reply<T>> => {
      if (!work) return none(empty)()
      const answer = reply(value).safeParse(await work.apply(made, args))
      if (answer.success) return answer.data
      throw wrong(`an answer is not in its form (${answer.error.issues[0]?.path.join('.')})`)
    }
  return {
    name: own.name,
    requestsPerMinute: checked(own.requestsPerMinute, z.number().positive().max(100_000), 10),
    catalogue: checked(own.catalogue, z.array(breachSchema.extend({ leaked: z.enum(LEAKED) })).max(1_000_000), []),
    leaksOf: checked(own.leaksOf, names, []),
    newestAt: checked<string | undefined>(own.newestAt, z.iso.datetime().optional(), undefined),
    leaksOfDomain: checked(own.leaksOfDomain, aliases, {}),
    stolenFromDomain: checked(own.stolenFromDomain, aliases, {}),
    sitesOf: checked(own.sitesOf, names, []),
    stolenFor: checked(own.stolenFor, names, []),
  }
}
