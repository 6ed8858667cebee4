import { Link } from '@tanstack/react-router'
import { useAudit, useJobs, useShop } from '../../api/queries.ts'
import { useShopId } from '../../api/use-shop.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { PageHead } from '../../ui/parts.tsx'
import { Answers } from './answers.tsx'
import { Changes } from './changes.tsx'
import { CriticalFew } from './critical-few.tsx'
import { FirstAudit } from './first-audit.tsx'
import { ReportMenu } from './report-menu.tsx'
import { ScoreCard } from './score-card.tsx'
import { StartAudit } from './start-audit.tsx'
import { Trend } from './trend.tsx'

/** For people who decide: how good, getting better or worse, what matters now, who does what. */
export function Overview() {
  const { t, ago } = useTexts()
  const id = useShopId()
  const shop = useShop(id)
  const audit = useAudit(id)
  const running = useJobs(id, { limit: 20 }).data?.items.find(
    (job) => job.kind === 'audit' && (job.state === 'running' || job.state === 'queued'),
  )
  if (audit === null) return <FirstAudit shop={shop} running={running} />
  return (
    <>
      <PageHead title={shop.name} lead={t('overview.lead', { when: ago(audit.finishedAt) })}>
        <ReportMenu shop={id} audit={audit.id} />
        <StartAudit shop={id} running={running !== undefined} />
      </PageHead>
      <div className="stack">
        <div className="overview-top">
          <ScoreCard audit={audit} />
          <Trend audit={audit} />
        </div>
        <div className="overview-middle">
          <CriticalFew audit={audit} shop={id} />
          <Changes audit={audit} shop={id} />
        </div>
        <Answers audit={audit} shop={id} />
        <p className="small muted">
          {t('overview.unknown')}{' '}
          <Link to="/s/$shop/roadmap" params={{ shop: id }}>
            {t('overview.roadmap')}
          </Link>
        </p>
      </div>
    </>
  )
}
