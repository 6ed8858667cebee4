import { setTimeout as wait } from 'node:timers/promises'
import type { Handler } from '../contract.ts'
import { escape, euros, html, redirect } from '../layout.ts'

interface Order {
  id: number
  customer: number
  total: number
  status: string
  address: string
  refunded: number
}

// Flaws on purpose; each is listed in ../truth.json.

/** Room in the stock for some pieces more: looked at first, taken later. */
export async function fitsStock(
  { stock }: { stock: number },
  quantity: number,
  lines: readonly { quantity: number }[],
): Promise<boolean> {
  const held = lines.reduce((sum, line) => sum + line.quantity, 0)
  // The warehouse takes its time to answer.
  await wait(30)
  return held + quantity <= stock
}

export const currency: Handler = ({ form, session }) => {
  session.currency = /^[A-Z]{3}$/.test(form.get('currency') ?? '') ? form.get('currency')! : 'EUR'
  return redirect('/cart')
}

export const useGiftCard: Handler = ({ form, session }, { db }) => {
  const found = db.prepare('select balance from gift_card where code = ?').get(form.get('gift_card') ?? '') as
    | { balance: number }
    | undefined
  if (found) session.credit += found.balance
  return redirect('/cart')
}

export const buyGiftCard: Handler = ({ form, session }) => {
  session.cart.push({ product: 0, quantity: 1, price: Math.round(Number(form.get('amount')) * 100) })
  return redirect('/cart')
}

export const success: Handler = ({ session }, { db }) => {
  if (session.customer === undefined || session.cart.length === 0) return html('Checkout', '<p>No order.</p>', 404)
  const total = session.cart.reduce((sum, line) => sum + line.price * line.quantity, 0)
  db.prepare("insert into orders (customer, total, status, address) values (?, ?, 'paid', '')").run(
    session.customer,
    total,
  )
  session.cart = []
  return html('Thank you', '<p>Your order is on its way.</p>')
}

export const order: Handler = ({ query, session }, { db }) => {
  const found = db.prepare('select * from orders where id = ?').get(Number(query.get('id'))) as Order | undefined
  if (found === undefined) return html('Not found', '', 404)
  return html(
    `Order ${found.id}`,
    `<p>${euros(found.total)}, ${escape(found.status)}</p><p>${escape(found.address)}</p>${found.refunded > 0 ? `<p>Money back: ${euros(found.refunded)}</p>` : ''}
<form method="post" action="/order/refund"><input type="hidden" name="csrf" value="${session.csrf}"><input type="hidden" name="order" value="${found.id}"><label>Money back, euros <input name="amount" value="${(found.total / 100).toFixed(2)}"></label><button>Ask</button></form>`,
  )
}

export const refund: Handler = ({ form, session }, { db }) => {
  if (session.customer === undefined) return redirect('/account/login')
  const id = Number(form.get('order'))
  db.prepare('update orders set refunded = ? where id = ?').run(Math.round(Number(form.get('amount')) * 100), id)
  return redirect(`/order?id=${id}`)
}

export const forgotten: Handler = ({ form }, { db }) =>
  db.prepare('select 1 from customer where email = ?').get(form.get('email') ?? '') === undefined
    ? html('Password forgotten', '<p>There is no account with this e-mail address.</p>', 404)
    : html('Password forgotten', '<p>A letter is on its way to you.</p>')
