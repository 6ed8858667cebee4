import type { Key } from '../../i18n/i18n.tsx'
import { useTexts } from '../../i18n/i18n.tsx'

const outcomes = ['approve', 'challenge', 'review', 'decline'] as const
type Outcome = (typeof outcomes)[number]

/** Shares are of 1; missing where there is nothing to divide by. */
interface Quality {
  fraud: number
  flagged: { precision?: number; recall?: number }
  /** By currency, "" where none is named. */
  money: Record<string, { fraud: number; stopped: number; honestStopped: number }>
}

interface Side {
  outcomes: Record<Outcome, number>
  reviewsPerDay: number
  /** Missing where nothing tells what became of the events. */
  quality?: Quality
}

export interface Comparison {
  events: number
  days: number
  before: Side
  after: Side
  /** Events whose outcome changes, by "from → to". */
  changes: Record<string, number>
  examples: { event: string; from: Outcome; to: Outcome; fraud?: boolean }[]
}

const colours: Readonly<Record<Outcome, string>> = {
  approve: 'var(--yes)',
  challenge: 'var(--accent)',
  review: 'var(--partly)',
  decline: 'var(--no)',
}

/** The outcomes of both versions as bars one above the other; the figures stand in the table below. */
function Bars({ before, after }: { before: Side; after: Side }) {
  const { t } = useTexts()
  const total = Math.max(
    1,
    ...[before, after].map((side) => outcomes.reduce((sum, outcome) => sum + side.outcomes[outcome], 0)),
  )
  const bar = (side: Side, y: number) => {
    let x = 0
    return outcomes.map((outcome) => {
      const width = (side.outcomes[outcome] / total) * 100
      const piece = <rect key={outcome} x={x} y={y} width={width} height="10" fill={colours[outcome]} />
      x += width
      return piece
    })
  }
  return (
    <svg
      className="backtest-bars"
      viewBox="0 0 100 24"
      preserveAspectRatio="none"
      role="img"
      aria-label={t('backtest.title')}
    >
      {bar(before, 0)}
      {bar(after, 14)}
    </svg>
  )
}

/** What two versions of rules do to the same past: outcomes, work, hits and misses, money, and what would change. */
export function BacktestResult({ result: { events, days, before, after, changes, examples } }: { result: Comparison }) {
  const { t, n, number } = useTexts()
  const percent = (share: number | undefined) => (share === undefined ? '–' : `${number(share * 100)} %`)
  const money = (side: Side, of: 'stopped' | 'honestStopped') =>
    Object.entries(side.quality?.money ?? {})
      .map(([currency, sums]) => `${number(sums[of])} ${currency}`.trim())
      .join(', ') || '–'
  const row = (words: string, value: (side: Side) => string) => (
    <tr key={words}>
      <td>{words}</td>
      <td className="number">{value(before)}</td>
      <td className="number">{value(after)}</td>
    </tr>
  )
  const known = before.quality !== undefined || after.quality !== undefined
  const outcome = (name: string) => t(`outcome.${name}` as Key)
  return (
    <div className="stack">
      <p>{t('backtest.over', { events: number(events), days: n('backtest.days', days) })}</p>
      <Bars before={before} after={after} />
      <div className="table-wrap" tabIndex={0} role="region" aria-label={t('backtest.title')}>
        <table className="table">
          <thead>
            <tr>
              <th>{t('activity.outcome')}</th>
              <th className="number">{t('backtest.before')}</th>
              <th className="number">{t('backtest.after')}</th>
            </tr>
          </thead>
          <tbody>
            {outcomes.map((name) => (
              <tr key={name}>
                <td>
                  <span className={`dot dot-${name}`} aria-hidden="true" /> {outcome(name)}
                </td>
                <td className="number">{number(before.outcomes[name])}</td>
                <td className="number">{number(after.outcomes[name])}</td>
              </tr>
            ))}
            {row(t('backtest.per-day'), (side) => number(side.reviewsPerDay))}
            {known && [
              row(t('backtest.recall'), (side) => percent(side.quality?.flagged.recall)),
              row(t('backtest.precision'), (side) => percent(side.quality?.flagged.precision)),
              row(t('backtest.saved'), (side) => money(side, 'stopped')),
              row(t('backtest.insulted'), (side) => money(side, 'honestStopped')),
            ]}
          </tbody>
        </table>
      </div>
      {!known && <p className="small muted">{t('backtest.no-truth')}</p>}
      {examples.length === 0 ? (
        <p className="small muted">{t('backtest.no-change')}</p>
      ) : (
        <details>
          <summary>
            {Object.entries(changes)
              .map(([change, count]) => `${change.split(' → ').map(outcome).join(' → ')}: ${number(count)}`)
              .join(', ')}
          </summary>
          <ul className="stack-small small">
            {examples.map(({ event, from, to, fraud }) => (
              <li key={event}>
                <code>{event}</code>: {outcome(from)} → {outcome(to)}
                {fraud !== undefined && ` (${t(fraud ? 'screening.fraud' : 'screening.honest')})`}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}
