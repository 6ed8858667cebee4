import { z } from 'zod'
import { parseJson } from '../inventory/composer.ts'
import type { Hole } from '../advisories/match.ts'
import { fromPurl } from './purl.ts'

/** OpenVEX 0.2.0 */
const vexSchema = z.object({
  '@context': z.string().startsWith('https://openvex.dev/ns'),
  author: z.string(),
  statements: z.array(
    z.object({
      vulnerability: z.object({ name: z.string() }),
      products: z.array(z.object({ '@id': z.string() })).optional(),
      status: z.enum(['not_affected', 'affected', 'fixed', 'under_investigation']),
      justification: z.string().optional(),
      impact_statement: z.string().optional(),
    }),
  ),
})

export type Vex = z.infer<typeof vexSchema>

export const readVex = (text: string): Vex | undefined => {
  const parsed = vexSchema.safeParse(parseJson(text))
  return parsed.success ? parsed.data : undefined
}

/** A purl without a version, or with this one, names the package. */
function names(id: string, hole: Hole): boolean {
  const found = fromPurl(id) ?? fromPurl(`${id}@${hole.version}`)
  return found !== undefined && `${found.kind}:${found.name}` === hole.package && found.version === hole.version
}

/**
 * Holes after statements of the shop's own engineers: those stated as not affecting it, with a reason, or as fixed are set
 * apart, never lost. A statement without products, or without a justification, closes nothing.
 */
export function applyVex(
  holes: readonly Hole[],
  vex: Vex,
): { holes: Hole[]; stated: { id: string; package: string; reason: string }[] } {
  const stated: { id: string; package: string; reason: string }[] = []
  const left = holes.filter((hole) => {
    const statement = vex.statements.findLast(
      (item) => item.vulnerability.name === hole.id && item.products?.some((product) => names(product['@id'], hole)),
    )
    const why = statement?.justification ?? statement?.impact_statement
    const closes = statement?.status === 'fixed' || (statement?.status === 'not_affected' && why !== undefined)
    if (closes) stated.push({ id: hole.id, package: hole.package, reason: `${vex.author}: ${why ?? 'fixed'}` })
    return !closes
  })
  return { holes: left, stated }
}
