import { address, api } from '../api/client.ts'
import { useJobs, useMay } from '../api/queries.ts'
import type { Job } from '../api/types.ts'
import { useShopId } from '../api/use-shop.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { useAction } from '../ui/action.ts'
import { JobProgress } from '../ui/job-progress.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { Badge, Button, Card, Empty, PageHead } from '../ui/parts.tsx'

const tones = { queued: '', running: 'accent', done: 'yes', failed: 'no', cancelled: '' } as const

function Running({ job }: { job: Job }) {
  const { t } = useTexts()
  const mayStop = useMay('configure')
  const stop = useAction(() => api.post(`/shops/${job.shop}/jobs/${job.id}/cancel`), ['jobs'])
  return (
    <Card
      title={job.kind === 'audit' ? t('activity.audit') : job.kind}
      aside={
        mayStop && (
          <Button small busy={stop.isPending} onClick={() => stop.mutate(undefined)}>
            {t('activity.stop')}
          </Button>
        )
      }
    >
      <ErrorNotice error={stop.error} />
      <JobProgress job={job} />
    </Card>
  )
}

/** What runs and what ran: audits, scans, sweeps. */
export function Activity() {
  const { t, dateTime } = useTexts()
  const shop = useShopId()
  const jobs = useJobs(shop, { limit: 50 })
  const items = jobs.data?.items ?? []
  const current = items.filter((job) => job.state === 'running' || job.state === 'queued')
  const past = items.filter((job) => !current.includes(job))
  return (
    <>
      <PageHead title={t('nav.activity')} lead={t('activity.lead')} />
      <div className="stack">
        <ErrorNotice error={jobs.error} />
        {current.map((job) => (
          <Running key={job.id} job={job} />
        ))}
        <Card title={t('activity.past')} flush>
          {past.length === 0 ? (
            <Empty title={t('activity.none')} />
          ) : (
            <div className="table-wrap" tabIndex={0} role="region" aria-label={t('activity.past')}>
              <table className="table">
                <thead>
                  <tr>
                    <th>{t('activity.what')}</th>
                    <th>{t('activity.state')}</th>
                    <th>{t('activity.when')}</th>
                    <th>{t('activity.by')}</th>
                    <th>{t('activity.outcome')}</th>
                  </tr>
                </thead>
                <tbody>
                  {past.map((job) => (
                    <tr key={job.id}>
                      <td>{job.kind === 'audit' ? t('activity.audit') : job.kind}</td>
                      <td>
                        <Badge tone={tones[job.state]}>{t(`job.${job.state}`)}</Badge>
                      </td>
                      <td className="nowrap">{dateTime(job.requestedAt)}</td>
                      <td>{job.requestedBy}</td>
                      <td>
                        {job.error === undefined ? (
                          <>
                            {job.status !== undefined && t(`status.${job.status as 0}`)}{' '}
                            {job.kind !== 'audit' && job.state === 'done' && (
                              <a
                                href={address(`/shops/${shop}/jobs/${job.id}/result`)}
                                target="_blank"
                                rel="noreferrer"
                              >
                                {t('activity.result')}
                              </a>
                            )}
                          </>
                        ) : (
                          <span title={job.error.code}>
                            {job.error.message} {job.error.fix}
                          </span>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Card>
      </div>
    </>
  )
}
