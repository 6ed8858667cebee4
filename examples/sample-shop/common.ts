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
    `<form method="post"><input type="hidden" name="csrf" value="${session.csrf}"><label>E-mail <input name="email" type="email"></label> <label>Password <input name="password" type="password"></label> <button>Log in</button></form><p><a href="/account/register">Register</a> <a href="/account/forgotten">Password forgotten?</a></p>`,
  )

const registerForm: Handler = ({ session }) =>
  html(
    'Register',
    `<form method="post"><input type="hidden" name="csrf" value="${session.csrf}"><label>Name <input name="name"></label> <label>E-mail <input name="email" type="email"></label> <label>Password <input name="password" type="password"></label> <button>Register</button></form>`,
  )

const forgottenForm: Handler = ({ session }) =>
  html(
    'Password forgotten',
    `<form method="post"><input type="hidden" name="csrf" value="${session.csrf}"><label>E-mail <input name="email" type="email"></label> <button>Send</button></form>`,
  )

const giftCardForm: Handler = ({ session }) =>
  html(
    'Gift card',
    `<form method="post"><input type="hidden" name="csrf" value="${session.csrf}"><label>Euros <input name="amount" value="25"></label> <button>Add to cart</button></form>`,
  )

const cart: Handler = ({ session }, { inCurrency }) => {
  const lines = session.cart.map(
    (line) =>
      `<li>${line.quantity} × ${line.product === 0 ? 'gift card' : `product ${line.product}`} at ${euros(line.price)}</li>`,
  )
  const sum = session.cart.reduce((total, line) => total + line.price * line.quantity, 0) - session.credit
  const token = `<input type="hidden" name="csrf" value="${session.csrf}">`
  return html(
    'Cart',
    `<ul>${lines.join('')}</ul><p>Sum <output>${inCurrency(sum / 100, session.currency).toFixed(2)} ${session.currency}</output></p>
<form method="post" action="/cart/coupon">${token}<label>Coupon <input name="code"></label><button>Use</button></form>
<form method="post" action="/cart/gift-card">${token}<label>Gift card <input name="gift_card"></label><button>Use</button></form>
<form method="post" action="/cart/currency">${token}<label>Currency <select name="currency"><option selected>EUR</option><option>PLN</option><option>HUF</option></select></label><button>Change</button></form>
<p><a href="/gift-card">Buy a gift card</a> <a href="/checkout">Checkout</a></p>`,
  )
}

/** Pages that are the same in both forms of the shop. */
export const common: Record<string, Handler> = {
  'GET /': home,
  'GET /style.css': style,
  'GET /account/login': loginForm,
  'GET /account/register': registerForm,
  'GET /account/forgotten': forgottenForm,
  'GET /gift-card': giftCardForm,
  'GET /cart': cart,
  'GET /checkout': checkout,
}
