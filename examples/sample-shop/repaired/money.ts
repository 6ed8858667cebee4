import type { Handler } from '../contract.ts'
import { escape, euros, html, redirect } from '../layout.ts'
import { rates } from '../money.ts'

interface Order {
  id: number
  total: number
  status: string
  address: string
  refunded: number
}

const refused = html('Refused', '<p>Please send the form again.</p>', 403)
const mostLetters = 5

/** Room in the stock for some pieces more: looked at and taken without a pause between. */
export const fitsStock = (
  { stock }: { stock: number },
  quantity: number,
  lines: readonly { quantity: number }[],
): boolean => lines.reduce((sum, line) => sum + line.quantity, 0) + quantity <= stock

export const currency: Handler = ({ form, session }) => {
  const wanted = form.get('currency') ?? ''
  if (form.get('csrf') !== session.csrf || !Object.hasOwn(rates, wanted)) return refused
  session.currency = wanted
  return redirect('/cart')
}

export const useGiftCard: Handler = ({ form, session }, { db }) => {
  if (form.get('csrf') !== session.csrf) return refused
  const code = form.get('gift_card') ?? ''
  const found = db.prepare('select balance from gift_card where code = ?').get(code) as { balance: number } | undefined
  if (found && !session.giftCards.includes(code)) {
    session.giftCards.push(code)
    session.credit += found.balance
  }
  return redirect('/cart')
}

export const buyGiftCard: Handler = ({ form, session }) => {
  if (form.get('csrf') !== session.csrf) return refused
  const amount = Number(form.get('amount'))
  if (!(amount >= 10 && amount <= 200)) return html('Gift card', '<p>Choose 10 to 200 euros.</p>', 400)
  session.cart.push({ product: 0, quantity: 1, price: Math.round(amount * 100) })
  return redirect('/cart')
}

/** The page after payment shows nothing that the payment provider has not confirmed, and makes no order. */
export const success: Handler = () => html('Thank you', '<p>You hear from us as soon as the payment has arrived.</p>')

export const order: Handler = ({ query, session }, { db }) => {
  const found = db
    .prepare('select * from orders where id = ? and customer = ?')
    .get(Number(query.get('id')), session.customer ?? 0) as Order | undefined
  if (found === undefined) return html('Not found', '', 404)
  return html(
    `Order ${found.id}`,
    `<p>${euros(found.total)}, ${escape(found.status)}</p><p>${escape(found.address)}</p>${found.refunded > 0 ? `<p>Money back: ${euros(found.refunded)}</p>` : ''}
<form method="post" action="/order/refund"><input type="hidden" name="csrf" value="${session.csrf}"><input type="hidden" name="order" value="${found.id}"><label>Money back, euros <input name="amount" value="${(found.total / 100).toFixed(2)}"></label><button>Ask</button></form>`,
  )
}

export const refund: Handler = ({ form, session }, { db }) => {
  if (form.get('csrf') !== session.csrf || session.customer === undefined) return refused
  const [id, cents] = [Number(form.get('order')), Math.round(Number(form.get('amount')) * 100)]
  // One statement: whose order it is, and that it was paid and not given back before.
  const done = db
    .prepare(
      'update orders set refunded = ?1 where id = ?2 and customer = ?3 and ?1 > 0 and ?1 <= total and refunded = 0',
    )
    .run(cents, id, session.customer)
  return done.changes > 0 ? redirect(`/order?id=${id}`) : html('Refused', '<p>This cannot be paid back.</p>', 403)
}

export const forgotten: Handler = ({ form, session }, shop) => {
  if (form.get('csrf') !== session.csrf) return refused
  const key = `letter ${form.get('email') ?? ''}`
  const letters = (shop.failures.get(key) ?? 0) + 1
  shop.failures.set(key, letters)
  if (letters > mostLetters) return html('Password forgotten', '<p>Too many tries. Wait an hour.</p>', 429)
  return html('Password forgotten', '<p>If there is such an account, a letter is on its way.</p>')
}
