import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { api } from '../../api/client.ts'
import { useMay, useSession } from '../../api/queries.ts'
import type { Page } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { SelectField } from '../../ui/fields.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Badge, Button, Card, Empty } from '../../ui/parts.tsx'
import { CaseView } from './case.tsx'
import type { FraudCase } from './types.ts'

const states = ['open', 'snoozed', 'closed'] as const

/** Keys that work on the case at hand, as long as nobody is typing. */
function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        target.matches('input, textarea, select') ||
        target.closest('dialog')
      )
        return
      latest.current[event.key]?.()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

/** Cases, the worst first; j and k move, a takes a case, f and l close it, s puts it off for a day. */
export function Queue({ shop }: { shop: string }) {
  const { t, number, ago } = useTexts()
  const sums = (amounts: Record<string, number>) =>
    Object.entries(amounts)
      .map(([currency, amount]) => `${number(amount)} ${currency}`.trim())
      .join(', ') || number(0)
  const [state, setState] = useState<string>('open')
  const [at, setAt] = useState(0)
  const me = useSession().person?.name ?? ''
  const mayDecide = useMay('decide')
  const cases = useQuery({
    queryKey: ['fraud', shop, 'cases', state],
    queryFn: () => api.get<Page<FraudCase>>(`/shops/${shop}/fraud/cases`, { state, limit: 100 }),
  })
  const act = useAction((body: object) => api.post(`/shops/${shop}/fraud/cases/act`, body), ['fraud'])
  const items = cases.data?.items ?? []
  const current = items[Math.min(at, items.length - 1)]
  const send = (action: string, more: object = {}) => {
    if (mayDecide && current) act.mutate({ case: current.id, action, ...more })
  }
  const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString()
  const actions = {
    take: () => send('assign', { text: me }),
    fraud: () => send('close', { verdict: 'fraud' }),
    legitimate: () => send('close', { verdict: 'legitimate' }),
    later: () => send('snooze', { text: t('fraud.later'), until: tomorrow() }),
    reopen: () => send('reopen'),
  }
  useKeys({
    j: () => setAt(Math.min(at + 1, items.length - 1)),
    k: () => setAt(Math.max(at - 1, 0)),
    a: actions.take,
    f: actions.fraud,
    l: actions.legitimate,
    s: actions.later,
  })
  return (
    <>
      <div className="filters">
        <SelectField
          label={t('activity.state')}
          value={state}
          onChange={(event) => setState(event.target.value)}
          options={states.map((each) => [each, t(`case.${each}`)])}
        />
        <p className="small muted keys">{t('fraud.keys')}</p>
      </div>
      <ErrorNotice error={cases.error ?? act.error} />
      {cases.data !== undefined && items.length === 0 ? (
        <Card>
          <Empty title={t('fraud.none')}>{t('fraud.none.text')}</Empty>
        </Card>
      ) : (
        <div className="desk">
          <Card flush>
            <ul className="queue" aria-label={t('fraud.queue')}>
              {items.map((item, index) => (
                <li key={item.id}>
                  <button
                    type="button"
                    className="queue-item"
                    aria-current={item.id === current?.id}
                    onClick={() => setAt(index)}
                  >
                    <span className="queue-score">{Math.round(item.score)}</span>
                    <span className="grow">
                      <span className="strong">{item.says}</span>
                      <span className="small muted queue-around">
                        {item.around}: {item.value}
                      </span>
                      <span className="small muted">
                        {t('fraud.sums', { events: number(item.events), amount: sums(item.amounts) })},{' '}
                        {ago(item.lastAt)}
                      </span>
                    </span>
                    {item.assignee !== undefined && <Badge tone="accent">{item.assignee}</Badge>}
                  </button>
                </li>
              ))}
            </ul>
          </Card>
          {current && (
            <CaseView key={current.id} item={current} shop={shop}>
              {mayDecide && (
                <div className="row">
                  {current.state === 'closed' ? (
                    <Button small onClick={actions.reopen}>
                      {t('finding.reopen')}
                    </Button>
                  ) : (
                    <>
                      <Button small onClick={actions.take}>
                        {t('fraud.take')}
                      </Button>
                      <Button small kind="danger" onClick={actions.fraud}>
                        {t('fraud.is-fraud')}
                      </Button>
                      <Button small onClick={actions.legitimate}>
                        {t('fraud.is-legitimate')}
                      </Button>
                      <Button small kind="quiet" onClick={actions.later}>
                        {t('fraud.later')}
                      </Button>
                    </>
                  )}
                </div>
              )}
            </CaseView>
          )}
        </div>
      )}
    </>
  )
}
