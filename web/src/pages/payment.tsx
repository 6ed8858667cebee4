import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import { useMay, useShop } from '../api/queries.ts'
import { useShopId } from '../api/use-shop.ts'
import type { Key } from '../i18n/i18n.tsx'
import { useTexts } from '../i18n/i18n.tsx'
import { useAction } from '../ui/action.ts'
import { Dialog } from '../ui/dialog.tsx'
import { formValues, SelectField, TextArea } from '../ui/fields.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { Badge, Button, Card, Empty, PageHead, SeverityBadge } from '../ui/parts.tsx'
import { RunVerb } from './run-verb.tsx'

interface Script {
  key: string
  host: string
  versions: { sha384: string; structure: string; firstSeen: string }[]
  capabilities: string[]
  hosts: string[]
  integrity: string
  touchesCard: boolean
  firstSeen: string
  justification: string
  authorisedBy: string
  authorisedAt?: string
}

interface Watch {
  at: string
  url: string
  scripts: number
  unauthorised: number
  alerts: { rule: string; severity: 'critical' | 'high' | 'medium' | 'low' | 'info'; title: string; detail: string }[]
}

/** What a script is now beside what it was when somebody authorised it. */
function Compared({ script }: { script: Script }) {
  const { t, dateTime, date } = useTexts()
  const authorised = script.versions.filter(
    (version) => script.authorisedAt !== undefined && version.firstSeen <= script.authorisedAt,
  )
  const since = script.versions.filter((version) => !authorised.includes(version))
  const column = (title: string, versions: Script['versions']) => (
    <div className="compare-column">
      <h3>{title}</h3>
      {versions.length === 0 && <p className="small muted">{t('payment.no-version')}</p>}
      <ul className="stack-small">
        {versions.map((version) => (
          <li key={version.sha384}>
            <span className="small muted">{dateTime(version.firstSeen)}</span>
            <div className="mono small">{version.sha384.slice(0, 32)}…</div>
          </li>
        ))}
      </ul>
    </div>
  )
  return (
    <details className="evidence">
      <summary>
        <span className="mono grow">{script.key}</span>
        {script.touchesCard && <Badge tone="partly">{t('payment.touches-card')}</Badge>}
        {script.authorisedAt === undefined ? (
          <Badge tone="no">{t('payment.unauthorised')}</Badge>
        ) : since.length > 0 ? (
          <Badge tone="partly">{t('payment.changed')}</Badge>
        ) : (
          <Badge tone="yes">{t('payment.authorised')}</Badge>
        )}
      </summary>
      <div className="stack-small">
        <div className="compare">
          {column(t('payment.then'), authorised)}
          {column(t('payment.since'), since)}
        </div>
        <dl className="definition small">
          <dt>{t('payment.host')}</dt>
          <dd>{script.host}</dd>
          <dt>{t('payment.can')}</dt>
          <dd>{script.capabilities.join(', ') || '–'}</dd>
          <dt>{t('payment.talks-to')}</dt>
          <dd>{script.hosts.join(', ') || '–'}</dd>
          <dt>{t('payment.integrity')}</dt>
          <dd>{script.integrity}</dd>
          {script.authorisedAt !== undefined && (
            <>
              <dt>{t('payment.authorised')}</dt>
              <dd>
                {script.authorisedBy}, {date(script.authorisedAt)}: {script.justification}
              </dd>
            </>
          )}
        </dl>
      </div>
    </details>
  )
}

function Authorise({ shop, page, onClose }: { shop: string; page: string; onClose(): void }) {
  const { t } = useTexts()
  const authorise = useAction(
    (because: string) => api.post(`/shops/${shop}/payment/inventory/authorise`, { page, because }),
    ['payment'],
    onClose,
  )
  return (
    <Dialog title={t('payment.authorise')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          authorise.mutate(formValues(event.currentTarget)['because'] ?? '')
        }}
      >
        <p>{t('payment.authorise.text')}</p>
        <TextArea label={t('payment.because')} name="because" required minLength={3} maxLength={2000} />
        <ErrorNotice error={authorise.error} />
        <div className="row">
          <Button kind="main" type="submit" busy={authorise.isPending}>
            {t('payment.authorise')}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** The payment page: which scripts run there, who allowed them, what changed since. */
export function Payment() {
  const { t, n, dateTime } = useTexts()
  const id = useShopId()
  const { urls } = useShop(id).description
  const pages = (['checkout', 'storefront'] as const).filter((page) => urls[page] !== undefined)
  const [page, setPage] = useState<string>(pages[0] ?? 'checkout')
  const [authorising, setAuthorising] = useState(false)
  const mayDecide = useMay('decide')
  const watches = useQuery({
    queryKey: ['payment', id, 'watches'],
    queryFn: () => api.get<{ items: Watch[] }>(`/shops/${id}/payment/watches`),
  })
  const inventory = useQuery({
    queryKey: ['payment', id, 'inventory', page],
    queryFn: () => api.get<{ url: string; scripts: Script[] }>(`/shops/${id}/payment/inventory`, { page }),
    enabled: pages.length > 0,
  })
  if (pages.length === 0)
    return (
      <>
        <PageHead title={t('nav.payment')} />
        <Empty title={t('payment.no-url')}>{t('payment.no-url.text')}</Empty>
      </>
    )
  const scripts = inventory.data?.scripts ?? []
  const open = scripts.filter((script) => script.authorisedAt === undefined).length
  return (
    <>
      <PageHead title={t('nav.payment')} lead={t('payment.lead')}>
        <RunVerb shop={id} verb="payment.watch" body={{ url: page }} main>
          {t('payment.watch')}
        </RunVerb>
      </PageHead>
      <div className="filters">
        <SelectField
          label={t('payment.page')}
          value={page}
          onChange={(event) => setPage(event.target.value)}
          options={pages.map((each) => [each, `${t(`page.${each}` as Key)}: ${urls[each]}`])}
        />
      </div>
      <div className="stack">
        <ErrorNotice error={watches.error ?? inventory.error} />
        <Card
          title={t('payment.scripts')}
          aside={
            mayDecide &&
            open > 0 && (
              <Button small onClick={() => setAuthorising(true)}>
                {t('payment.authorise')} ({open})
              </Button>
            )
          }
          flush
        >
          {scripts.length === 0 ? (
            <Empty title={t('payment.no-scripts')}>{t('payment.no-scripts.text')}</Empty>
          ) : (
            scripts.map((script) => <Compared key={script.key} script={script} />)
          )}
        </Card>
        <Card title={t('payment.watches')} flush>
          {watches.data?.items.length === 0 ? (
            <Empty title={t('payment.never')} />
          ) : (
            <ul className="lines">
              {watches.data?.items.map((watch) => (
                <li key={watch.at}>
                  <span className="grow stack-small">
                    <span>
                      <span className="strong">{dateTime(watch.at)}</span>{' '}
                      <span className="small muted">{watch.url}</span>
                    </span>
                    {watch.alerts.map((alert) => (
                      <span key={alert.rule + alert.detail} className="row">
                        <SeverityBadge severity={alert.severity} />
                        <span>
                          {alert.title} <span className="small muted">{alert.detail}</span>
                        </span>
                      </span>
                    ))}
                  </span>
                  <span className="small muted nowrap">{n('payment.count', watch.scripts)}</span>
                </li>
              ))}
            </ul>
          )}
        </Card>
      </div>
      {authorising && <Authorise shop={id} page={page} onClose={() => setAuthorising(false)} />}
    </>
  )
}
