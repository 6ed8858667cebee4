import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { api } from '../api/client.ts'
import { useMay } from '../api/queries.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { useAction } from '../ui/action.ts'
import { formValues, SelectField } from '../ui/fields.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { Badge, Button, Card } from '../ui/parts.tsx'

interface Schedule {
  id: string
  kind: string
  everyMinutes: number
  nextAt: string
  lastAt?: string
  enabled: boolean
}

interface Schedulable {
  kinds: { kind: string; summary: string }[]
}

const rhythms = [60, 360, 1440, 10_080, 43_200] as const

/** What runs by itself, and how often. */
export function Schedules({ shop }: { shop: string }) {
  const { t, dateTime } = useTexts()
  const may = useMay('configure')
  const schedules = useQuery({
    queryKey: ['schedules', shop],
    queryFn: () => api.get<{ items: Schedule[] }>(`/shops/${shop}/schedules`),
  })
  const kinds = useQuery({
    queryKey: ['schedulable'],
    queryFn: () => api.get<Schedulable>('/schedulable'),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const add = useAction(
    (values: Record<string, string>) =>
      api.post(`/shops/${shop}/schedules`, { kind: values['kind'], everyMinutes: Number(values['every']) }),
    ['schedules'],
  )
  const change = useAction(
    (each: Schedule) => api.patch(`/shops/${shop}/schedules/${each.id}`, { enabled: !each.enabled }),
    ['schedules'],
  )
  const remove = useAction((id: string) => api.delete(`/shops/${shop}/schedules/${id}`), ['schedules'])
  const rhythm = (minutes: number) => t(`every.${minutes}` as 'every.60')
  return (
    <Card title={t('schedules.title')}>
      <div className="stack">
        <p className="small muted">{t('schedules.text')}</p>
        {(schedules.data?.items.length ?? 0) > 0 && (
          <ul className="stack-small">
            {schedules.data?.items.map((each) => (
              <li key={each.id} className="row row-between">
                <span className="grow">
                  <span className="strong">{each.kind === 'audit' ? t('activity.audit') : each.kind}</span>{' '}
                  <span className="muted">{rhythm(each.everyMinutes)}</span>
                  <br />
                  <span className="small muted">
                    {each.enabled ? t('schedules.next', { when: dateTime(each.nextAt) }) : ''}
                  </span>
                </span>
                {!each.enabled && <Badge>{t('schedules.off')}</Badge>}
                {may && (
                  <>
                    <Button small onClick={() => change.mutate(each)}>
                      {each.enabled ? t('schedules.pause') : t('schedules.resume')}
                    </Button>
                    <Button small kind="quiet" onClick={() => remove.mutate(each.id)}>
                      {t('delete')}
                    </Button>
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
        {may && (
          <form
            className="filters"
            onSubmit={(event: FormEvent<HTMLFormElement>) => {
              event.preventDefault()
              add.mutate(formValues(event.currentTarget))
            }}
          >
            <SelectField
              label={t('schedules.what')}
              name="kind"
              options={(kinds.data?.kinds ?? []).map((each) => [
                each.kind,
                each.kind === 'audit' ? t('activity.audit') : each.summary,
              ])}
            />
            <SelectField
              label={t('schedules.every')}
              name="every"
              defaultValue="1440"
              options={rhythms.map((minutes) => [String(minutes), rhythm(minutes)])}
            />
            <Button type="submit" icon="plus" busy={add.isPending}>
              {t('schedules.add')}
            </Button>
          </form>
        )}
        <ErrorNotice error={add.error ?? change.error ?? remove.error} />
      </div>
    </Card>
  )
}
