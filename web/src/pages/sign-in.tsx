import { type FormEvent, useState } from 'react'
import { api, ApiError } from '../api/client.ts'
import { passkeySupported, signInWithPasskey } from '../api/passkeys.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { Door } from '../layout/plain.tsx'
import { useAction } from '../ui/action.ts'
import { formValues, TextField } from '../ui/fields.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { Button, buttonClass } from '../ui/parts.tsx'

export function SignIn({ company }: { company: string | undefined }) {
  const { t } = useTexts()
  const [secondFactor, setSecondFactor] = useState(false)
  const signIn = useAction((values: Record<string, string>) => api.post('/sign-in', values), ['session'])
  const passkey = useAction(() => signInWithPasskey(), ['session'])
  const needsCode = signIn.error instanceof ApiError && signIn.error.code === 'SW_SERVER_SECOND_FACTOR'
  if (needsCode && !secondFactor) setSecondFactor(true)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    signIn.mutate(formValues(event.currentTarget))
  }
  return (
    <Door>
      <form className="stack" onSubmit={submit}>
        <h1>{t('sign-in')}</h1>
        <TextField label={t('email')} name="email" type="email" required autoComplete="username webauthn" />
        <TextField label={t('password')} name="password" type="password" required autoComplete="current-password" />
        {secondFactor && (
          <TextField
            label={t('code')}
            hint={t('code.hint')}
            name="code"
            required
            autoComplete="one-time-code"
            inputMode="text"
            autoFocus
          />
        )}
        <ErrorNotice error={needsCode ? undefined : (signIn.error ?? passkey.error)} />
        <Button kind="main" type="submit" busy={signIn.isPending}>
          {t('sign-in')}
        </Button>
        {passkeySupported() && (
          <Button icon="key" onClick={() => passkey.mutate()} busy={passkey.isPending}>
            {t('sign-in.passkey')}
          </Button>
        )}
        {company !== undefined && (
          <a className={buttonClass()} href="/api/v1/company-sign-in">
            {company}
          </a>
        )}
        <p className="small muted">{t('sign-in.forgotten')}</p>
      </form>
    </Door>
  )
}
