import { Link } from '@tanstack/react-router'
import type { Audit } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { Card, SeverityBadge, VerdictBadge } from '../../ui/parts.tsx'
import { SEVERITIES } from '../../ui/severities.ts'

/** What is different from the last time, and how many findings are open. */
export function Changes({ audit, shop }: { audit: Audit; shop: string }) {
  const { t, n, date } = useTexts()
  const asks = new Map(audit.answers.flatMap((answer) => answer.criteria.map((item) => [item.id, item.asks] as const)))
  const changes = audit.changes
  return (
    <div className="stack">
      <Card title={t('findings.title')}>
        {audit.findings.total === 0 ? (
          <p className="muted">{t('findings.none')}</p>
        ) : (
          <ul className="stack-small">
            {SEVERITIES.filter((severity) => (audit.findings.bySeverity[severity] ?? 0) > 0).map((severity) => (
              <li key={severity} className="row row-between">
                <SeverityBadge severity={severity} />
                <Link to="/s/$shop/findings" params={{ shop }} search={{ severity } as never}>
                  {n('findings.count', audit.findings.bySeverity[severity] ?? 0)}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Card>
      {changes !== undefined && (
        <Card title={t('changes.title', { when: date(changes.since) })}>
          <div className="stack-small">
            <p className="small">
              {t('changes.findings', { fresh: changes.newFindings.length, gone: changes.goneFindings.length })}
            </p>
            {changes.answers.length === 0 && <p className="small muted">{t('changes.none')}</p>}
            <ul className="stack-small">
              {changes.answers.slice(0, 6).map((item) => (
                <li key={item.criterion} className="small">
                  <Link
                    to="/s/$shop/questions/$question"
                    params={{ shop, question: item.question }}
                    hash={item.criterion}
                  >
                    {asks.get(item.criterion) ?? item.criterion}
                  </Link>
                  <div className="row">
                    <VerdictBadge verdict={item.before} />
                    <span aria-hidden="true">→</span>
                    <VerdictBadge verdict={item.after} />
                  </div>
                </li>
              ))}
            </ul>
          </div>
        </Card>
      )}
    </div>
  )
}
