import { Link, Outlet, useParams, useRouterState } from '@tanstack/react-router'
import { Suspense, useEffect, useRef, useState } from 'react'
import { useLive } from '../api/live.ts'
import { useJobs } from '../api/queries.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icons.tsx'
import { Side } from './side.tsx'
import { Loading } from './states.tsx'
import { ShopSwitch, UserMenu } from './menus.tsx'

function RunningJobs({ shop }: { shop: string }) {
  const { n } = useTexts()
  const running =
    useJobs(shop, { limit: 20 }).data?.items.filter((job) => job.state === 'running' || job.state === 'queued') ?? []
  if (running.length === 0) return null
  return (
    <Link to="/s/$shop/activity" params={{ shop }} className="running">
      <span className="spinner" aria-hidden="true" />
      {n('activity.running', running.length)}
    </Link>
  )
}

/** The frame around every page of a shop. */
export function Shell() {
  const { shop } = useParams({ strict: false }) as { shop: string }
  const { t } = useTexts()
  const [menu, setMenu] = useState(false)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const main = useRef<HTMLElement>(null)
  useLive(shop)
  useEffect(() => {
    setMenu(false)
  }, [path])
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <Side shop={shop} />
      {menu && (
        <Dialog title={t('menu')} onClose={() => setMenu(false)} className="side-dialog" bare>
          <Side shop={shop} />
        </Dialog>
      )}
      <div>
        <header className="top">
          <button
            type="button"
            className="button button-quiet top-menu"
            aria-label={t('menu')}
            onClick={() => setMenu(true)}
          >
            <Icon name="menu" />
          </button>
          <Suspense fallback={<span className="grow" />}>
            <ShopSwitch shop={shop} />
            <span className="grow" />
            <RunningJobs shop={shop} />
            <UserMenu />
          </Suspense>
        </header>
        <main id="main" ref={main} className="page" tabIndex={-1}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
    </div>
  )
}
