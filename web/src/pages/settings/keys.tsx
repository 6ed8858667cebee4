import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { formValues, SelectField, TextField } from '../../ui/fields.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { Badge, Button, Card, Empty } from '../../ui/parts.tsx'

interface Key {
  id: string
  name: string
  scopes: string[]
  expiresAt: string
  usedAt?: string
  revokedAt?: string
}

export function Keys() {
  const { t, date, ago } = useTexts()
  const [fresh, setFresh] = useState<string | undefined>()
  const keys = useQuery({ queryKey: ['keys'], queryFn: () => api.get<{ items: Key[] }>('/keys') })
  const make = useAction(
    ({ name, scopes, days }: Record<string, string>) =>
      api.post<{ key: string }>('/keys', { name, scopes: scopes?.split(/[\s,]+/).filter(Boolean), days: Number(days) }),
    ['keys'],
    ({ key }) => setFresh(key),
  )
  const revoke = useAction((id: string) => api.delete(`/keys/${id}`), ['keys'])
  return (
    <div className="stack">
      {fresh !== undefined && (
        <Notice kind="warn">
          <p className="strong">{t('keys.once')}</p>
          <p className="code mono">{fresh}</p>
        </Notice>
      )}
      <Card title={t('settings.keys')}>
        {keys.data?.items.length === 0 ? (
          <Empty title={t('keys.none')}>{t('keys.none.text')}</Empty>
        ) : (
          <ul className="stack-small">
            {keys.data?.items.map((key) => (
              <li key={key.id} className="row row-between">
                <span className="grow">
                  <span className="strong">{key.name}</span> <code>{key.scopes.join(' ')}</code>
                  <br />
                  <span className="small muted">
                    {t('keys.until', { when: date(key.expiresAt) })}
                    {key.usedAt !== undefined && `, ${t('keys.used', { when: ago(key.usedAt) })}`}
                  </span>
                </span>
                {key.revokedAt !== undefined ? (
                  <Badge tone="no">{t('keys.revoked')}</Badge>
                ) : (
                  <Button small onClick={() => revoke.mutate(key.id)}>
                    {t('keys.revoke')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title={t('keys.make')}>
        <form
          className="stack"
          onSubmit={(event: FormEvent<HTMLFormElement>) => {
            event.preventDefault()
            make.mutate(formValues(event.currentTarget))
          }}
        >
          <TextField label={t('keys.name')} name="name" required maxLength={200} />
          <TextField label={t('keys.scopes')} hint={t('keys.scopes.hint')} name="scopes" required defaultValue="read" />
          <SelectField
            label={t('keys.days')}
            name="days"
            defaultValue="90"
            options={['30', '90', '365'].map((days) => [days, t('days', { days })])}
          />
          <ErrorNotice error={make.error ?? revoke.error} />
          <div className="row">
            <Button kind="main" type="submit" busy={make.isPending}>
              {t('keys.make')}
            </Button>
          </div>
        </form>
      </Card>
    </div>
  )
}
