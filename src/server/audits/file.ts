import type { AuditResult } from '../../audit/result.ts'
import type { Store } from '../../store/store.ts'
import { fileFindings } from '../findings/file.ts'
import { summaryOf } from './summary.ts'

/** Files a finished audit: its summary, and its findings into the list that people work on. */
export async function fileAudit(store: Store, shop: string, id: string, result: AuditResult): Promise<void> {
  await fileFindings(store, shop, id, result)
  await store.db
    .insertInto('audit')
    .values({
      id,
      shop,
      finished_at: result.finishedAt,
      score: result.score.score,
      coverage: result.score.coverage,
      summary: JSON.stringify(summaryOf(result)),
    })
    .execute()
}
