import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { formValues, TextField } from '../../ui/fields.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { Badge, Button, Card } from '../../ui/parts.tsx'
import { Code } from '../../ui/code.tsx'
import { QrCode } from '../../ui/qr-code.tsx'

interface Started {
  secret: string
  url: string
  ticket: string
}

const inFours = (secret: string) => secret.replace(/(.{4})/g, '$1 ').trim()

/** Authenticator app: start with the password, finish with a first code, keep the recovery codes. */
export function SecondFactor({ active }: { active: boolean }) {
  const { t } = useTexts()
  const [started, setStarted] = useState<Started | undefined>()
  const [codes, setCodes] = useState<string[] | undefined>()
  const start = useAction(
    (password: string) => api.post<Started>('/me/second-factor/start', { password }),
    [],
    setStarted,
  )
  const finish = useAction(
    (code: string) => api.post<{ recovery: string[] }>('/me/second-factor', { ticket: started?.ticket, code }),
    ['session', 'sessions'],
    ({ recovery }) => {
      setStarted(undefined)
      setCodes(recovery)
    },
  )
  const remove = useAction((password: string) => api.post('/me/second-factor/remove', { password }), ['session'])
  const send = (work: (value: string) => void, name: string) => (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    work(formValues(event.currentTarget)[name] ?? '')
  }
  return (
    <Card title={t('totp.title')} aside={active ? <Badge tone="yes">{t('on')}</Badge> : <Badge>{t('off')}</Badge>}>
      <div className="stack">
        {codes !== undefined && (
          <Notice kind="warn">
            <p className="strong">{t('totp.recovery')}</p>
            <p className="small">{t('totp.recovery.text')}</p>
            <Code>{codes.join('\n')}</Code>
          </Notice>
        )}
        {started !== undefined ? (
          <form className="stack" onSubmit={send(finish.mutate, 'code')}>
            <p>{t('totp.enter')}</p>
            <QrCode text={started.url} label={t('totp.qr')} />
            <p className="code mono">{inFours(started.secret)}</p>
            <p className="small">
              <a href={started.url}>{t('totp.open')}</a>
            </p>
            <TextField
              label={t('totp.code')}
              name="code"
              required
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={7}
            />
            <ErrorNotice error={finish.error} />
            <div className="row">
              <Button kind="main" type="submit" busy={finish.isPending}>
                {t('totp.finish')}
              </Button>
              <Button onClick={() => setStarted(undefined)}>{t('cancel')}</Button>
            </div>
          </form>
        ) : (
          <form className="stack" onSubmit={send(active ? remove.mutate : start.mutate, 'password')}>
            <p className="small muted">{t('totp.text')}</p>
            <TextField
              label={t('password.current')}
              name="password"
              type="password"
              required
              autoComplete="current-password"
            />
            <ErrorNotice error={active ? remove.error : start.error} />
            <div className="row">
              <Button type="submit" kind={active ? 'danger' : 'plain'} busy={start.isPending || remove.isPending}>
                {active ? t('totp.remove') : t('totp.start')}
              </Button>
            </div>
          </form>
        )}
      </div>
    </Card>
  )
}
