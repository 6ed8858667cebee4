import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import type { Severity } from '../../api/types.ts'
import { useShopId } from '../../api/use-shop.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Badge, Card, Empty, PageHead, SeverityBadge } from '../../ui/parts.tsx'
import { SEVERITIES } from '../../ui/severities.ts'
import { Campaigns } from './campaigns.tsx'
import { TakeIn } from './take-in.tsx'

interface Overview {
  watched: number
  lastImport?: string
  sources: { source: string; kind: string; at: string; customers: number; found: number; complete: boolean }[]
  breaches: {
    name: string
    title: string
    date?: string
    severity: Severity
    customers: number
    open: number
    fabricated: boolean
    spamList: boolean
    attribution: string
  }[]
  exposures?: {
    known: number
    told: number
    changed: number
    open: Record<Severity, { count: number; oldestDays: number }>
  }
}

/** Customers in leaked lists: how many, how old, who was told. */
export function Leaks() {
  const { t, n, number, date } = useTexts()
  const shop = useShopId()
  const overview = useQuery({
    queryKey: ['leaks', shop],
    queryFn: () => api.get<Overview>(`/shops/${shop}/leaks/overview`),
  })
  const data = overview.data
  const exposures = data?.exposures
  return (
    <>
      <PageHead title={t('nav.leaks')} lead={t('leaks.lead')} />
      <div className="stack">
        <ErrorNotice error={overview.error} />
        <div className="figures">
          {(
            [
              ['leaks.watched', data?.watched],
              ['leaks.known', exposures?.known ?? 0],
              ['leaks.told', exposures?.told ?? 0],
              ['leaks.changed', exposures?.changed ?? 0],
            ] as const
          ).map(([key, value]) => (
            <div key={key} className="card figure">
              <span className="figure-value">{value === undefined ? '…' : number(value)}</span>
              <span className="muted">{t(key)}</span>
            </div>
          ))}
        </div>
        <div className="grid-2">
          <Card title={t('leaks.open')}>
            {exposures === undefined || exposures.known === 0 ? (
              <p className="muted">{t('leaks.none')}</p>
            ) : (
              <ul className="stack-small">
                {SEVERITIES.filter((severity) => exposures.open[severity].count > 0).map((severity) => (
                  <li key={severity} className="row row-between">
                    <SeverityBadge severity={severity} />
                    <span>
                      {number(exposures.open[severity].count)}{' '}
                      <span className="small muted">
                        {n('leaks.oldest', Math.floor(exposures.open[severity].oldestDays))}
                      </span>
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </Card>
          <Card title={t('leaks.sources')} flush>
            {data?.sources.length === 0 ? (
              <Empty title={t('leaks.no-sources')}>{t('leaks.no-sources.text')}</Empty>
            ) : (
              <ul className="lines">
                {data?.sources.map((source) => (
                  <li key={source.source}>
                    <span className="grow">
                      <span className="strong">{source.source}</span>
                      <br />
                      <span className="small muted">
                        {t('leaks.found', {
                          found: number(source.found),
                          customers: number(source.customers),
                          when: date(source.at),
                        })}
                      </span>
                    </span>
                    {!source.complete && <Badge tone="partly">{t('leaks.incomplete')}</Badge>}
                  </li>
                ))}
              </ul>
            )}
          </Card>
        </div>
        {data !== undefined && data.breaches.length > 0 && (
          <Card title={t('leaks.breaches')} flush>
            <ul className="lines">
              {data.breaches.map((breach) => (
                <li key={breach.name}>
                  <span className="grow">
                    <span className="strong">{breach.title}</span>{' '}
                    {breach.fabricated && <Badge tone="">{t('leaks.fabricated')}</Badge>}{' '}
                    {breach.spamList && <Badge tone="">{t('leaks.spam-list')}</Badge>}
                    <br />
                    <span className="small muted">
                      {t('leaks.breach.counts', { customers: number(breach.customers), open: number(breach.open) })}{' '}
                      {t('leaks.breach.source', { source: breach.attribution })}
                    </span>
                  </span>
                  <SeverityBadge severity={breach.severity} />
                </li>
              ))}
            </ul>
          </Card>
        )}
        <TakeIn shop={shop} />
        <Campaigns shop={shop} />
      </div>
    </>
  )
}
