import { useNavigate } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { api } from '../api/client.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { Door } from '../layout/plain.tsx'
import { useAction } from '../ui/action.ts'
import { formValues, TextField } from '../ui/fields.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { Button } from '../ui/parts.tsx'

/** Where an invitation leads: the token stands behind #, where no server sees it. */
export function Welcome() {
  const { t } = useTexts()
  const navigate = useNavigate()
  const take = useAction(
    (password: string) => api.post('/welcome', { token: location.hash.slice(1), password }),
    ['session'],
    () => void navigate({ to: '/' }),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    take.mutate(formValues(event.currentTarget)['password'] ?? '')
  }
  return (
    <Door>
      <form className="stack" onSubmit={submit}>
        <div>
          <h1>{t('welcome.title')}</h1>
          <p className="muted">{t('welcome.lead')}</p>
        </div>
        <TextField
          label={t('password')}
          hint={t('password.hint')}
          name="password"
          type="password"
          required
          autoComplete="new-password"
        />
        <ErrorNotice error={take.error} />
        <Button kind="main" type="submit" busy={take.isPending}>
          {t('welcome.do')}
        </Button>
      </form>
    </Door>
  )
}
