import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { api, drawFor } from './client.ts'
import type {
  Audit,
  AuditLine,
  DescribedShop,
  FindingLine,
  Finding,
  Job,
  Page,
  ProgressLine,
  Right,
  Session,
  ShopLine,
} from './types.ts'

/** The client of the first answer stays what the page is drawn for: another one comes with a page that is loaded anew. */
let firstClient: string | undefined
async function readSession(): Promise<Session> {
  const session = await api.get<Session>('/session')
  const client = session.client?.id
  if (client !== undefined && firstClient !== undefined && client !== firstClient) location.assign('/')
  firstClient = client
  drawFor(client)
  return session
}

export function useSession(): Session {
  return useSuspenseQuery({ queryKey: ['session'], queryFn: readSession, staleTime: 60_000 }).data
}

/** Whether the person who is signed in holds a right. */
export const useMay = (right: Right): boolean => useSession().rights.includes(right)

export const useShops = () =>
  useSuspenseQuery({ queryKey: ['shops'], queryFn: () => api.get<{ items: ShopLine[] }>('/shops') }).data.items

export const useShop = (shop: string) =>
  useSuspenseQuery({ queryKey: ['shops', shop], queryFn: () => api.get<DescribedShop>(`/shops/${shop}`) }).data

/** The latest audit; null where the shop has not been audited yet. */
export const useAudit = (shop: string) =>
  useSuspenseQuery({
    queryKey: ['audit', shop],
    queryFn: async () => {
      const { items } = await api.get<Page<AuditLine>>(`/shops/${shop}/audits`, { limit: 1 })
      return items[0] === undefined ? null : api.get<Audit>(`/shops/${shop}/audits/${items[0].id}`)
    },
  }).data

export const useJobs = (shop: string, query: { state?: string; limit?: number } = {}) =>
  useQuery({
    queryKey: ['jobs', shop, query],
    queryFn: () => api.get<Page<Job>>(`/shops/${shop}/jobs`, query),
    refetchInterval: 15_000,
  })

export const useJob = (shop: string, job: string) =>
  useQuery({
    queryKey: ['jobs', shop, 'one', job],
    queryFn: () => api.get<Job & { progress: ProgressLine[] }>(`/shops/${shop}/jobs/${job}`),
    enabled: job !== '',
  })

export const useFinding = (shop: string, fingerprint: string) =>
  useSuspenseQuery({
    queryKey: ['findings', shop, 'one', fingerprint],
    queryFn: () => api.get<FindingLine & { finding: Finding }>(`/shops/${shop}/findings/${fingerprint}`),
  }).data
