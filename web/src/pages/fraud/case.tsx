import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '../../api/client.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Badge, Card } from '../../ui/parts.tsx'
import { LinkGraph } from './graph.tsx'
import { TimelineList } from './timeline.tsx'
import type { FraudCase, Timeline } from './types.ts'

/** What the case turns around, as the search by links names it. */
const kinds: Readonly<Record<string, string>> = {
  user: 'customer',
  customer: 'customer',
  email: 'email',
  card: 'card',
  instrument: 'card',
  ip: 'ip',
  device: 'device',
}

/** One case: what fired, what was done, and what else is known of whoever it turns around. */
export function CaseView({ item, shop, children }: { item: FraudCase; shop: string; children: ReactNode }) {
  const { t, dateTime } = useTexts()
  const kind = kinds[item.around]
  const body = kind === undefined ? { kind: 'event', value: item.examples[0] ?? '' } : { kind, value: item.value }
  const page = (before?: string) => api.post<Timeline>(`/shops/${shop}/fraud/timeline`, { ...body, before })
  const timeline = useQuery({ queryKey: ['fraud', shop, 'timeline', body], queryFn: () => page() })
  return (
    <Card
      title={item.says}
      aside={
        <Badge tone={item.outcome === 'decline' ? 'no' : 'partly'}>{t(`outcome.${item.outcome as 'review'}`)}</Badge>
      }
    >
      <div className="stack">
        {children}
        {item.verdict !== undefined && <p className="strong">{t('fraud.verdict', { verdict: item.verdict })}</p>}
        {item.history.length > 0 && (
          <ol className="stack-small small">
            {item.history.map((entry) => (
              <li key={entry.at + entry.action}>
                <span className="muted">{dateTime(entry.at)}</span> {entry.by}: {entry.action} {entry.verdict}{' '}
                {entry.text}
              </li>
            ))}
          </ol>
        )}
        <ErrorNotice error={timeline.error} />
        {timeline.data && (
          <>
            <LinkGraph graph={timeline.data.graph} />
            <TimelineList key={item.id} timeline={timeline.data} older={page} />
          </>
        )}
      </div>
    </Card>
  )
}
