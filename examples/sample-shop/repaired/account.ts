import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import type { Handler } from '../contract.ts'
import { account as flawedAccount } from '../flawed/account.ts'
import { html, redirect } from '../layout.ts'

const maxFailures = 5
const refused = html('Log in', '<p>E-mail address or password is wrong.</p>', 401)
const common = new Set(['password', 'password1', '123456789012', 'qwertyuiopas', 'letmeinletmein'])

const hashed = (password: string, salt = randomBytes(16).toString('hex')) =>
  `${salt}:${scryptSync(password, salt, 32).toString('hex')}`

function matches(stored: string, password: string): boolean {
  // Accounts of the fixture hold plain text; those that register here are hashed.
  const [salt = '', digest] = stored.split(':')
  const expected = digest === undefined ? Buffer.from(stored) : Buffer.from(digest, 'hex')
  const given = digest === undefined ? Buffer.from(password) : scryptSync(password, salt, 32)
  return expected.length === given.length && timingSafeEqual(expected, given)
}

export const login: Handler = ({ form, session }, shop) => {
  if (form.get('csrf') !== session.csrf) return html('Refused', '<p>Please send the form again.</p>', 403)
  const email = form.get('email') ?? ''
  if ((shop.failures.get(email) ?? 0) >= maxFailures)
    return html('Log in', '<p>Too many tries. Wait a quarter of an hour.</p>', 429)
  const customer = shop.db.prepare('select id, password from customer where email = ?').get(email) as
    | { id: number; password: string }
    | undefined
  if (customer === undefined || !matches(customer.password, form.get('password') ?? '')) {
    shop.failures.set(email, (shop.failures.get(email) ?? 0) + 1)
    return refused
  }
  shop.failures.delete(email)
  // A new id at log-in: nobody can have planted it before.
  shop.sessions.delete(session.id)
  session.id = randomBytes(24).toString('base64url')
  shop.sessions.set(session.id, session)
  session.customer = customer.id
  return redirect('/account')
}

export const register: Handler = ({ form, session }, { db }) => {
  if (form.get('csrf') !== session.csrf) return html('Refused', '<p>Please send the form again.</p>', 403)
  const password = form.get('password') ?? ''
  if ([...password].length < 12 || common.has(password.toLowerCase()))
    return html('Register', '<p>Choose a password of at least 12 characters that is not a known one.</p>', 400)
  const email = form.get('email') ?? ''
  // The same answer whether the address is known or not: a mail to the address says which.
  if (db.prepare('select 1 from customer where email = ?').get(email) === undefined) {
    const done = db
      .prepare('insert into customer (email, password, name) values (?, ?, ?)')
      .run(email, hashed(password), form.get('name') ?? '')
    session.customer = Number(done.lastInsertRowid)
  }
  return redirect('/account')
}

export const account: Handler = async (request, shop) => {
  const response = await flawedAccount(request, shop)
  if (typeof response.body === 'string') {
    response.body = response.body.replace(
      'action="/account/email">',
      `action="/account/email"><input type="hidden" name="csrf" value="${request.session.csrf}">`,
    )
  }
  return response
}

export const changeEmail: Handler = ({ form, session }, { db }) => {
  if (session.customer === undefined) return redirect('/account/login')
  if (form.get('csrf') !== session.csrf) return html('Refused', '<p>Please send the form again.</p>', 403)
  db.prepare('update customer set email = ? where id = ?').run(form.get('email') ?? '', session.customer)
  return redirect('/account')
}
