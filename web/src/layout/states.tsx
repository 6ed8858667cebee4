import { Link } from '@tanstack/react-router'
import { useTexts } from '../i18n/i18n.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { buttonClass, Empty } from '../ui/parts.tsx'

/** Keeps the place of what is to come, so that nothing jumps. */
export function Loading() {
  const { t } = useTexts()
  return (
    <div className="page loading" role="status">
      <span className="spinner" aria-hidden="true" />
      <span className="muted">{t('loading')}</span>
    </div>
  )
}

export function Failed({ error, reset }: { error: unknown; reset?: () => void }) {
  const { t } = useTexts()
  return (
    <main className="page stack">
      <ErrorNotice error={error} />
      <div className="row">
        {reset !== undefined && (
          <button type="button" className={buttonClass()} onClick={() => location.reload()}>
            {t('again')}
          </button>
        )}
        <a className={buttonClass('quiet')} href="/">
          {t('home')}
        </a>
      </div>
    </main>
  )
}

export function Missing() {
  const { t } = useTexts()
  return (
    <main className="page">
      <Empty
        title={t('missing.title')}
        action={
          <Link className={buttonClass()} to="/">
            {t('home')}
          </Link>
        }
      >
        {t('missing.text')}
      </Empty>
    </main>
  )
}
