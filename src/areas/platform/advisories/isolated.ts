import { z } from 'zod'
import { parseJson } from '../inventory/composer.ts'

/** Whether a hole is closed by a patch that the version does not show. */
export type PatchState = 'patched' | 'vulnerable' | 'unknown'

const words: Readonly<Record<string, PatchState>> = { PROTECTED: 'patched', VULNERABLE: 'vulnerable' }

/** Report of Adobe's Commerce Version Tool, `php vendor/bin/patch-status` (Commerce operations guide, 2026). */
const reportSchema = z.object({
  base_version: z.string(),
  applied_patches: z.array(z.string()).default([]),
  missing_patches: z.array(z.string()).default([]),
  unknown_patches: z.array(z.string()).default([]),
  vulnerability_status: z.record(z.string().regex(/^CVE-\d{4}-\d{4,}$/), z.object({ status: z.string() })),
})

export interface PatchReport {
  version: string
  states: ReadonlyMap<string, PatchState>
  missing: string[]
}

/** The report read; undefined where the text is none. A word that is neither PROTECTED nor VULNERABLE is unknown. */
export function readPatchStatus(text: string): PatchReport | undefined {
  const report = reportSchema.safeParse(parseJson(text))
  if (!report.success) return undefined
  const { base_version: version, vulnerability_status: found, missing_patches: missing } = report.data
  const states = new Map(
    Object.entries(found).map(([id, { status }]) => [id, words[status.toUpperCase()] ?? 'unknown'] as const),
  )
  return { version, states, missing }
}

/** Names of patches in app/etc/applied.patches.list (Magento 1: `date | SUPEE-5994 | CE_1.6 | …`); reverted ones are left out. */
export function readAppliedPatches(text: string): string[] {
  const applied = new Set<string>()
  for (const line of text.split('\n')) {
    const name = /\|\s*((?:SUPEE|PATCH)[-_][A-Za-z0-9-]+)/.exec(line)?.[1]
    if (name === undefined) continue
    if (/REVERTED/i.test(line)) applied.delete(name)
    else applied.add(name)
  }
  return [...applied]
}
