import { z } from 'zod'

/**
 * A published hole in one package. `package` is `<kind>:<name>`: composer, npm, prestashop-module, wordpress-plugin, wordpress-theme, wordpress-core.
 * `affected` holds alternatives; within one, comma-separated comparisons all hold (`>=2.4.7,<2.4.7-p1`).
 */
export const advisorySchema = z.object({
  /** CVE where there is one, else the source's own id. */
  id: z.string().min(1).max(200),
  aliases: z.array(z.string()).optional(),
  package: z.string().regex(/^[a-z-]+:.+$/),
  affected: z.array(z.string().max(2000)),
  /** Versions that close it, where the source names them apart from the ranges. */
  patched: z.array(z.string().max(100)).optional(),
  title: z.string().max(300).optional(),
  /** 0 to 10, where the source states one. */
  cvss: z.number().min(0).max(10).optional(),
  published: z.iso.date().optional(),
  link: z.string().max(500).optional(),
})

/** knowledge/advisories-*.json */
export const advisoriesSchema = z.object({
  /** `composer`: `affected` is read as Composer reads constraints; `order`: by plain order, as OSV events are. */
  semantics: z.enum(['composer', 'order']),
  /** True where the source names packages and ranges, but not which hole it is. */
  unnamed: z.boolean().optional(),
  /** True for a list that is done: its software gets no more holes named, so its age says nothing about the others. */
  closed: z.boolean().optional(),
  advisories: z.array(advisorySchema),
})

export type Advisory = z.infer<typeof advisorySchema>
export type Semantics = z.infer<typeof advisoriesSchema>['semantics']
