import type { EvidenceItem } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { Badge, Card } from '../../ui/parts.tsx'
import { Code } from '../../ui/code.tsx'

function Item({ item }: { item: EvidenceItem }) {
  const { t, n, dateTime, date, ago } = useTexts()
  return (
    <details className="evidence">
      <summary>
        <span className="strong">{item.fact}</span>
        <span className="mono small evidence-subject">{item.subject}</span>
        {item.couldNotLook ? (
          <Badge>{t('evidence.not-seen')}</Badge>
        ) : (
          <span className="small muted nowrap">{ago(item.observedAt)}</span>
        )}
      </summary>
      <div className="stack-small">
        {item.couldNotLook && (
          <p>
            {item.couldNotLook.reason} {item.couldNotLook.fix}
          </p>
        )}
        <dl className="definition small">
          <dt>{t('evidence.seen')}</dt>
          <dd>{dateTime(item.observedAt)}</dd>
          <dt>{t('evidence.until')}</dt>
          <dd>{date(item.validUntil)}</dd>
          <dt>{t('evidence.probe')}</dt>
          <dd>
            {item.probe.id} {item.probe.version}
          </dd>
          <dt>{t('evidence.id')}</dt>
          <dd className="mono">{item.id}</dd>
          {item.findings > 0 && (
            <>
              <dt>{t('findings.title')}</dt>
              <dd>{n('findings.count', item.findings)}</dd>
            </>
          )}
          {item.artefacts.map((artefact) => (
            <div key={artefact.sha256} className="definition-row">
              <dt>{t('evidence.artefact')}</dt>
              <dd className="mono">{artefact.sha256}</dd>
            </div>
          ))}
        </dl>
        {item.shortened ? (
          <p className="small muted">{t('evidence.shortened')}</p>
        ) : (
          item.couldNotLook === undefined && <Code>{JSON.stringify(item.value, null, 2)}</Code>
        )}
      </div>
    </details>
  )
}

/** Every observation behind the answer, with where it comes from and how old it is. */
export function EvidenceList({ evidence }: { evidence: readonly EvidenceItem[] }) {
  const { t } = useTexts()
  if (evidence.length === 0) return null
  return (
    <Card title={t('evidence.title')} flush>
      {evidence.map((item) => (
        <Item key={item.id} item={item} />
      ))}
    </Card>
  )
}
