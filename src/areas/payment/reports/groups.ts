import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { writeAtomically } from '../../../store/files.ts'
import type { PageReport } from './parse.ts'

export const groupSchema = z.object({
  type: z.enum(['csp', 'integrity']),
  directive: z.string(),
  blocked: z.string(),
  page: z.string(),
  disposition: z.enum(['enforce', 'report']),
  count: z.int(),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  /** Sent by a browser extension or the like of one visitor, not by the page. */
  likelyExtension: z.boolean(),
})

export type ReportGroup = z.infer<typeof groupSchema>

const fileSchema = z.object({ groups: z.array(groupSchema), dropped: z.int() })
const maxGroups = 2000
const ofExtensions =
  /^(?:chrome-extension|moz-extension|safari-extension|safari-web-extension|about|webviewprogressproxy):?/

/** Reports by what they are about, in a bounded number of groups. Anybody can send reports: they are hints, not proof. */
export class ReportGroups {
  readonly #groups = new Map<string, ReportGroup>()
  #dropped = 0
  #changed = false
  readonly #file: string

  constructor(dir: string) {
    this.#file = join(dir, 'page-reports.json')
    if (!existsSync(this.#file)) return
    const read = fileSchema.safeParse(JSON.parse(readFileSync(this.#file, 'utf8')))
    for (const group of read.success ? read.data.groups : []) this.#groups.set(keyOf(group), group)
    this.#dropped = read.success ? read.data.dropped : 0
  }

  add(reports: readonly PageReport[], at: Date): void {
    for (const report of reports) {
      this.#changed = true
      const known = this.#groups.get(keyOf(report))
      if (known) {
        known.count++
        known.lastAt = at.toISOString()
      } else if (this.#groups.size >= maxGroups) this.#dropped++
      else
        this.#groups.set(keyOf(report), {
          ...report,
          count: 1,
          firstAt: at.toISOString(),
          lastAt: at.toISOString(),
          likelyExtension: ofExtensions.test(report.blocked),
        })
    }
  }

  /** The most frequent first. */
  list(): ReportGroup[] {
    return [...this.#groups.values()].sort((a, b) => b.count - a.count)
  }

  get dropped(): number {
    return this.#dropped
  }

  /** Writes the groups where anything changed since the last time. */
  save(): void {
    if (!this.#changed) return
    writeAtomically(this.#file, JSON.stringify({ groups: this.list(), dropped: this.#dropped }))
    this.#changed = false
  }
}

const keyOf = (report: PageReport) =>
  [report.type, report.directive, report.blocked, report.page, report.disposition].join('\n')
