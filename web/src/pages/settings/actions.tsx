import { useInfiniteQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import type { Page } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Button, Card } from '../../ui/parts.tsx'

interface Action {
  at: string
  by: { id: string; name: string }
  what: string
  subject: string
}

/** Who did what, from the signed ledger. */
export function Actions() {
  const { t, dateTime } = useTexts()
  const actions = useInfiniteQuery({
    queryKey: ['actions'],
    queryFn: ({ pageParam }) => api.get<Page<Action>>('/actions', { limit: 100, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
  return (
    <Card title={t('settings.actions')} flush>
      <ErrorNotice error={actions.error} />
      <div className="table-wrap" tabIndex={0} role="region" aria-label={t('settings.actions')}>
        <table className="table">
          <thead>
            <tr>
              <th>{t('activity.when')}</th>
              <th>{t('activity.by')}</th>
              <th>{t('activity.what')}</th>
              <th>{t('actions.subject')}</th>
            </tr>
          </thead>
          <tbody>
            {actions.data?.pages
              .flatMap((page) => page.items)
              .map((action) => (
                <tr key={`${action.at} ${action.what} ${action.subject}`}>
                  <td className="nowrap">{dateTime(action.at)}</td>
                  <td>{action.by.name}</td>
                  <td>{action.what}</td>
                  <td className="mono small">{action.subject}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
      {actions.hasNextPage && (
        <div className="card-body">
          <Button small onClick={() => void actions.fetchNextPage()} busy={actions.isFetchingNextPage}>
            {t('more')}
          </Button>
        </div>
      )}
    </Card>
  )
}
