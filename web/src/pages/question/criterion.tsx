import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import type { Criterion, EvidenceItem } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Badge, Button, VerdictBadge } from '../../ui/parts.tsx'
import { say } from '../../ui/toast.tsx'
import { AttestDialog } from './attest.tsx'
import { WaiveDialog } from './waive.tsx'

function Advice({ item }: { item: Criterion }) {
  const { t } = useTexts()
  if (item.verdict === 'yes') return null
  return (
    <div className="advice">
      <p>
        <span className="strong">{item.verdict === 'unknown' ? t('criterion.find-out') : item.advice.step}</span>
      </p>
      <p className="small">{item.verdict === 'unknown' ? (item.fix ?? item.advice.how) : item.advice.how}</p>
      <p className="small muted">
        {t('criterion.effort', { owner: item.advice.owner, effort: t(`effort.${item.advice.effort}`) })}
      </p>
    </div>
  )
}

export function CriterionCard({
  item,
  shop,
  evidence,
}: {
  item: Criterion
  shop: string
  evidence: readonly EvidenceItem[]
}) {
  const { t, n, date } = useTexts()
  const [open, setOpen] = useState<'attest' | 'waive' | undefined>()
  const mayDecide = useMay('decide')
  const withdraw = useAction(
    () => api.post(`/shops/${shop}/criteria/${item.id}/withdraw`),
    ['audit'],
    () => say(t('statement.withdrawn')),
  )
  const seen = evidence.filter((each) => item.evidence.includes(each.id))
  const newest = seen
    .map((each) => each.observedAt)
    .sort()
    .at(-1)
  return (
    <section className="card criterion" id={item.id} aria-labelledby={`${item.id}-title`}>
      <div className="criterion-head">
        <VerdictBadge verdict={item.verdict} />
        <h2 id={`${item.id}-title`}>{item.asks}</h2>
        <span className="small muted nowrap">
          {Math.round(item.earned)} / {item.points}
        </span>
      </div>
      <p>{item.because}</p>
      <p className="row small muted">
        <span>{t(`basis.${item.basis}`)}</span>
        {newest !== undefined && (
          <span>{t('criterion.seen', { when: date(newest), count: n('evidence.count', seen.length) })}</span>
        )}
        {item.verdict !== 'unknown' && (
          <span>{t('criterion.confidence', { percent: Math.round(item.confidence * 100) })}</span>
        )}
        {item.gate && item.verdict === 'no' && <Badge tone="critical">{t('criterion.gate')}</Badge>}
      </p>
      {item.attestation && (
        <p className="small">
          {t('criterion.attested', { by: item.attestation.by, until: date(item.attestation.validUntil) })}{' '}
          {item.attestation.statement}
        </p>
      )}
      {item.waiver && (
        <p className="small">
          {t('criterion.waived', { by: item.waiver.owner, until: date(item.waiver.validUntil) })} {item.waiver.reason}
        </p>
      )}
      <Advice item={item} />
      {mayDecide && (
        <div className="row">
          {item.attest !== undefined && item.basis !== 'measured' && (
            <Button small onClick={() => setOpen('attest')}>
              {t('statement.attest')}
            </Button>
          )}
          {item.verdict !== 'yes' && (
            <Button small kind="quiet" onClick={() => setOpen('waive')}>
              {t('statement.waive')}
            </Button>
          )}
          {(item.attestation !== undefined || item.waiver !== undefined) && (
            <Button small kind="quiet" busy={withdraw.isPending} onClick={() => withdraw.mutate(undefined)}>
              {t('statement.withdraw')}
            </Button>
          )}
        </div>
      )}
      <ErrorNotice error={withdraw.error} />
      {open === 'attest' && <AttestDialog item={item} shop={shop} onClose={() => setOpen(undefined)} />}
      {open === 'waive' && <WaiveDialog item={item} shop={shop} onClose={() => setOpen(undefined)} />}
    </section>
  )
}
