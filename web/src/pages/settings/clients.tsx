import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { formValues, TextField } from '../../ui/fields.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { Button, Card } from '../../ui/parts.tsx'

interface Client {
  id: string
  name: string
  roots: string[]
  allowPrivate: boolean
  shops: number
}

/** Clients of the installation, for whoever runs it: who they are, and a new one with its first owner. */
export function Clients() {
  const { t, n } = useTexts()
  const [link, setLink] = useState<string | undefined>()
  const clients = useQuery({ queryKey: ['clients'], queryFn: () => api.get<{ items: Client[] }>('/clients') })
  const make = useAction(
    ({ client, owner, email }: Record<string, string>) =>
      api.post<{ invitation: { link: string } }>('/clients', { name: client, owner: { name: owner, email } }),
    ['clients'],
    (answer) => setLink(answer.invitation.link),
  )
  return (
    <div className="stack">
      {link !== undefined && (
        <Notice kind="warn">
          <p className="strong">{t('clients.link')}</p>
          <p className="code mono">{link}</p>
        </Notice>
      )}
      <Card title={t('clients.title')}>
        <p className="muted">{t('clients.text')}</p>
        <ul className="stack-small">
          {clients.data?.items.map((client) => (
            <li key={client.id}>
              <span className="strong">{client.name}</span>
              <br />
              <span className="small muted">
                {[
                  n('clients.shops', client.shops),
                  client.roots.length > 0 && t('clients.folders', { list: client.roots.join(', ') }),
                  client.allowPrivate && t('clients.private'),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={t('clients.make')}>
        <form
          className="stack"
          onSubmit={(event: FormEvent<HTMLFormElement>) => {
            event.preventDefault()
            make.mutate(formValues(event.currentTarget))
          }}
        >
          <TextField label={t('clients.name')} name="client" required maxLength={200} />
          <TextField label={t('clients.owner')} name="owner" required maxLength={200} />
          <TextField
            label={t('clients.owner.email')}
            hint={t('clients.owner.hint')}
            name="email"
            type="email"
            required
          />
          <ErrorNotice error={make.error} />
          <div className="row">
            <Button kind="main" type="submit" busy={make.isPending}>
              {t('clients.make')}
            </Button>
          </div>
        </form>
      </Card>
    </div>
  )
}
