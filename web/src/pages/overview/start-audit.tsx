import { api } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import type { Job } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Button } from '../../ui/parts.tsx'

export function StartAudit({ shop, running }: { shop: string; running: boolean }) {
  const { t } = useTexts()
  const start = useAction(() => api.post<Job>(`/shops/${shop}/audits`, {}), ['jobs'])
  if (!useMay('configure')) return null
  return (
    <>
      <ErrorNotice error={start.error} />
      <Button kind="main" icon="play" busy={start.isPending || running} onClick={() => start.mutate(undefined)}>
        {running ? t('audit.running') : t('audit.start')}
      </Button>
    </>
  )
}
