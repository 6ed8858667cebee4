import { Link } from '@tanstack/react-router'
import type { Audit } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { Badge, Card } from '../../ui/parts.tsx'

/** At most five steps that somebody must decide on, the most urgent first. */
export function CriticalFew({ audit, shop }: { audit: Audit; shop: string }) {
  const { t, date } = useTexts()
  const steps = audit.roadmap.filter((step) => step.kind === 'mend' && step.urgency !== 'track').slice(0, 5)
  return (
    <Card title={t('few.title')} flush>
      {steps.length === 0 ? (
        <p className="muted few-none">{t('few.none')}</p>
      ) : (
        <ol className="few">
          {steps.map((step) => (
            <li key={step.criterion}>
              <div className="grow">
                <Link
                  className="strong"
                  to="/s/$shop/questions/$question"
                  params={{ shop, question: step.question }}
                  hash={step.criterion}
                >
                  {step.step}
                </Link>
                <p className="small muted">{step.why}</p>
              </div>
              <div className="few-side small">
                <Badge tone={step.urgency === 'act' ? 'no' : 'partly'}>{t(`urgency.${step.urgency}`)}</Badge>
                <span className="muted nowrap">
                  {step.owner}, {date(step.due)}
                </span>
              </div>
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}
