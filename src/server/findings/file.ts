import type { AuditResult } from '../../audit/result.ts'
import type { Finding } from '../../core/finding.ts'
import { SEVERITIES } from '../../core/severity.ts'
import type { Store } from '../../store/store.ts'
import { inTransaction } from '../../store/transaction.ts'
import { countFindings } from './count.ts'

const rowsAStatement = 200

function rowOf(shop: string, audit: string, at: string, finding: Finding) {
  return {
    shop,
    fingerprint: finding.fingerprint,
    area: finding.area,
    rule: finding.rule,
    severity: finding.severity,
    rank: SEVERITIES.indexOf(finding.severity),
    confidence: finding.confidence,
    title: finding.title,
    place: finding.location.uri,
    line: finding.location.line ?? null,
    body: JSON.stringify(finding),
    first_seen: at,
    last_seen: at,
    last_audit: audit,
    state: 'open',
  }
}

/** Areas that this audit looked at without a gap: only there does a finding that is not seen any more count as gone. */
function fullySeen(result: AuditResult): string[] {
  const seen = new Set<string>(
    result.evidence.filter((item) => item.couldNotLook === undefined).map((item) => item.area),
  )
  const gaps = new Set<string>(
    result.evidence.filter((item) => item.couldNotLook !== undefined).map((item) => item.area),
  )
  return [...seen].filter((area) => !gaps.has(area))
}

/**
 * Brings a shop's list of findings up to an audit: new ones are added, known ones keep what people decided about them, ones that
 * are not seen any more become `gone`, and gone ones that are back are open again. In short transactions, so that nobody waits.
 */
export async function fileFindings(store: Store, shop: string, audit: string, result: AuditResult): Promise<void> {
  const unique = new Map<string, Finding>()
  for (const finding of result.evidence.flatMap((item) => item.findings)) unique.set(finding.fingerprint, finding)
  const rows = [...unique.values()].map((finding) => rowOf(shop, audit, result.finishedAt, finding))
  for (let at = 0; at < rows.length; at += rowsAStatement) {
    const some = rows.slice(at, at + rowsAStatement)
    await inTransaction(store, async (db) => {
      await db
        .insertInto('finding')
        .values(some)
        .onConflict((conflict) =>
          conflict.columns(['shop', 'fingerprint']).doUpdateSet((eb) => ({
            severity: eb.ref('excluded.severity'),
            rank: eb.ref('excluded.rank'),
            confidence: eb.ref('excluded.confidence'),
            title: eb.ref('excluded.title'),
            place: eb.ref('excluded.place'),
            line: eb.ref('excluded.line'),
            body: eb.ref('excluded.body'),
            last_seen: eb.ref('excluded.last_seen'),
            last_audit: eb.ref('excluded.last_audit'),
            state: eb.case().when('finding.state', '=', 'gone').then('open').else(eb.ref('finding.state')).end(),
          })),
        )
        .execute()
    })
  }
  const areas = fullySeen(result)
  if (areas.length > 0) await markGone(store, shop, audit, areas)
  await countFindings(store, shop)
}

async function markGone(store: Store, shop: string, audit: string, areas: readonly string[]): Promise<void> {
  await store.db
    .updateTable('finding')
    .set({ state: 'gone' })
    .where('shop', '=', shop)
    .where('last_audit', '!=', audit)
    .where('area', 'in', areas)
    .where('state', '!=', 'gone')
    .execute()
}
