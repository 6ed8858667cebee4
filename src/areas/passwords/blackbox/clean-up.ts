import { readTags } from '../../../net/html.ts'
import { fillForm, type Person } from './fill.ts'
import { type Form, readForms } from './forms.ts'
import type { Answer, Session } from './session.ts'

const closing =
  /(?:delete|close|remove|erase).{0,12}(?:account|profile)|account.{0,3}(?:delete|close|remove)|konto.{0,3}(?:l(?:oe|ö|%c3%b6)sch|usu)|usu.{0,4}konto|supprimer.{0,12}compte|(?:eliminar|borrar).{0,12}cuenta|elimina.{0,12}account/i
const pagesLooked = 6

const closes = (form: Form) =>
  form.method === 'POST' &&
  closing.test(`${form.action} ${form.fields.map((field) => `${field.name} ${field.value}`).join(' ')}`)

/** The form with which a customer who is signed in closes the account, on the page after log-in or one link further. */
async function findClosing(session: Session, page: Answer): Promise<Form | undefined> {
  const here = readForms(page.text, page.url).find(closes)
  if (here) return here
  const links = readTags(page.text).flatMap((tag) => {
    const href = tag.name === 'a' ? tag.attributes.get('href') : undefined
    const url = href === undefined ? null : URL.parse(href, page.url)
    return url &&
      url.origin === new URL(page.url).origin &&
      (closing.test(href!) || /account|profil|setting|konto|compte|cuenta/i.test(href!))
      ? [url.href]
      : []
  })
  const nearest = [...new Set(links)].sort((a, b) => Number(closing.test(b)) - Number(closing.test(a)))
  for (const link of nearest.slice(0, pagesLooked)) {
    if (/log-?out|sign-?out/i.test(link)) continue
    const next = await session.get(link)
    const form = readForms(next.text, next.url).find(
      (one) => closes(one) || (one.method === 'POST' && closing.test(next.url)),
    )
    if (form) return form
  }
  return undefined
}

/** Closes a throw-away account by the shop's own means. True only where it cannot be logged in to afterwards. */
export async function closeAccount(
  shop: {
    session(): Session
    logIn(session: Session): Promise<Answer | undefined>
  },
  person: Person,
  password: string,
): Promise<boolean> {
  const session = shop.session()
  const inside = await shop.logIn(session)
  if (inside === undefined) return false
  const form = await findClosing(session, inside)
  if (form === undefined) return false
  await session.submit(form, fillForm(form, person, password))
  return (await shop.logIn(shop.session())) === undefined
}
