import { lazy, Suspense, useState } from 'react'
import type { Audit } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { Button, Card } from '../../ui/parts.tsx'

const Chart = lazy(() => import('../../ui/chart.tsx'))

/** Score and coverage over time; as a table for whoever prefers figures. */
export function Trend({ audit }: { audit: Audit }) {
  const { t, date } = useTexts()
  const [asTable, setAsTable] = useState(false)
  const points = audit.trend
  return (
    <Card
      title={t('trend.title')}
      aside={
        points.length > 1 && (
          <Button kind="quiet" small onClick={() => setAsTable(!asTable)} aria-pressed={asTable}>
            {t('trend.table')}
          </Button>
        )
      }
    >
      {points.length < 2 ? (
        <div className="trend-box trend-empty muted">{t('trend.first')}</div>
      ) : asTable ? (
        <div className="trend-box table-wrap" tabIndex={0} role="region" aria-label={t('trend.title')}>
          <table className="table">
            <thead>
              <tr>
                <th>{t('date')}</th>
                <th className="number">{t('score.title')}</th>
                <th className="number">{t('score.coverage')}</th>
              </tr>
            </thead>
            <tbody>
              {points.toReversed().map((point) => (
                <tr key={point.at}>
                  <td>{date(point.at)}</td>
                  <td className="number">{point.score}</td>
                  <td className="number">{point.coverage}%</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <Suspense fallback={<div className="trend-box" />}>
          <div
            className="trend-box"
            role="img"
            aria-label={t('trend.words', {
              first: points[0]?.score ?? 0,
              last: points.at(-1)?.score ?? 0,
              count: points.length,
            })}
          >
            <Chart
              times={points.map((point) => Date.parse(point.at) / 1000)}
              lines={[
                { label: t('score.title'), values: points.map((point) => point.score), colour: '--accent', fill: true },
                {
                  label: t('score.coverage'),
                  values: points.map((point) => point.coverage),
                  colour: '--line-strong',
                  dash: true,
                },
              ]}
            />
          </div>
        </Suspense>
      )}
    </Card>
  )
}
