import type { Form, FormField } from './forms.ts'

/** A throw-away person. */
export interface Person {
  email: string
  name: string
}

const guesses: readonly (readonly [RegExp, (person: Person) => string])[] = [
  [/e-?mail|\bmail\b/i, (person) => person.email],
  [/^(?:login|user(?:name)?|account|nick(?:name)?)$/i, (person) => person.name],
  [/first.?name|vorname|imie|given/i, () => 'Sam'],
  [/last.?name|surname|nachname|nazwisko|family/i, () => 'Tester'],
  [/name/i, () => 'Sam Tester'],
  [/phone|tel(?!l)|mobile/i, () => '+4930555010'],
  [/post.?code|zip|plz/i, () => '10115'],
  [/city|town|ort/i, () => 'Berlin'],
  [/street|address|strasse/i, () => 'Teststrasse 1'],
  [/birth/i, () => '1990-05-17'],
  [/company|firma/i, () => 'Test'],
]
export const consent = /agree|terms|privacy|gdpr|consent|accept|conditions|rules|customer_privacy/i

/** What a person would write into a field, told by its name and the words beside it. */
export const guessText = (words: string, person: Person): string =>
  guesses.find(([name]) => name.test(words))?.[1](person) ?? 'Test'

function valueOf(field: FormField, person: Person, password: string): string | undefined {
  if (field.type === 'password') return password
  if (field.type === 'email') return person.email
  if (field.type === 'hidden') return field.value
  if (field.type === 'checkbox') return consent.test(field.name) || field.checked ? field.value || '1' : undefined
  if (field.type === 'radio' || field.type === 'file' || field.type === 'image' || field.type === 'reset')
    return undefined
  if (field.type === 'submit' || field.type === 'button') return field.value
  if (field.type === 'select')
    return field.value || field.options.find((option) => option !== '' && option !== '0') || ''
  return field.value || guessText(field.name, person)
}

/** The form as a person would send it, coded as application/x-www-form-urlencoded. */
export function fillForm(form: Form, person: Person, password: string): URLSearchParams {
  const body = new URLSearchParams()
  const radios = new Set<string>()
  for (const field of form.fields) {
    if (field.type === 'radio') {
      if (radios.has(field.name)) continue
      radios.add(field.name)
      body.append(field.name, field.value)
      continue
    }
    const value = valueOf(field, person, password)
    if (value !== undefined) body.append(field.name, value)
  }
  return body
}
