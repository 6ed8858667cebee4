import type { ReactNode } from 'react'
import { ApiError } from '../api/client.ts'
import { useTexts } from '../i18n/i18n.tsx'

export function Notice({ kind = 'plain', children }: { kind?: 'plain' | 'error' | 'warn'; children: ReactNode }) {
  return (
    <div className={`notice ${kind === 'plain' ? '' : `notice-${kind}`}`} role={kind === 'error' ? 'alert' : undefined}>
      <div>{children}</div>
    </div>
  )
}

/** What went wrong, where, and what to do next: the API's own words. */
export function ErrorNotice({ error }: { error: unknown }) {
  const { t } = useTexts()
  if (error === null || error === undefined) return null
  const known = error instanceof ApiError ? error : undefined
  return (
    <Notice kind="error">
      <p className="strong">{known?.message ?? t('error.unexpected')}</p>
      {known?.where !== undefined && <p className="small muted">{known.where}</p>}
      {known?.fix !== undefined && <p className="small">{known.fix}</p>}
      {known !== undefined && <p className="small muted">{known.code}</p>}
    </Notice>
  )
}
