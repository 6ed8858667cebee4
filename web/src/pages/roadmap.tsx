import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAudit } from '../api/queries.ts'
import type { Step } from '../api/types.ts'
import { useShopId } from '../api/use-shop.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { SelectField } from '../ui/fields.tsx'
import { Badge, Card, Empty, PageHead, VerdictBadge } from '../ui/parts.tsx'

const urgencies = ['act', 'attend', 'track'] as const

function StepCard({ step, shop }: { step: Step; shop: string }) {
  const { t, date, number } = useTexts()
  return (
    <li className="card step">
      <div className="row row-between">
        <VerdictBadge verdict={step.verdict} />
        {step.gain > 0 && <span className="small strong">{t('roadmap.gain', { points: number(step.gain) })}</span>}
      </div>
      <Link
        className="strong"
        to="/s/$shop/questions/$question"
        params={{ shop, question: step.question }}
        hash={step.criterion}
      >
        {step.step}
      </Link>
      <p className="small">{step.how}</p>
      <details className="small">
        <summary className="muted">{t('roadmap.why')}</summary>
        <p>{step.why}</p>
      </details>
      <div className="row small muted">
        <Badge>{step.owner}</Badge>
        <span>{t(`effort.${step.effort}`)}</span>
        <span>{t('roadmap.due', { when: date(step.due) })}</span>
      </div>
    </li>
  )
}

/** What to do next, in three columns by how soon. */
export function Roadmap() {
  const { t, n } = useTexts()
  const shop = useShopId()
  const audit = useAudit(shop)
  const [owner, setOwner] = useState('')
  const [kind, setKind] = useState('')
  if (audit === null) return <Empty title={t('shops.never')}>{t('first.none.text')}</Empty>
  const steps = audit.roadmap.filter(
    (step) => (owner === '' || step.owner === owner) && (kind === '' || step.kind === kind),
  )
  return (
    <>
      <PageHead title={t('nav.roadmap')} lead={t('roadmap.lead')} />
      <div className="filters">
        <SelectField
          label={t('roadmap.owner')}
          value={owner}
          onChange={(event) => setOwner(event.target.value)}
          options={[
            ['', t('all')],
            ['CEO', 'CEO'],
            ['CTO', 'CTO'],
            ['COO', 'COO'],
          ]}
        />
        <SelectField
          label={t('roadmap.kind')}
          value={kind}
          onChange={(event) => setKind(event.target.value)}
          options={[
            ['', t('all')],
            ['mend', t('roadmap.mend')],
            ['find out', t('roadmap.find-out')],
          ]}
        />
      </div>
      <div className="board">
        {urgencies.map((urgency) => {
          const here = steps.filter((step) => step.urgency === urgency)
          return (
            <section key={urgency} className="column" aria-labelledby={`column-${urgency}`}>
              <h2 id={`column-${urgency}`}>
                {t(`urgency.${urgency}`)} <span className="muted small">{n('roadmap.steps', here.length)}</span>
              </h2>
              {here.length === 0 ? (
                <Card>
                  <p className="muted small">{t('roadmap.none')}</p>
                </Card>
              ) : (
                <ol className="stack">
                  {here.map((step) => (
                    <StepCard key={step.criterion} step={step} shop={shop} />
                  ))}
                </ol>
              )}
            </section>
          )
        })}
      </div>
    </>
  )
}
