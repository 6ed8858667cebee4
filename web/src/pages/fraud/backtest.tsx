import { api } from '../../api/client.ts'
import { runToEnd } from '../../api/jobs.ts'
import type { Key } from '../../i18n/i18n.tsx'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { TextField } from '../../ui/fields.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Button, Card } from '../../ui/parts.tsx'

const outcomes = ['approve', 'challenge', 'review', 'decline'] as const
type Outcome = (typeof outcomes)[number]

interface Side {
  outcomes: Record<Outcome, number>
  reviewsPerDay: number
}

interface Comparison {
  events: number
  days: number
  before: Side
  after: Side
  changes: Record<string, number>
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

function Result({ result }: { result: Comparison }) {
  const { t, number } = useTexts()
  return (
    <div className="stack">
      <p>{t('backtest.over', { events: number(result.events), days: result.days })}</p>
      <Bars before={result.before} after={result.after} />
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
            {outcomes.map((outcome) => (
              <tr key={outcome}>
                <td>
                  <span className={`dot dot-${outcome}`} aria-hidden="true" /> {t(`outcome.${outcome}` as Key)}
                </td>
                <td className="number">{number(result.before.outcomes[outcome])}</td>
                <td className="number">{number(result.after.outcomes[outcome])}</td>
              </tr>
            ))}
            <tr>
              <td>{t('backtest.per-day')}</td>
              <td className="number">{number(result.before.reviewsPerDay)}</td>
              <td className="number">{number(result.after.reviewsPerDay)}</td>
            </tr>
          </tbody>
        </table>
      </div>
      {Object.keys(result.changes).length > 0 && (
        <p className="small muted">
          {Object.entries(result.changes)
            .map(([change, count]) => `${change}: ${number(count)}`)
            .join(', ')}
        </p>
      )}
    </div>
  )
}

/** What the rules being written would have done in the past, beside the built-in ones. */
export function Backtest({ shop, rules, ready }: { shop: string; rules: string; ready: boolean }) {
  const { t } = useTexts()
  const backtest = useAction(
    async (form: FormData) => {
      const file = form.get('file')
      const upload =
        file instanceof File && file.size > 0
          ? await api.upload<{ id: string }>(`/shops/${shop}/uploads`, file)
          : undefined
      const { id } = await runToEnd(shop, 'fraud.backtest', { rules, ...(upload && { file: upload.id }) })
      return api.get<Comparison>(`/shops/${shop}/jobs/${id}/result`)
    },
    ['jobs'],
  )
  return (
    <Card title={t('backtest.title')}>
      <div className="stack">
        <form
          className="filters"
          onSubmit={(event) => {
            event.preventDefault()
            backtest.mutate(new FormData(event.currentTarget))
          }}
        >
          <TextField label={t('backtest.file')} hint={t('backtest.file.hint')} name="file" type="file" />
          <Button type="submit" icon="play" disabled={!ready} busy={backtest.isPending}>
            {t('backtest.do')}
          </Button>
        </form>
        <ErrorNotice error={backtest.error} />
        {backtest.data && <Result result={backtest.data} />}
      </div>
    </Card>
  )
}
