import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/queries.ts'
import type { FindingLine, Person } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { formValues, SelectField, TextArea, TextField } from '../../ui/fields.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Button, Card } from '../../ui/parts.tsx'
import { say } from '../../ui/toast.tsx'

/** Assign, suppress with a reason, reopen, look again. */
export function FindingActions({ line, shop }: { line: FindingLine; shop: string }) {
  const { t } = useTexts()
  const [suppressing, setSuppressing] = useState(false)
  const people = useQuery({ queryKey: ['people'], queryFn: () => api.get<{ items: Person[] }>('/people') })
  const mayAudit = useMay('configure')
  const change = useAction(
    (body: object) => api.post(`/shops/${shop}/findings/${line.fingerprint}/state`, body),
    ['findings'],
    () => {
      setSuppressing(false)
      say(t('saved'))
    },
  )
  const retest = useAction(
    () => api.post(`/shops/${shop}/audits`, {}),
    ['jobs'],
    () => say(t('finding.retest.started')),
  )
  const suppress = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { reason, until } = formValues(event.currentTarget)
    change.mutate({ state: 'suppressed', reason, ...(until && { until }) })
  }
  return (
    <Card title={t('finding.do')}>
      <div className="stack">
        <SelectField
          label={t('finding.assign')}
          value={line.assignee ?? ''}
          onChange={(event) =>
            change.mutate(
              event.target.value === '' ? { state: 'open' } : { state: 'assigned', assignee: event.target.value },
            )
          }
          options={[
            ['', t('finding.nobody')],
            ...(people.data?.items ?? [])
              .filter((person) => !person.disabled)
              .map((person) => [person.name, person.name] as const),
          ]}
        />
        <div className="row">
          {line.state === 'suppressed' ? (
            <Button small onClick={() => change.mutate({ state: 'open' })} busy={change.isPending}>
              {t('finding.reopen')}
            </Button>
          ) : (
            <Button small onClick={() => setSuppressing(true)}>
              {t('finding.suppress')}
            </Button>
          )}
          {mayAudit && (
            <Button small busy={retest.isPending} onClick={() => retest.mutate(undefined)}>
              {t('finding.retest')}
            </Button>
          )}
        </div>
        <ErrorNotice error={change.error ?? retest.error} />
      </div>
      {suppressing && (
        <Dialog title={t('finding.suppress')} onClose={() => setSuppressing(false)}>
          <form className="stack" onSubmit={suppress}>
            <p className="small muted">{t('finding.suppress.text')}</p>
            <TextArea label={t('reason')} name="reason" required maxLength={2000} />
            <TextField label={t('finding.until')} hint={t('finding.until.hint')} name="until" type="date" />
            <ErrorNotice error={change.error} />
            <div className="row">
              <Button kind="main" type="submit" busy={change.isPending}>
                {t('finding.suppress')}
              </Button>
              <Button onClick={() => setSuppressing(false)}>{t('cancel')}</Button>
            </div>
          </form>
        </Dialog>
      )}
    </Card>
  )
}
