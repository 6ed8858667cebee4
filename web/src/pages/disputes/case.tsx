import { useQuery } from '@tanstack/react-query'
import { api, address } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Badge, buttonClass, Card } from '../../ui/parts.tsx'

interface Money {
  minor: number
  currency: string
}

interface Case {
  dispute: {
    id: string
    provider: string
    amount: Money
    reasonCode?: string
    providerReason?: string
    phase: string
    state: string
    openedAt: string
    dueAt?: string
    order?: string
  }
  order: object | null
  advice: {
    action: string
    because: string
    stands: string
    family: string
    proofs: { kind: string; strength: string; says?: string; what?: string }[]
    lacking: string[]
    expected?: Money
  }
  log: { at: string; what: string }[]
}

/** What to do with one dispute, the proofs in its file, and the answer as it would be sent. */
export function DisputeCase({ shop, id }: { shop: string; id: string }) {
  const { t, dateTime, language } = useTexts()
  const mayDecide = useMay('decide')
  const found = useQuery({
    queryKey: ['disputes', shop, 'case', id],
    queryFn: () => api.get<Case>(`/shops/${shop}/disputes/cases/${encodeURIComponent(id)}`),
  })
  const money = ({ minor, currency }: Money) => {
    const format = new Intl.NumberFormat(language, { style: 'currency', currency })
    return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
  }
  if (found.data === undefined) return <ErrorNotice error={found.error} />
  const { dispute, advice, log } = found.data
  return (
    <Card
      title={dispute.id}
      aside={
        mayDecide && (
          <a
            className={buttonClass('main', true)}
            href={address(`/shops/${shop}/disputes/cases/${encodeURIComponent(id)}/pack`)}
            download
          >
            {t('disputes.pack')}
          </a>
        )
      }
    >
      <div className="grid-2">
        <div className="stack">
          <div className="advice">
            <p className="strong">{t('disputes.advice', { action: advice.action })}</p>
            <p>{advice.because}</p>
          </div>
          <dl className="definition small">
            <dt>{t('disputes.amount')}</dt>
            <dd>{money(dispute.amount)}</dd>
            <dt>{t('reason')}</dt>
            <dd>
              {dispute.reasonCode} {dispute.providerReason} ({advice.family})
            </dd>
            <dt>{t('activity.state')}</dt>
            <dd>
              {dispute.phase}, {dispute.state}
            </dd>
            {dispute.dueAt !== undefined && (
              <>
                <dt>{t('disputes.due')}</dt>
                <dd>{dateTime(dispute.dueAt)}</dd>
              </>
            )}
            {advice.expected !== undefined && (
              <>
                <dt>{t('disputes.expected')}</dt>
                <dd>{money(advice.expected)}</dd>
              </>
            )}
          </dl>
          <ol className="stack-small small">
            {log.map((entry) => (
              <li key={entry.at + entry.what}>
                <span className="muted">{dateTime(entry.at)}</span> {entry.what}
              </li>
            ))}
          </ol>
        </div>
        <div className="stack">
          <h3>{t('disputes.proofs')}</h3>
          <ul className="stack-small">
            {advice.proofs.map((proof, index) => (
              <li key={`${proof.kind} ${index}`} className="row">
                <Badge tone={proof.strength === 'strong' ? 'yes' : 'partly'}>{proof.strength}</Badge>
                <span>
                  {proof.kind} <span className="small muted">{proof.says ?? proof.what}</span>
                </span>
              </li>
            ))}
          </ul>
          {advice.lacking.length > 0 && (
            <>
              <h3>{t('disputes.lacking')}</h3>
              <ul className="stack-small small">
                {advice.lacking.map((each) => (
                  <li key={each}>{each}</li>
                ))}
              </ul>
            </>
          )}
        </div>
      </div>
    </Card>
  )
}
