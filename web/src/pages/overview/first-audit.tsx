import { useJobs } from '../../api/queries.ts'
import type { DescribedShop, Job } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { JobProgress } from '../../ui/job-progress.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Card, Empty, PageHead } from '../../ui/parts.tsx'
import { StartAudit } from './start-audit.tsx'

/** Before the first report: what is happening, or how to begin. */
export function FirstAudit({ shop, running }: { shop: DescribedShop; running: Job | undefined }) {
  const { t } = useTexts()
  const last = useJobs(shop.id, { limit: 20 }).data?.items.find((job) => job.kind === 'audit')
  return (
    <>
      <PageHead title={shop.name} lead={running ? t('first.lead') : t('shops.never')} />
      {running ? (
        <Card title={t('first.title')}>
          <JobProgress job={running} />
        </Card>
      ) : (
        <Card>
          {last?.error !== undefined && (
            <Notice kind="error">
              <p className="strong">{last.error.message}</p>
              <p className="small">{last.error.fix}</p>
            </Notice>
          )}
          <Empty title={t('first.none')} action={<StartAudit shop={shop.id} running={false} />}>
            {t('first.none.text')}
          </Empty>
        </Card>
      )}
    </>
  )
}
