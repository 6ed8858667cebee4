import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Badge, Card, Empty } from '../../ui/parts.tsx'
import { CompareServices } from './compare-services.tsx'

interface Status {
  ready: string[]
  services: {
    service: string
    answered: number
    failed: number
    medianMs?: number
    p99Ms?: number
    lastAt: string
    lastError?: { at: string; code: string }
  }[]
  spentToday: number
  dailyBudget: number
}

/** Which outside services judge the orders, how they answer, what they cost, and how right they were. */
export function OutsideServices({ shop }: { shop: string }) {
  const { t, number, ago } = useTexts()
  const status = useQuery({
    queryKey: ['screening', shop, 'status'],
    queryFn: () => api.get<Status>(`/shops/${shop}/screening/status`),
  })
  const { ready = [], services = [] } = status.data ?? {}
  const names = [...new Set([...ready, ...services.map(({ service }) => service)])].sort()
  return (
    <div className="stack">
      <Card title={t('screening.services')}>
        <div className="stack">
          <ErrorNotice error={status.error} />
          {status.data !== undefined && names.length === 0 && (
            <Empty title={t('screening.none')}>{t('screening.none.text')}</Empty>
          )}
          {names.length > 0 && (
            <>
              <p className="small muted">
                {t('screening.spent', {
                  spent: number((status.data?.spentToday ?? 0) / 100),
                  budget: number((status.data?.dailyBudget ?? 0) / 100),
                })}
              </p>
              <div className="table-wrap" tabIndex={0} role="region" aria-label={t('screening.services')}>
                <table className="table">
                  <thead>
                    <tr>
                      <th>{t('screening.service')}</th>
                      <th className="number">{t('screening.answered')}</th>
                      <th className="number">{t('screening.failed')}</th>
                      <th className="number">{t('screening.middle')}</th>
                      <th className="number">{t('screening.slowest')}</th>
                      <th>{t('screening.last')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {names.map((name) => {
                      const known = services.find(({ service }) => service === name)
                      const ms = (value: number | undefined) => (value === undefined ? '' : `${number(value)} ms`)
                      return (
                        <tr key={name}>
                          <td>
                            {name} {!ready.includes(name) && <Badge>{t('screening.no-key')}</Badge>}
                          </td>
                          <td className="number">{number(known?.answered ?? 0)}</td>
                          <td className="number">{number(known?.failed ?? 0)}</td>
                          <td className="number">{ms(known?.medianMs)}</td>
                          <td className="number">{ms(known?.p99Ms)}</td>
                          <td>
                            {known === undefined ? t('screening.never') : ago(known.lastAt)}
                            {known?.lastError !== undefined && (
                              <div className="small muted">
                                {t('screening.error', {
                                  code: known.lastError.code,
                                  when: ago(known.lastError.at),
                                })}
                              </div>
                            )}
                          </td>
                        </tr>
                      )
                    })}
                  </tbody>
                </table>
              </div>
            </>
          )}
        </div>
      </Card>
      <CompareServices shop={shop} />
    </div>
  )
}
