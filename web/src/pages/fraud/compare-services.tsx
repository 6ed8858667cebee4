import { api } from '../../api/client.ts'
import { runToEnd } from '../../api/jobs.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { TextField } from '../../ui/fields.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Badge, Bar, Button, Card, Empty } from '../../ui/parts.tsx'

interface Comparison {
  orders: number
  frauds: number
  services: {
    service: string
    orders: number
    quality: { auc?: number }
    at: { score: number; orders: number; precision?: number; recall?: number }[]
  }[]
  common: { orders: number; services: { service: string; auc?: number }[] }
  apart: { order: string; fraud: boolean; scores: Record<string, number> }[]
}

/** Fewer frauds say little of a difference between services. */
const ENOUGH_FRAUDS = 30

function Result({ result }: { result: Comparison }) {
  const { t, number } = useTexts()
  const percent = (share: number | undefined) =>
    share === undefined ? t('screening.unknown') : `${number(Math.round(1000 * share) / 10)} %`
  if (result.orders === 0) return <Empty title={t('screening.nothing')}>{t('screening.nothing.text')}</Empty>
  return (
    <div className="stack">
      <p>{t('screening.over', { orders: number(result.orders), frauds: number(result.frauds) })}</p>
      {result.frauds < ENOUGH_FRAUDS && <p className="small muted">{t('screening.few')}</p>}
      <h3>{t('screening.ranking', { orders: number(result.common.orders) })}</h3>
      <p className="small muted">{t('screening.ranking.text')}</p>
      <ul className="stack-small">
        {result.common.services.map(({ service, auc }) => (
          <li key={service}>
            <div className="row row-between">
              <span>{service}</span>
              <span className="number">{auc === undefined ? t('screening.unknown') : auc.toFixed(3)}</span>
            </div>
            {/* Half is what a coin would reach. */}
            <Bar share={((auc ?? 0.5) - 0.5) * 2} />
          </li>
        ))}
      </ul>
      <div className="table-wrap" tabIndex={0} role="region" aria-label={t('screening.bounds')}>
        <table className="table">
          <thead>
            <tr>
              <th>{t('screening.service')}</th>
              <th className="number">{t('screening.from')}</th>
              <th className="number">{t('screening.stopped')}</th>
              <th className="number">{t('screening.right')}</th>
              <th className="number">{t('screening.found')}</th>
            </tr>
          </thead>
          <tbody>
            {result.services.flatMap(({ service, at }) =>
              at.map(({ score, orders, precision, recall }, index) => (
                <tr key={`${service} ${score}`}>
                  <td>{index === 0 ? service : ''}</td>
                  <td className="number">{score}</td>
                  <td className="number">{number(orders)}</td>
                  <td className="number">{percent(precision)}</td>
                  <td className="number">{percent(recall)}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </div>
      {result.apart.length > 0 && (
        <details>
          <summary>{t('screening.apart')}</summary>
          <ul className="stack-small small">
            {result.apart.map(({ order, fraud, scores }) => (
              <li key={order}>
                <code>{order}</code>{' '}
                <Badge tone={fraud ? 'no' : 'yes'}>{t(fraud ? 'screening.fraud' : 'screening.honest')}</Badge>{' '}
                {Object.entries(scores)
                  .map(([service, score]) => `${service} ${number(Math.round(score))}`)
                  .join(', ')}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

/** Services' scores beside what became of the orders: of those the guard knows, or of a file. */
export function CompareServices({ shop }: { shop: string }) {
  const { t } = useTexts()
  const compare = useAction(
    async (form: FormData) => {
      const file = form.get('file')
      const { id: outcomes } =
        file instanceof File && file.size > 0
          ? await api.upload<{ id: string }>(`/shops/${shop}/uploads`, file)
          : await runToEnd(shop, 'fraud.outcomes')
      const { id } = await runToEnd(shop, 'screening.compare', { outcomes })
      return api.get<Comparison>(`/shops/${shop}/jobs/${id}/result`)
    },
    ['jobs'],
  )
  return (
    <Card title={t('screening.compare')}>
      <div className="stack">
        <p className="small muted">{t('screening.compare.text')}</p>
        <form
          className="filters"
          onSubmit={(event) => {
            event.preventDefault()
            compare.mutate(new FormData(event.currentTarget))
          }}
        >
          <TextField label={t('screening.file')} hint={t('screening.file.hint')} name="file" type="file" />
          <Button type="submit" icon="play" busy={compare.isPending}>
            {t('screening.compare.do')}
          </Button>
        </form>
        <ErrorNotice error={compare.error} />
        {compare.data && <Result result={compare.data} />}
      </div>
    </Card>
  )
}
