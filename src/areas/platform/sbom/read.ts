import { z } from 'zod'
import { parseJson } from '../inventory/composer.ts'
import { type InstalledPackage, limits } from '../inventory/installed.ts'
import { fromPurl } from './purl.ts'

type Component = { purl?: string | undefined; scope?: string | undefined; components?: unknown[] | undefined }
const component: z.ZodType<Component> = z.object({
  purl: z.string().optional(),
  scope: z.string().optional(),
  components: z.array(z.unknown()).optional(),
})
const cycloneSchema = z.object({ bomFormat: z.literal('CycloneDX'), components: z.array(z.unknown()).default([]) })
const spdxSchema = z.object({
  spdxVersion: z.string().startsWith('SPDX-2'),
  packages: z
    .array(
      z.object({
        externalRefs: z.array(z.object({ referenceType: z.string(), referenceLocator: z.string() })).default([]),
      }),
    )
    .default([]),
})
const maxDepth = 30

function components(list: readonly unknown[], depth = 0): Component[] {
  if (depth > maxDepth) return []
  return list.flatMap((item) => {
    const parsed = component.safeParse(item)
    return parsed.success ? [parsed.data, ...components(parsed.data.components ?? [], depth + 1)] : []
  })
}

/** Packages of a CycloneDX (JSON) or SPDX 2 (JSON) document; undefined where the text is neither. */
export function readSbom(text: string, file: string): InstalledPackage[] | undefined {
  const raw = parseJson(text)
  const cyclone = cycloneSchema.safeParse(raw)
  const spdx = cyclone.success ? undefined : spdxSchema.safeParse(raw)
  const purls = cyclone.success
    ? components(cyclone.data.components).flatMap(({ purl, scope }) =>
        purl ? [{ purl, dev: scope === 'excluded' }] : [],
      )
    : spdx?.success
      ? spdx.data.packages.flatMap(({ externalRefs }) =>
          externalRefs
            .filter((ref) => ref.referenceType === 'purl')
            .map((ref) => ({ purl: ref.referenceLocator, dev: false })),
        )
      : undefined
  return purls?.slice(0, limits.packages).flatMap(({ purl, dev }) => {
    const found = fromPurl(purl)
    return found ? [{ ...found, file, dev }] : []
  })
}
