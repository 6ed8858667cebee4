import { useState } from 'react'
import type { Key } from '../../i18n/i18n.tsx'
import { useTexts } from '../../i18n/i18n.tsx'
import { Badge, Button } from '../../ui/parts.tsx'
import type { Reason, Timeline } from './types.ts'

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

/** Events newest first, each with what was decided and because of what. */
export function TimelineList({ timeline }: { timeline: Timeline }) {
  const { t, n, dateTime, language } = useTexts()
  const [shown, setShown] = useState(8)
  const money = (amount: number, currency?: string) =>
    currency === undefined
      ? amount.toFixed(2)
      : new Intl.NumberFormat(language, { style: 'currency', currency }).format(amount)
  return (
    <section className="stack-small" aria-label={t('fraud.timeline')}>
      <h3>{t('fraud.timeline')}</h3>
      {!timeline.complete && <p className="small muted">{t('fraud.incomplete')}</p>}
      <ol className="trace">
        {timeline.items.slice(0, shown).map((item) => (
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
      {timeline.items.length > shown && (
        <Button small onClick={() => setShown(shown + 20)}>
          {t('more')}
        </Button>
      )}
    </section>
  )
}
