import { Link } from '@tanstack/react-router'
import { type ReactNode, Suspense } from 'react'
import { useTexts } from '../i18n/i18n.tsx'
import { Mark } from '../ui/icons.tsx'
import { UserMenu } from './menus.tsx'

/** The frame of pages that belong to no shop. */
export function Plain({ children }: { children: ReactNode }) {
  const { t } = useTexts()
  return (
    <div>
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <header className="top">
        <Link to="/" className="brand brand-top">
          <Mark />
          Shopwarden
        </Link>
        <span className="grow" />
        <Suspense>
          <UserMenu />
        </Suspense>
      </header>
      <main id="main" className="page" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}

/** The frame of pages before the sign-in. */
export function Door({ children }: { children: ReactNode }) {
  return (
    <main className="door">
      <div className="door-card">
        <div className="brand">
          <Mark />
          Shopwarden
        </div>
        <div className="card">
          <div className="card-body">{children}</div>
        </div>
      </div>
    </main>
  )
}
