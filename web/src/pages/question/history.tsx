import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import type { Criterion, Verdict } from '../../api/types.ts'
import type { Key } from '../../i18n/i18n.tsx'
import { useTexts } from '../../i18n/i18n.tsx'
import { Card } from '../../ui/parts.tsx'

interface Past {
  items: { at: string; score: number; verdicts: Record<string, Verdict> }[]
}

const marks: Readonly<Record<Verdict, string>> = {
  yes: 'yes',
  partly: 'partly',
  no: 'no',
  unknown: 'unknown',
  'not applicable': 'unknown',
}
const shown = 8

/** How each criterion was answered, audit by audit. */
export function History({
  shop,
  question,
  criteria,
}: {
  shop: string
  question: string
  criteria: readonly Criterion[]
}) {
  const { t, date } = useTexts()
  const past = useQuery({
    queryKey: ['history', shop, question],
    queryFn: () => api.get<Past>(`/shops/${shop}/history/${question}`),
  })
  const audits = past.data?.items.slice(-shown) ?? []
  if (audits.length < 2) return null
  return (
    <Card title={t('history.title')} flush>
      <div className="table-wrap" tabIndex={0} role="region" aria-label={t('history.title')}>
        <table className="table">
          <thead>
            <tr>
              <th>{t('history.criterion')}</th>
              {audits.map((audit) => (
                <th key={audit.at}>{date(audit.at)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {criteria.map((item) => (
              <tr key={item.id}>
                <td>{item.asks}</td>
                {audits.map((audit) => {
                  const verdict = audit.verdicts[item.id] ?? 'unknown'
                  return (
                    <td key={audit.at} className="nowrap">
                      <span className={`dot dot-${marks[verdict]}`} aria-hidden="true" />{' '}
                      {t(`verdict.${verdict}` as Key)}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
