import type { FormEvent } from 'react'
import { api } from '../../api/client.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { formValues, SelectField, TextField } from '../../ui/fields.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Button, Card, Empty } from '../../ui/parts.tsx'
import { LinkGraph } from './graph.tsx'
import { TimelineList } from './timeline.tsx'
import type { Timeline } from './types.ts'

const kinds = ['customer', 'email', 'card', 'ip', 'device', 'address', 'phone', 'event'] as const

/** What is known of one customer, card, address … */
export function Search({ shop }: { shop: string }) {
  const { t } = useTexts()
  const page = (values: Record<string, string>) => api.post<Timeline>(`/shops/${shop}/fraud/timeline`, values)
  const search = useAction(async (values: Record<string, string>) => ({
    timeline: await page(values),
    older: (before: string) => page({ ...values, before }),
  }))
  return (
    <div className="stack">
      <form
        className="filters"
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault()
          search.mutate(formValues(event.currentTarget))
        }}
      >
        <SelectField label={t('fraud.by')} name="kind" options={kinds.map((kind) => [kind, t(`link.${kind}`)])} />
        <TextField label={t('fraud.value')} name="value" required maxLength={500} />
        <Button type="submit" icon="search" busy={search.isPending}>
          {t('search')}
        </Button>
      </form>
      <ErrorNotice error={search.error} />
      {search.data && (
        <Card>
          {search.data.timeline.items.length === 0 ? (
            <Empty title={t('fraud.unknown')} />
          ) : (
            <div className="stack">
              <TimelineList key={search.submittedAt} {...search.data} />
              <LinkGraph graph={search.data.timeline.graph} />
            </div>
          )}
        </Card>
      )}
    </div>
  )
}
