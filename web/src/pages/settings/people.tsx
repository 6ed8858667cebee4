import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { api } from '../../api/client.ts'
import { useMay, useSession } from '../../api/queries.ts'
import type { Person, Role } from '../../api/types.ts'
import { useTexts } from '../../i18n/i18n.tsx'
import { useAction } from '../../ui/action.ts'
import { formValues, SelectField, TextField } from '../../ui/fields.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { Badge, Button, Card } from '../../ui/parts.tsx'

const roles: readonly Role[] = ['owner', 'engineer', 'analyst', 'support', 'auditor']

interface Invited {
  person: Person
  invitation: { link: string; until: string }
}

function Invite({ shown }: { shown(link: string): void }) {
  const { t, language } = useTexts()
  const invite = useAction(
    ({ name, email, role, until }: Record<string, string>) =>
      api.post<Invited>('/people', {
        name,
        email,
        role,
        language,
        ...(until && { accessUntil: new Date(until).toISOString() }),
      }),
    ['people'],
    (answer) => shown(answer.invitation.link),
  )
  return (
    <Card title={t('people.invite')}>
      <form
        className="stack"
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault()
          invite.mutate(formValues(event.currentTarget))
        }}
      >
        <TextField label={t('setup.name')} name="name" required maxLength={200} />
        <TextField label={t('email')} name="email" type="email" required />
        <SelectField
          label={t('people.role')}
          hint={t('people.role.hint')}
          name="role"
          defaultValue="analyst"
          options={roles.map((role) => [role, t(`role.${role}`)])}
        />
        <TextField label={t('people.until')} hint={t('people.until.hint')} name="until" type="date" />
        <ErrorNotice error={invite.error} />
        <div className="row">
          <Button kind="main" type="submit" busy={invite.isPending}>
            {t('people.invite.do')}
          </Button>
        </div>
        <p className="small muted">{t('people.invite.known')}</p>
      </form>
    </Card>
  )
}

export function People() {
  const { t, date } = useTexts()
  const me = useSession().person?.id
  const mayOwn = useMay('own')
  const [link, setLink] = useState<string | undefined>()
  const people = useQuery({ queryKey: ['people'], queryFn: () => api.get<{ items: Person[] }>('/people') })
  const change = useAction(
    ({ id, ...body }: { id: string; role?: string; disabled?: boolean }) => api.patch(`/people/${id}`, body),
    ['people'],
  )
  const reset = useAction(
    (id: string) => api.post<{ link: string }>(`/people/${id}/invitation`),
    ['people'],
    (answer) => setLink(answer.link),
  )
  return (
    <div className="stack">
      {link !== undefined && (
        <Notice kind="warn">
          <p className="strong">{t('people.link')}</p>
          <p className="code mono">{link}</p>
        </Notice>
      )}
      <ErrorNotice error={change.error ?? reset.error} />
      <Card title={t('settings.people')} flush>
        <div className="table-wrap" tabIndex={0} role="region" aria-label={t('settings.people')}>
          <table className="table">
            <thead>
              <tr>
                <th>{t('setup.name')}</th>
                <th>{t('people.role')}</th>
                <th>{t('totp.title')}</th>
                <th>{t('people.state')}</th>
                {mayOwn && <th>{t('people.do')}</th>}
              </tr>
            </thead>
            <tbody>
              {people.data?.items.map((person) => (
                <tr key={person.id}>
                  <td>
                    <span className="strong">{person.name}</span>
                    <br />
                    <span className="small muted">{person.email}</span>
                  </td>
                  <td>
                    {mayOwn && person.id !== me ? (
                      <select
                        className="input"
                        aria-label={t('people.role.of', { name: person.name })}
                        value={person.role}
                        onChange={(event) => change.mutate({ id: person.id, role: event.target.value })}
                      >
                        {roles.map((role) => (
                          <option key={role} value={role}>
                            {t(`role.${role}`)}
                          </option>
                        ))}
                      </select>
                    ) : (
                      t(`role.${person.role}`)
                    )}
                  </td>
                  <td>{person.secondFactor ? t('on') : t('off')}</td>
                  <td>
                    {person.disabled ? (
                      <Badge tone="no">{t('people.disabled')}</Badge>
                    ) : person.invited ? (
                      <Badge tone="partly">{t('people.invited')}</Badge>
                    ) : (
                      <Badge tone="yes">{t('people.active')}</Badge>
                    )}
                    {person.visitor && <div className="small muted">{t('people.visitor')}</div>}
                    {person.accessUntil !== undefined && (
                      <div className="small muted">{t('people.until.date', { when: date(person.accessUntil) })}</div>
                    )}
                  </td>
                  {mayOwn && (
                    <td>
                      {person.id !== me && (
                        <div className="row">
                          <Button small onClick={() => reset.mutate(person.id)}>
                            {t('people.reset')}
                          </Button>
                          <Button
                            small
                            kind="quiet"
                            onClick={() => change.mutate({ id: person.id, disabled: !person.disabled })}
                          >
                            {person.disabled ? t('people.enable') : t('people.disable')}
                          </Button>
                        </div>
                      )}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {mayOwn && <p className="small muted card-note">{t('people.keys.hint')}</p>}
      </Card>
      {mayOwn && <Invite shown={setLink} />}
    </div>
  )
}
