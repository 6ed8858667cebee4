import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { addPasskey } from '../../api/passkeys.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { formValues, TextField } from '../../ui/fields.tsx'
import { ErrorNotice } from '../../ui/notice.tsx'
import { Button, Card } from '../../ui/parts.tsx'

interface Passkey {
  id: string
  name: string
  createdAt: string
}

/** Keys of the device or its lock: sign in without a password. */
export function Passkeys() {
  const { t, date } = useTexts()
  const keys = useQuery({ queryKey: ['passkeys'], queryFn: () => api.get<{ items: Passkey[] }>('/me/passkeys') })
  const add = useAction(
    (values: Record<string, string>) => addPasskey(values['name'] ?? '', values['password'] ?? ''),
    ['passkeys'],
  )
  const remove = useAction((id: string) => api.delete(`/me/passkeys/${id}`), ['passkeys'])
  return (
    <Card title={t('passkeys.title')}>
      <div className="stack">
        <p className="small muted">{t('passkeys.text')}</p>
        <ul className="stack-small">
          {keys.data?.items.map((key) => (
            <li key={key.id} className="row row-between">
              <span className="grow">
                <span className="strong">{key.name}</span> <span className="small muted">{date(key.createdAt)}</span>
              </span>
              <Button small onClick={() => remove.mutate(key.id)}>
                {t('delete')}
              </Button>
            </li>
          ))}
        </ul>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            add.mutate(formValues(event.currentTarget))
          }}
        >
          <TextField label={t('passkeys.name')} name="name" required maxLength={100} placeholder="Laptop" />
          <TextField
            label={t('password.current')}
            name="password"
            type="password"
            required
            autoComplete="current-password"
          />
          <ErrorNotice error={add.error ?? remove.error} />
          <div className="row">
            <Button type="submit" icon="key" busy={add.isPending}>
              {t('passkeys.add')}
            </Button>
          </div>
        </form>
      </div>
    </Card>
  )
}
