import { z } from 'zod'
import { type Feed, feedJson } from './feed.ts'

const dateOrFlag = z.union([z.iso.date(), z.boolean()])

/** https://endoflife.date/api/<product>.json */
const published = z
  .array(
    z.object({
      cycle: z.union([z.string(), z.number()]).transform(String),
      releaseDate: z.iso.date(),
      eol: dateOrFlag.optional(),
      extendedSupport: dateOrFlag.optional(),
      latest: z.string().optional(),
      latestReleaseDate: z.iso.date().optional(),
    }),
  )
  .min(1)

const cycleSchema = z.object({
  cycle: z.string(),
  released: z.iso.date(),
  eol: dateOrFlag.optional(),
  eoes: dateOrFlag.optional(),
  latest: z.string().optional(),
  latestDate: z.iso.date().optional(),
})

/** knowledge/support-ends.json holds one list for each product. */
export const supportEndsSchema = z.object({ products: z.record(z.string(), z.array(cycleSchema)) })

export const supportedProducts = [
  'debian',
  'ubuntu',
  'rhel',
  'rocky-linux',
  'almalinux',
  'alpine-linux',
  'php',
  'nodejs',
  'nginx',
  'apache-http-server',
  'mysql',
  'mariadb',
  'redis',
  'valkey',
  'elasticsearch',
  'opensearch',
] as const

/** One product of endoflife.date. Its facts are one part of support-ends.json; `update` puts the parts together. */
export const endOfLife = (product: string): Feed => ({
  name: `endoflife-${product}`,
  file: 'support-ends.json',
  url: `https://endoflife.date/api/${product}.json`,
  source: 'endoflife.date (MIT)',
  maxBytes: 2_000_000,
  shape: supportEndsSchema,
  parse(body) {
    const cycles = feedJson(`endoflife-${product}`, body, published).map((item) => ({
      cycle: item.cycle,
      released: item.releaseDate,
      ...(item.eol !== undefined && { eol: item.eol }),
      ...(item.extendedSupport !== undefined && { eoes: item.extendedSupport }),
      ...(item.latest && { latest: item.latest }),
      ...(item.latestReleaseDate && { latestDate: item.latestReleaseDate }),
    }))
    return { asOf: undefined, facts: { products: { [product]: cycles } }, skipped: 0, read: cycles.length }
  },
})
