import { z } from 'zod'
import type { Advisory } from '../../../core/advisories/advisory.ts'
import type { PatchState } from './isolated.ts'

/**
 * knowledge/magento1-patches.json: bundles of patches for Magento 1. A bundle brings the security changes of one release to older
 * versions, and only those: bundles do not hold one another.
 */
export const supeeSchema = z.object({
  patches: z.array(
    z.object({
      name: z.string().regex(/^SUPEE-\d+$/),
      /** The release that holds the same changes. */
      release: z.string().optional(),
      /** Holes that are said to be closed by it by name, beside those of its release. */
      closes: z.array(z.string()),
    }),
  ),
})
export type SupeeFacts = z.output<typeof supeeSchema>

/** What patches beside the version say of one hole. */
export interface PatchWord {
  state: PatchState
  /** The patch that closes it, where that is known. */
  patch?: string | undefined
}

const packages = new Set(['composer:magento/magento1ce', 'composer:magento/core'])
const bounds = ({ affected }: Advisory) =>
  affected.flatMap((range) => /(?:^|,)\s*<\s*(?!=)([\d.]+)/.exec(range)?.[1] ?? [])

/**
 * Says for a hole of Magento 1 whether a bundle closes it. `applied`: names in applied.patches.list; undefined where there is no such
 * list, which proves nothing: patches may have come another way. Undefined for other packages.
 */
export function wordOfSupee(
  facts: SupeeFacts,
  applied: readonly string[] | undefined,
): (advisory: Advisory) => PatchWord | undefined {
  return (advisory) => {
    if (!packages.has(advisory.package)) return undefined
    const fixes = bounds(advisory)
    const closing = facts.patches.find(
      ({ closes, release }) => closes.includes(advisory.id) || (release !== undefined && fixes.includes(release)),
    )
    if (closing === undefined || applied === undefined) return { state: 'unknown', patch: closing?.name }
    return { state: applied.includes(closing.name) ? 'patched' : 'vulnerable', patch: closing.name }
  }
}
