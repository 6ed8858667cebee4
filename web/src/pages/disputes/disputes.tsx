import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, address } from '../../api/client.ts'
import type { Page } from '../../api/types.ts'
import { useShopId } from '../../api/use-shop.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Badge, Button, buttonClass, Card, Empty, PageHead } from '../../ui/parts.tsx'
import { DisputeCase } from './case.tsx'

interface Deadline {
  dispute: string
  level: 'done' | 'plan' | 'soon' | 'today' | 'now' | 'past'
  dueAt?: string
  submitBy?: string
  hoursLeft?: number
  tell: string
  next: string
}

interface Ratio {
  programme: string
  title: string
  month: string
  ratio?: number
  threshold: number
  alarm: string
  because: string
}

const tones = { done: 'yes', plan: '', soon: 'partly', today: 'partly', now: 'no', past: 'critical' } as const

function Ratios({ shop }: { shop: string }) {
  const { t } = useTexts()
  const ratios = useQuery({
    queryKey: ['disputes', shop, 'ratios'],
    queryFn: () => api.get<{ results: Ratio[] }>(`/shops/${shop}/disputes/ratios`),
  })
  if (ratios.data === undefined || ratios.data.results.length === 0) return null
  return (
    <Card title={t('disputes.ratios')} flush>
      <ul className="lines">
        {ratios.data.results.map((ratio, index) => (
          <li key={`${ratio.programme} ${index}`}>
            <span className="grow">
              <span className="strong">{ratio.title}</span> <span className="small muted">{ratio.month}</span>
              <br />
              <span className="small">{ratio.because}</span>
            </span>
            <Badge tone={ratio.alarm === 'none' ? 'yes' : 'partly'}>{ratio.alarm}</Badge>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** Disputes by deadline; one opens beside the list with its evidence file and the answer. */
export function Disputes() {
  const { t, dateTime, n } = useTexts()
  const shop = useShopId()
  const [open, setOpen] = useState<string | undefined>()
  const deadlines = useQuery({
    queryKey: ['disputes', shop, 'deadlines'],
    queryFn: () => api.get<Page<Deadline>>(`/shops/${shop}/disputes/deadlines`, { limit: 200 }),
  })
  const items = deadlines.data?.items ?? []
  return (
    <>
      <PageHead title={t('nav.disputes')} lead={t('disputes.lead')}>
        <a className={buttonClass()} href={address(`/shops/${shop}/disputes/deadlines.ics`)} download>
          {t('disputes.calendar')}
        </a>
      </PageHead>
      <div className="stack">
        <ErrorNotice error={deadlines.error} />
        <Card title={t('disputes.deadlines')} flush>
          {deadlines.data !== undefined && items.length === 0 ? (
            <Empty title={t('disputes.none')}>{t('disputes.none.text')}</Empty>
          ) : (
            <ul className="lines">
              {items.map((item) => (
                <li key={item.dispute}>
                  <Badge tone={tones[item.level]}>{t(`due.${item.level}`)}</Badge>
                  <span className="grow">
                    <span className="strong mono">{item.dispute}</span>
                    <br />
                    <span className="small">{item.next}</span>
                  </span>
                  <span className="small muted nowrap">
                    {item.dueAt !== undefined && dateTime(item.dueAt)}
                    {item.hoursLeft !== undefined && <div>{n('disputes.hours', Math.round(item.hoursLeft))}</div>}
                  </span>
                  <Button
                    small
                    onClick={() => setOpen(open === item.dispute ? undefined : item.dispute)}
                    aria-expanded={open === item.dispute}
                  >
                    {t('open')}
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </Card>
        {open !== undefined && <DisputeCase shop={shop} id={open} />}
        <Ratios shop={shop} />
      </div>
    </>
  )
}
