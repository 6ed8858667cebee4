import type { Handler } from '../contract.ts'
import { escape, html, redirect } from '../layout.ts'

// Flaws on purpose; each is listed in ../truth.json.

export const login: Handler = ({ form, session }, { db }) => {
  const customer = db.prepare('select id, password from customer where email = ?').get(form.get('email') ?? '') as
    | { id: number; password: string }
    | undefined
  if (customer === undefined) return html('Log in', '<p>There is no account with this e-mail address.</p>', 401)
  if (customer.password !== form.get('password')) return html('Log in', '<p>Wrong password.</p>', 401)
  session.customer = customer.id
  return redirect('/account')
}

export const register: Handler = ({ form, session }, { db }) => {
  const password = form.get('password') ?? ''
  if (password === '') return html('Register', '<p>Choose a password.</p>', 400)
  try {
    const done = db
      .prepare('insert into customer (email, password, name) values (?, ?, ?)')
      .run(form.get('email') ?? '', password, form.get('name') ?? '')
    session.customer = Number(done.lastInsertRowid)
    return redirect('/account')
  } catch {
    return html('Register', '<p>This e-mail address is already registered.</p>', 400)
  }
}

export const account: Handler = ({ session }, { db }) => {
  const customer = db.prepare('select name, email from customer where id = ?').get(session.customer ?? 0) as
    | { name: string; email: string }
    | undefined
  if (customer === undefined) return redirect('/account/login')
  const orders = db.prepare('select id from orders where customer = ?').all(session.customer) as { id: number }[]
  return html(
    'Your account',
    `<p>${escape(customer.name)}, ${escape(customer.email)}</p><ul>${orders.map((order) => `<li><a href="/order?id=${order.id}">Order ${order.id}</a></li>`).join('')}</ul>
<form method="post" action="/account/email"><label>New e-mail <input name="email"></label><button>Change</button></form>`,
  )
}

export const changeEmail: Handler = ({ form, session }, { db }) => {
  if (session.customer === undefined) return redirect('/account/login')
  db.prepare('update customer set email = ? where id = ?').run(form.get('email') ?? '', session.customer)
  return redirect('/account')
}
