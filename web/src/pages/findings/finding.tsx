import { Link, useParams } from '@tanstack/react-router'
import { useFinding, useMay } from '../../api/queries.ts'
import { useShopId } from '../../api/use-shop.ts'
import type { Key } from '../../i18n/i18n.tsx'
import { useTexts } from '../../i18n/i18n.tsx'
import { Badge, Card, PageHead, SeverityBadge } from '../../ui/parts.tsx'
import { FindingActions } from './actions.tsx'
import { Trace } from './trace.tsx'

/** One weakness: what, where, the way to it, what to do, who does it. */
export function FindingPage() {
  const { t, date } = useTexts()
  const shop = useShopId()
  const { fingerprint } = useParams({ strict: false }) as { fingerprint: string }
  const line = useFinding(shop, fingerprint)
  const { finding } = line
  const mayDecide = useMay('decide')
  return (
    <>
      <nav className="crumbs small" aria-label={t('findings.title')}>
        <Link to="/s/$shop/findings" params={{ shop }}>
          {t('findings.title')}
        </Link>
        <span className="muted">{finding.rule}</span>
      </nav>
      <PageHead title={finding.title}>
        <SeverityBadge severity={finding.severity} />
        <Badge tone={line.state === 'gone' ? 'yes' : line.state === 'assigned' ? 'accent' : ''}>
          {t(`finding.${line.state}` as Key)}
        </Badge>
      </PageHead>
      <div className="finding-grid">
        <div className="stack">
          <Card title={t('finding.what')}>
            <p>{finding.message}</p>
          </Card>
          <Trace finding={finding} />
          <Card title={t('finding.remedy')}>
            <p>{finding.remedy}</p>
          </Card>
        </div>
        <div className="stack">
          {mayDecide && line.state !== 'gone' && <FindingActions line={line} shop={shop} />}
          <Card title={t('finding.facts')}>
            <dl className="definition small">
              <dt>{t('finding.place')}</dt>
              <dd className="mono">
                {line.place}
                {line.line !== undefined && `:${line.line}`}
              </dd>
              <dt>{t('finding.confidence')}</dt>
              <dd>{t(`confidence.${finding.confidence}`)}</dd>
              {finding.cwe.length > 0 && (
                <>
                  <dt>CWE</dt>
                  <dd>{finding.cwe.join(', ')}</dd>
                </>
              )}
              {finding.advisories.length > 0 && (
                <>
                  <dt>{t('finding.advisories')}</dt>
                  <dd>{finding.advisories.join(', ')}</dd>
                </>
              )}
              <dt>{t('finding.first')}</dt>
              <dd>{date(line.firstSeen)}</dd>
              <dt>{t('finding.last')}</dt>
              <dd>{date(line.lastSeen)}</dd>
              {line.assignee !== undefined && (
                <>
                  <dt>{t('finding.assigned')}</dt>
                  <dd>{line.assignee}</dd>
                </>
              )}
              {line.reason !== undefined && (
                <>
                  <dt>{t('reason')}</dt>
                  <dd>
                    {line.reason}
                    {line.changedBy !== undefined && ` (${line.changedBy})`}
                  </dd>
                </>
              )}
            </dl>
          </Card>
        </div>
      </div>
    </>
  )
}
