import { api } from './client.ts'

/** Passkeys (WebAuthn level 3) by the browser's own JSON forms. */
export const passkeySupported = (): boolean =>
  'PublicKeyCredential' in globalThis && typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function'

interface Ticketed<Options> {
  options: Options
  ticket: string
}

export async function signInWithPasskey(): Promise<void> {
  const { options, ticket } = await api.post<Ticketed<PublicKeyCredentialRequestOptionsJSON>>('/passkeys/sign-in/start')
  const credential = await navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
  })
  if (!(credential instanceof PublicKeyCredential)) return
  await api.post('/passkeys/sign-in', { ticket, response: credential.toJSON() })
}

export async function addPasskey(name: string, password: string): Promise<void> {
  const { options, ticket } = await api.post<Ticketed<PublicKeyCredentialCreationOptionsJSON>>('/me/passkeys/start', {
    password,
  })
  const credential = await navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
  })
  if (!(credential instanceof PublicKeyCredential)) return
  await api.post('/me/passkeys', { ticket, name, response: credential.toJSON() })
}
