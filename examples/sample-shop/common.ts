import type { Handler } from './contract.ts'
import { escape, euros, html } from './layout.ts'

interface Product {
  id: number
  name: string
  description: string
  price: number
}

const home: Handler = (_, { db }) => {
  const items = (db.prepare('select * from product').all() as Product[]).map(
    (item) => `<li><a href="/product?id=${item.id}">${escape(item.name)}</a> ${euros(item.price)}</li>`,
  )
  return html('Welcome', `<ul>${items.join('')}</ul>`)
}

const checkout: Handler = ({ session }, { paymentOrigin }) =>
  html(
    'Checkout',
    `<p>To pay: ${euros(session.cart.reduce((total, line) => total + line.price * line.quantity, 0))}</p>
<iframe title="Payment" src="${paymentOrigin}/frame" width="400" height="260"></iframe>`,
  )

const style: Handler = () => ({
  headers: { 'content-type': 'text/css' },
  body: 'body{font:16px system-ui;max-width:50rem;margin:auto}',
})

const loginForm: Handler = ({ session }) =>
  html(
    'Log in',
    `<form method="post"><input type="hidden" name="csrf" value="${session.csrf}"><label>E-mail <input name="email" type="email"></label> <label>Password <input name="password" type="password"></label> <button>Log in</button></form><p><a href="/account/register">Register</a></p>`,
  )

const registerForm: Handler = ({ session }) =>
  html(
    'Register',
    `<form method="post"><input type="hidden" name="csrf" value="${session.csrf}"><label>Name <input name="name"></label> <label>E-mail <input name="email" type="email"></label> <label>Password <input name="password" type="password"></label> <button>Register</button></form>`,
  )

const cart: Handler = ({ session }) => {
  const lines = session.cart.map(
    (line) => `<li>${line.quantity} × product ${line.product} at ${euros(line.price)}</li>`,
  )
  const sum = session.cart.reduce((total, line) => total + line.price * line.quantity, 0)
  return html(
    'Cart',
    `<ul>${lines.join('')}</ul><p>Sum <output id="sum">${sum}</output></p><form method="post" action="/cart/coupon"><input type="hidden" name="csrf" value="${session.csrf}"><label>Coupon <input name="code"></label><button>Use</button></form><a href="/checkout">Checkout</a>`,
  )
}

/** Pages that are the same in both forms of the shop. */
export const common: Record<string, Handler> = {
  'GET /': home,
  'GET /style.css': style,
  'GET /account/login': loginForm,
  'GET /account/register': registerForm,
  'GET /cart': cart,
  'GET /checkout': checkout,
}
