import type { Key } from '../../i18n/i18n.tsx'
import { useTexts } from '../../i18n/i18n.tsx'
import { Badge } from '../../ui/parts.tsx'
import type { Timeline } from './types.ts'

const tones = { approve: 'yes', challenge: 'accent', review: 'partly', decline: 'no' } as const

/** Events newest first, each with what was decided and because of what. */
export function TimelineList({ timeline }: { timeline: Timeline }) {
  const { t, dateTime, language } = useTexts()
  const money = (amount: number, currency?: string) =>
    currency === undefined
      ? amount.toFixed(2)
      : new Intl.NumberFormat(language, { style: 'currency', currency }).format(amount)
  return (
    <section className="stack-small" aria-label={t('fraud.timeline')}>
      <h3>{t('fraud.timeline')}</h3>
      {!timeline.complete && <p className="small muted">{t('fraud.incomplete')}</p>}
      <ol className="trace">
        {timeline.items.slice(0, 30).map((item) => (
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
            {item.reasons.length > 0 && (
              <ul className="small">
                {item.reasons.map((reason) => (
                  <li key={reason.rule}>
                    {reason.says}{' '}
                    <span className="muted">
                      {reason.rule}
                      {reason.points > 0 && ` +${Math.round(reason.points)}`}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
