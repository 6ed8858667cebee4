import type { Audit } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { Bar, Card } from '../../ui/parts.tsx'
import { ScoreRing } from '../../ui/score-ring.tsx'

export function ScoreCard({ audit }: { audit: Audit }) {
  const { t, n } = useTexts()
  const { score, coverage, measuredCoverage, gates } = audit.score
  const delta = audit.changes === undefined ? undefined : score - audit.changes.scoreBefore
  return (
    <Card title={t('score.title')}>
      <div className="score">
        <ScoreRing score={score} />
        <div className="stack-small grow">
          {delta !== undefined && (
            <p className="strong">
              {delta === 0
                ? t('score.same')
                : delta > 0
                  ? t('score.up', { points: delta })
                  : t('score.down', { points: -delta })}
            </p>
          )}
          <div>
            <div className="row row-between small">
              <span>{t('score.coverage')}</span>
              <span className="strong">{coverage}%</span>
            </div>
            <Bar share={coverage / 100} />
          </div>
          <div>
            <div className="row row-between small">
              <span>{t('score.measured')}</span>
              <span className="strong">{measuredCoverage}%</span>
            </div>
            <Bar share={measuredCoverage / 100} />
          </div>
          {gates.length > 0 && <p className="small gate">{n('score.capped', gates.length)}</p>}
        </div>
      </div>
    </Card>
  )
}
