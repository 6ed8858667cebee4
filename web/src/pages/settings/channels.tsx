import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { formValues, SelectField, TextField } from '../../ui/fields.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { Badge, Button, Card, Empty } from '../../ui/parts.tsx'
import { say } from '../../ui/toast.tsx'

interface Channel {
  id: string
  kind: string
  name: string
  target: string
  enabled: boolean
  lastError?: string
}

const kinds = ['mail', 'webhook', 'slack', 'teams', 'matrix'] as const

/** Where results and failures are told. */
export function Channels() {
  const { t } = useTexts()
  const [secret, setSecret] = useState<string | undefined>()
  const channels = useQuery({ queryKey: ['channels'], queryFn: () => api.get<{ items: Channel[] }>('/channels') })
  const add = useAction(
    (values: Record<string, string>) => api.post<{ secret?: string }>('/channels', values),
    ['channels'],
    (answer) => setSecret(answer.secret),
  )
  const remove = useAction((id: string) => api.delete(`/channels/${id}`), ['channels'])
  const test = useAction(
    (id: string) => api.post(`/channels/${id}/test`),
    ['channels'],
    () => say(t('channels.tested')),
  )
  return (
    <div className="stack">
      {secret !== undefined && (
        <Notice kind="warn">
          <p className="strong">{t('channels.secret')}</p>
          <p className="code mono">{secret}</p>
        </Notice>
      )}
      <Card title={t('settings.channels')}>
        <div className="stack">
          {channels.data?.items.length === 0 && <Empty title={t('channels.none')}>{t('channels.none.text')}</Empty>}
          <ul className="stack-small">
            {channels.data?.items.map((channel) => (
              <li key={channel.id} className="row row-between">
                <span className="grow">
                  <Badge>{t(`channel.${channel.kind}` as 'channel.mail')}</Badge>{' '}
                  <span className="strong">{channel.name}</span>
                  <br />
                  <span className="small muted mono">{channel.target}</span>
                  {channel.lastError !== undefined && <p className="small gate">{channel.lastError}</p>}
                </span>
                <Button small busy={test.isPending} onClick={() => test.mutate(channel.id)}>
                  {t('channels.test')}
                </Button>
                <Button small kind="quiet" onClick={() => remove.mutate(channel.id)}>
                  {t('delete')}
                </Button>
              </li>
            ))}
          </ul>
          <ErrorNotice error={test.error ?? remove.error} />
        </div>
      </Card>
      <Card title={t('channels.add')}>
        <form
          className="stack"
          onSubmit={(event: FormEvent<HTMLFormElement>) => {
            event.preventDefault()
            add.mutate(formValues(event.currentTarget))
          }}
        >
          <SelectField
            label={t('channels.kind')}
            name="kind"
            options={kinds.map((kind) => [kind, t(`channel.${kind}`)])}
          />
          <TextField label={t('keys.name')} name="name" required maxLength={200} />
          <TextField
            label={t('channels.target')}
            hint={t('channels.target.hint')}
            name="target"
            required
            maxLength={1000}
          />
          <ErrorNotice error={add.error} />
          <div className="row">
            <Button kind="main" type="submit" busy={add.isPending}>
              {t('channels.add')}
            </Button>
          </div>
        </form>
      </Card>
    </div>
  )
}
