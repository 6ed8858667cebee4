import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { api } from '../../api/client.ts'
import type { FindingLine, Page, Severity } from '../../api/types.ts'
import { useShopId } from '../../api/use-shop.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Card, Empty, PageHead } from '../../ui/parts.tsx'
import { FindingFilters, type Filters } from './filters.tsx'
import { FindingGroups } from './groups.tsx'
import { FindingList } from './list.tsx'

interface Groups {
  total: number
  items: { name: string; count: number; worst: Severity }[]
}

const pageSize = 200

/** Weaknesses with a place, the worst first: narrowed down, grouped, one by one. */
export function Findings() {
  const { t, n } = useTexts()
  const shop = useShopId()
  const search = useSearch({ strict: false }) as Filters
  const navigate = useNavigate()
  const [groupBy, setGroupBy] = useState<'none' | 'rule' | 'area' | 'place' | 'severity'>('none')
  const set = (change: Partial<Filters>) => {
    // Whoever has gone on to a finding meanwhile must not be fetched back by a filter that comes late.
    if (location.pathname !== `/s/${shop}/findings`) return
    void navigate({
      to: '/s/$shop/findings',
      params: { shop },
      search: { ...search, ...change } as never,
      replace: true,
    })
  }
  const query = {
    state: search.state ?? 'active',
    area: search.area,
    severity: search.severity,
    rule: search.rule,
    search: search.search,
  }
  const groups = useQuery({
    queryKey: ['findings', shop, 'groups', query, groupBy],
    queryFn: () =>
      api.get<Groups>(`/shops/${shop}/findings-groups`, { ...query, by: groupBy === 'none' ? 'severity' : groupBy }),
  })
  const list = useInfiniteQuery({
    queryKey: ['findings', shop, 'list', query],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<FindingLine>>(`/shops/${shop}/findings`, { ...query, limit: pageSize, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    enabled: groupBy === 'none',
    // Asking again means every page that was scrolled through, hundreds of them: only where something has changed (live.ts).
    staleTime: Infinity,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  return (
    <>
      <PageHead title={t('findings.title')} lead={groups.data ? n('findings.count', groups.data.total) : ' '} />
      <FindingFilters filters={search} set={set} groupBy={groupBy} setGroupBy={setGroupBy} />
      <ErrorNotice error={list.error ?? groups.error} />
      <Card flush>
        {groupBy !== 'none' ? (
          <FindingGroups
            groups={groups.data?.items ?? []}
            by={groupBy}
            open={(name) => {
              setGroupBy('none')
              set(groupBy === 'place' ? { search: name } : { [groupBy]: name })
            }}
          />
        ) : list.isPending || list.isError ? (
          <div className="findings-box" />
        ) : rows.length === 0 ? (
          <Empty title={t('findings.none')}>{t('findings.none.text')}</Empty>
        ) : (
          <FindingList
            rows={rows}
            shop={shop}
            more={list.hasNextPage && !list.isFetchingNextPage}
            load={() => void list.fetchNextPage()}
          />
        )}
      </Card>
    </>
  )
}
