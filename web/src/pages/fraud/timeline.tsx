import { useState } from 'react'
import type { Key } from '../../i18n/i18n.tsx'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Badge, Button } from '../../ui/parts.tsx'
import type { Reason, Timeline, TimelineItem } from './types.ts'

const tones = { approve: 'yes', challenge: 'accent', review: 'partly', decline: 'no' } as const

const shownReasons = 3

function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  if (reasons.length === 0) return null
  return (
    <ul className="small">
      {reasons.map((reason) => (
        <li key={reason.rule}>
          {reason.says}{' '}
          <span className="muted">
            {reason.rule}
            {reason.points > 0 && ` +${Math.round(reason.points)}`}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** What outside services said, each with its risk and advice. */
function Opinions({ services }: { services: NonNullable<TimelineItem['services']> }) {
  const { t } = useTexts()
  return (
    <p className="row small">
      {t('fraud.services')}
      {Object.entries(services).map(([service, { score, advice }]) => (
        <Badge key={service} tone={advice === undefined ? '' : tones[advice]}>
          {[service, score === undefined ? '' : Math.round(score), advice && t(`outcome.${advice}`)]
            .filter(Boolean)
            .join(' ')}
        </Badge>
      ))}
    </p>
  )
}

/** The page of a timeline that is older than an event. */
export type Older = (before: string) => Promise<Timeline>

/** Events newest first, each with what was decided and because of what; older ones are fetched page by page. */
export function TimelineList({ timeline, older }: { timeline: Timeline; older: Older }) {
  const { t, n, dateTime, language } = useTexts()
  const [shown, setShown] = useState(8)
  const [pages, setPages] = useState<readonly Timeline[]>([])
  const items = [timeline, ...pages].flatMap((page) => page.items)
  const newest = pages.at(-1) ?? timeline
  const more = useAction(async () => {
    const last = items.at(-1)
    if (shown + 20 > items.length && !newest.complete && last !== undefined)
      setPages([...pages, await older(last.event)])
    setShown(shown + 20)
  })
  const money = (amount: number, currency?: string) =>
    currency === undefined
      ? amount.toFixed(2)
      : new Intl.NumberFormat(language, { style: 'currency', currency }).format(amount)
  return (
    <section className="stack-small" aria-label={t('fraud.timeline')}>
      <h3>{t('fraud.timeline')}</h3>
      <ol className="trace">
        {items.slice(0, shown).map((item) => (
          <li key={item.event}>
            <div className="row">
              <span className="strong">{item.type}</span>
              {item.amount !== undefined && <span>{money(item.amount, item.currency)}</span>}
              {item.outcome !== undefined && (
                <Badge tone={tones[item.outcome as keyof typeof tones]}>
                  {t(`outcome.${item.outcome}` as Key)} {Math.round(item.score ?? 0)}
                </Badge>
              )}
              <span className="small muted">{dateTime(item.at)}</span>
            </div>
            {item.services !== undefined && <Opinions services={item.services} />}
            <Reasons reasons={item.reasons.slice(0, shownReasons)} />
            {item.reasons.length > shownReasons && (
              <details className="small">
                <summary className="muted">{n('fraud.more-reasons', item.reasons.length - shownReasons)}</summary>
                <Reasons reasons={item.reasons.slice(shownReasons)} />
              </details>
            )}
          </li>
        ))}
      </ol>
      <ErrorNotice error={more.error} />
      {items.length > shown || (!newest.complete && newest.items.length > 0) ? (
        <Button small busy={more.isPending} onClick={() => more.mutate()}>
          {t('more')}
        </Button>
      ) : (
        !newest.complete && <p className="small muted">{t('fraud.incomplete')}</p>
      )}
    </section>
  )
}
