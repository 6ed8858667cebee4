import { useSuspenseQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { useShopId } from '../api/use-shop.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { Badge, Card, PageHead } from '../ui/parts.tsx'

interface Health {
  knowledge: { name: string; asOf?: string; days?: number; stale: boolean; sources: string[] }[]
  services: { name: string; configured: boolean }[]
  checks: { name: string; state: 'good' | 'look' | 'bad'; says: string; fix?: string }[]
}

const tones = { good: 'yes', look: 'partly', bad: 'no' } as const

/** How old the facts are that ship with Shopwarden, which services are connected, what is not in order. */
export function Knowledge() {
  const { t, date, n } = useTexts()
  const shop = useShopId()
  const { data } = useSuspenseQuery({
    queryKey: ['health', shop],
    queryFn: () => api.get<Health>(`/shops/${shop}/health`),
  })
  return (
    <>
      <PageHead title={t('nav.knowledge')} lead={t('health.lead')} />
      <div className="stack">
        <Card title={t('health.checks')} flush>
          <ul className="lines">
            {data.checks.map((check) => (
              <li key={check.name}>
                <Badge tone={tones[check.state]}>{t(`health.${check.state}`)}</Badge>
                <span className="grow">
                  <span className="strong">{check.name}</span> {check.says}
                  {check.fix !== undefined && <span className="muted"> {check.fix}</span>}
                </span>
              </li>
            ))}
          </ul>
        </Card>
        <div className="grid-2">
          <Card title={t('health.knowledge')} flush>
            <ul className="lines">
              {data.knowledge.map((file) => (
                <li key={file.name}>
                  <span className="grow">
                    <span className="strong">{file.name}</span>
                    <br />
                    <span className="small muted">{file.sources.join('; ')}</span>
                  </span>
                  <span className="nowrap">
                    <Badge tone={file.stale ? 'partly' : 'yes'}>
                      {file.asOf === undefined ? '–' : date(file.asOf)}
                    </Badge>
                    {file.days !== undefined && <div className="small muted">{n('health.days', file.days)}</div>}
                  </span>
                </li>
              ))}
            </ul>
          </Card>
          <Card title={t('health.services')} flush>
            <ul className="lines">
              {data.services.map((service) => (
                <li key={service.name}>
                  <span className="grow strong">{service.name}</span>
                  <Badge tone={service.configured ? 'yes' : ''}>
                    {service.configured ? t('health.connected') : t('health.not-connected')}
                  </Badge>
                </li>
              ))}
            </ul>
            <p className="small muted card-note">{t('health.services.text')}</p>
          </Card>
        </div>
      </div>
    </>
  )
}
