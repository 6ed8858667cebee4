import { useQuery } from '@tanstack/react-query'
import { Tabs } from 'radix-ui'
import { api } from '../../api/client.ts'
import { useShopId } from '../../api/use-shop.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Badge, PageHead } from '../../ui/parts.tsx'
import { Queue } from './queue.tsx'
import { Rules } from './rules.tsx'
import { Search } from './search.tsx'
import { OutsideServices } from './services.tsx'

interface Status {
  events: number
  outcomes: Record<string, number>
  live: string
  shadow?: string
  open: number
}

/** Where suspicious activity is judged: the queue, one customer's past, the rules, outside services. */
export function Fraud() {
  const { t, number } = useTexts()
  const shop = useShopId()
  const status = useQuery({
    queryKey: ['fraud', shop, 'status'],
    queryFn: () => api.get<Status>(`/shops/${shop}/fraud/status`),
  })
  return (
    <>
      <PageHead
        title={t('nav.fraud')}
        lead={status.data ? t('fraud.lead', { events: number(status.data.events), rules: status.data.live }) : ' '}
      >
        {status.data?.shadow !== undefined && (
          <Badge tone="accent">{t('fraud.shadow', { version: status.data.shadow })}</Badge>
        )}
      </PageHead>
      <ErrorNotice error={status.error} />
      <Tabs.Root defaultValue="queue">
        <Tabs.List className="tabs-list" aria-label={t('nav.fraud')}>
          <Tabs.Trigger className="tab" value="queue">
            {t('fraud.queue')} {status.data !== undefined && `(${number(status.data.open)})`}
          </Tabs.Trigger>
          <Tabs.Trigger className="tab" value="search">
            {t('fraud.customer')}
          </Tabs.Trigger>
          <Tabs.Trigger className="tab" value="rules">
            {t('fraud.rules')}
          </Tabs.Trigger>
          <Tabs.Trigger className="tab" value="services">
            {t('screening.services')}
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content className="tab-panel" value="queue">
          <Queue shop={shop} />
        </Tabs.Content>
        <Tabs.Content className="tab-panel" value="search">
          <Search shop={shop} />
        </Tabs.Content>
        <Tabs.Content className="tab-panel" value="rules">
          <Rules shop={shop} />
        </Tabs.Content>
        <Tabs.Content className="tab-panel" value="services">
          <OutsideServices shop={shop} />
        </Tabs.Content>
      </Tabs.Root>
    </>
  )
}
