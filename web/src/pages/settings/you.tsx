import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.ts'
import { passkeySupported } from '../../api/passkeys.ts'
import { useSession } from '../../api/queries.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { formValues, TextField } from '../../ui/fields.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Badge, Button, Card } from '../../ui/parts.tsx'
import { say } from '../../ui/toast.tsx'
import { Passkeys } from './passkeys.tsx'
import { SecondFactor } from './second-factor.tsx'

interface SessionLine {
  id: string
  agent: string
  createdAt: string
  seenAt: string
  current: boolean
}

function Password() {
  const { t } = useTexts()
  const [round, setRound] = useState(0)
  const change = useAction(
    (values: Record<string, string>) => api.post('/me/password', values),
    ['sessions'],
    () => {
      say(t('saved'))
      setRound(round + 1)
    },
  )
  return (
    <Card title={t('password')}>
      <form
        key={round}
        className="stack"
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault()
          change.mutate(formValues(event.currentTarget))
        }}
      >
        <TextField
          label={t('password.current')}
          name="password"
          type="password"
          required
          autoComplete="current-password"
        />
        <TextField
          label={t('password.next')}
          hint={t('password.hint')}
          name="next"
          type="password"
          required
          autoComplete="new-password"
        />
        <ErrorNotice error={change.error} />
        <div className="row">
          <Button type="submit" busy={change.isPending}>
            {t('password.change')}
          </Button>
        </div>
      </form>
    </Card>
  )
}

function Sessions() {
  const { t, ago } = useTexts()
  const sessions = useQuery({
    queryKey: ['sessions'],
    queryFn: () => api.get<{ items: SessionLine[] }>('/me/sessions'),
  })
  const end = useAction((id: string) => api.delete(`/me/sessions/${id}`), ['sessions', 'session'])
  return (
    <Card title={t('sessions.title')}>
      <ErrorNotice error={end.error} />
      <ul className="stack-small">
        {sessions.data?.items.map((each) => (
          <li key={each.id} className="row row-between">
            <span className="grow">
              <span className="strong">{each.agent}</span>{' '}
              <span className="small muted">{t('sessions.seen', { when: ago(each.seenAt) })}</span>
            </span>
            {each.current ? (
              <Badge tone="accent">{t('sessions.this')}</Badge>
            ) : (
              <Button small onClick={() => end.mutate(each.id)}>
                {t('sessions.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

export function You() {
  const session = useSession()
  return (
    <div className="grid-2">
      <div className="stack">
        <Password />
        <Sessions />
      </div>
      <div className="stack">
        <SecondFactor active={session.person?.secondFactor ?? false} />
        {passkeySupported() && <Passkeys />}
      </div>
    </div>
  )
}
