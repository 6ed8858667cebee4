import type { Finding } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { Card } from '../../ui/parts.tsx'
import { Code } from '../../ui/code.tsx'

type Place = Finding['location']

function Where({ place }: { place: Place }) {
  return (
    <span className="mono small">
      {place.uri}
      {place.line !== undefined && `:${place.line}`}
    </span>
  )
}

/** The way from where input comes in to where it does harm, step by step, with the lines of source that were kept. */
export function Trace({ finding }: { finding: Finding }) {
  const { t } = useTexts()
  const steps = finding.trace.length > 0 ? finding.trace : [{ location: finding.location, message: finding.title }]
  return (
    <Card title={finding.trace.length > 0 ? t('finding.trace') : t('finding.source')}>
      <ol className="trace">
        {steps.map((step, index) => (
          <li key={`${index} ${step.location.uri}`}>
            <p>
              <span className="strong">{step.message}</span>
            </p>
            <Where place={step.location} />
            {step.location.snippet !== undefined && <Code>{step.location.snippet}</Code>}
          </li>
        ))}
      </ol>
    </Card>
  )
}
