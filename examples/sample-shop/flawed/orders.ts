import type { Handler } from '../contract.ts'
import { escape, html, redirect } from '../layout.ts'
import { fitsStock } from './money.ts'

interface Order {
  id: number
  customer: number
  total: number
  status: string
  address: string
}

// Flaws on purpose; each is listed in ../truth.json.

export const addToCart: Handler = async ({ form, session }, { db }) => {
  const id = Number(form.get('product'))
  const known = db.prepare('select stock from product where id = ?').get(id) as { stock: number } | undefined
  const lines = session.cart.filter((line) => line.product === id)
  if (known && !(await fitsStock(known, Number(form.get('quantity') ?? 1), lines))) return redirect('/cart')
  session.cart.push({
    product: id,
    quantity: Number(form.get('quantity') ?? 1),
    price: Number(form.get('price')),
  })
  return redirect('/cart')
}

export const coupon: Handler = ({ form, session }, { db }) => {
  const found = db.prepare('select percent from coupon where code = ?').get(form.get('code') ?? '') as
    | { percent: number }
    | undefined
  if (found) for (const line of session.cart) line.price = Math.round((line.price * (100 - found.percent)) / 100)
  return redirect('/cart')
}

export const callback: Handler = ({ query }, { db }) => {
  const done = db
    .prepare("update orders set status = 'paid' where id = ? and ? = 'paid'")
    .run(Number(query.get('order')), query.get('status') ?? '')
  return { status: done.changes > 0 ? 200 : 404, body: 'ok' }
}

export const adminOrders: Handler = ({ cookies }, { db }) => {
  if (cookies.get('role') !== 'admin') return html('Administration', '<p>Not allowed.</p>', 403)
  const all = db.prepare('select * from orders').all() as Order[]
  return html(
    'All orders',
    `<ul>${all.map((item) => `<li>${item.id}: ${escape(item.address)}, ${item.status}</li>`).join('')}</ul>`,
  )
}
