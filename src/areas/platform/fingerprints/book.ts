import { createHash } from 'node:crypto'
import { z } from 'zod'

/** Path → Git blob id (its first characters) → releases, as `0-3,7`: indexes into `releases`. */
const sideSchema = z.record(
  z.string(),
  z.record(z.string().regex(/^[0-9a-f]+$/), z.string().regex(/^\d+(-\d+)?(,\d+(-\d+)?)*$/)),
)

/** knowledge/platform-fingerprints.json, made by bench/platform/fingerprints.bench.ts */
export const fingerprintsSchema = z.object({
  hashLength: z.int().min(8).max(40),
  platforms: z.record(
    z.string(),
    z.object({ name: z.string(), releases: z.array(z.string()), web: sideSchema, source: sideSchema }),
  ),
})
type Fingerprints = z.infer<typeof fingerprintsSchema>

/** One file that tells releases apart. Releases are bits: bit n is the n-th release of the platform. */
export interface Mark {
  platform: string
  path: string
  /** Blob id → releases that have exactly this file. */
  releases: ReadonlyMap<string, bigint>
}

export interface Marked {
  platform: string
  name: string
  releases: readonly string[]
  web: readonly Mark[]
  source: readonly Mark[]
}

function bitsOf(ranges: string): bigint {
  let bits = 0n
  for (const range of ranges.split(',')) {
    const [from = 0, to = from] = range.split('-').map(Number)
    for (let index = from; index <= to && index < 10_000; index++) bits |= 1n << BigInt(index)
  }
  return bits
}

const marksOf = (platform: string, side: Fingerprints['platforms'][string]['web']): Mark[] =>
  Object.entries(side).map(([path, blobs]) => ({
    platform,
    path,
    releases: new Map(Object.entries(blobs).map(([blob, ranges]) => [blob, bitsOf(ranges)])),
  }))

export function marksByPlatform({ platforms }: Fingerprints): Marked[] {
  return Object.entries(platforms).map(([platform, { name, releases, web, source }]) => ({
    platform,
    name,
    releases,
    web: marksOf(platform, web),
    source: marksOf(platform, source),
  }))
}

/** Git's id of a file with this content (SHA-1 over a header and the bytes), cut to `length` characters. */
export function blobId(content: Uint8Array, length: number): string {
  return createHash('sha1').update(`blob ${content.byteLength}\0`).update(content).digest('hex').slice(0, length)
}

export const countBits = (bits: bigint): number => bits.toString(2).replaceAll('0', '').length

/** Versions of these bits; one that was tagged twice stands once. */
export const releasesOf = (marked: Marked, bits: bigint): string[] => [
  ...new Set(marked.releases.filter((_, index) => (bits >> BigInt(index)) & 1n)),
]
