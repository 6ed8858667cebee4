import type { FormEvent } from 'react'
import { api } from '../api/client.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { Door } from '../layout/plain.tsx'
import { useAction } from '../ui/action.ts'
import { formValues, TextField } from '../ui/fields.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { Button } from '../ui/parts.tsx'

/** The first visit: whoever comes first becomes the owner. */
export function Setup({ needsCode }: { needsCode: boolean }) {
  const { t, language } = useTexts()
  const setup = useAction((values: Record<string, string>) => api.post('/setup', { ...values, language }), ['session'])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setup.mutate(formValues(event.currentTarget))
  }
  return (
    <Door>
      <form className="stack" onSubmit={submit}>
        <div>
          <h1>{t('setup.title')}</h1>
          <p className="muted">{t('setup.lead')}</p>
        </div>
        <TextField label={t('setup.company')} name="company" required autoComplete="organization" maxLength={200} />
        <TextField label={t('setup.name')} name="name" required autoComplete="name" maxLength={200} />
        <TextField label={t('email')} name="email" type="email" required autoComplete="username" />
        <TextField
          label={t('password')}
          hint={t('password.hint')}
          name="password"
          type="password"
          required
          autoComplete="new-password"
        />
        {needsCode && (
          <TextField label={t('setup.code')} hint={t('setup.code.hint')} name="code" required inputMode="numeric" />
        )}
        <ErrorNotice error={setup.error} />
        <Button kind="main" type="submit" busy={setup.isPending}>
          {t('setup.do')}
        </Button>
      </form>
    </Door>
  )
}
