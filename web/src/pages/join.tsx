import { api } from '../api/client.ts'
import { useSession } from '../api/queries.ts'
import type { Role } from '../api/types.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { Door } from '../layout/plain.tsx'
import { useAction } from '../ui/action.ts'
import { ErrorNotice } from '../ui/notice.tsx'
import { Button } from '../ui/parts.tsx'

/** Where the invitation to a seat at another client leads; the token stands behind #, where no server sees it. */
export function Join() {
  const { t } = useTexts()
  const { person } = useSession()
  const join = useAction(() =>
    api.post<{ client: { name: string }; role: Role }>('/join', { token: location.hash.slice(1) }),
  )
  const joined = join.data
  return (
    <Door>
      <div className="stack">
        <div>
          <h1>{t('join.title')}</h1>
          <p className="muted">
            {joined === undefined
              ? t('join.lead', { email: person?.email ?? '' })
              : t('join.done', { client: joined.client.name, role: t(`role.${joined.role}`) })}
          </p>
        </div>
        <ErrorNotice error={join.error} />
        {joined === undefined ? (
          <Button kind="main" busy={join.isPending} onClick={() => join.mutate(undefined)}>
            {t('join.do')}
          </Button>
        ) : (
          // Loaded anew, so that nothing of the client before stays in memory.
          <a className="button button-main" href="/">
            {t('join.go')}
          </a>
        )}
      </div>
    </Door>
  )
}
