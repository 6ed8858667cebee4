import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Handler } from '../contract.ts'
import { html, redirect } from '../layout.ts'
import { fitsStock } from './money.ts'

export const addToCart: Handler = ({ form, session }, { db }) => {
  if (form.get('csrf') !== session.csrf) return html('Refused', '<p>Please send the form again.</p>', 403)
  const quantity = Number(form.get('quantity') ?? 1)
  const product = db.prepare('select id, price, stock from product where id = ?').get(Number(form.get('product'))) as
    | { id: number; price: number; stock: number }
    | undefined
  if (product === undefined || !Number.isInteger(quantity) || quantity < 1 || quantity > 99)
    return html('Cart', '<p>Choose 1 to 99 pieces.</p>', 400)
  const lines = session.cart.filter((line) => line.product === product.id)
  if (!fitsStock(product, quantity, lines)) return html('Cart', '<p>We do not have that many.</p>', 409)
  session.cart.push({ product: product.id, quantity, price: product.price })
  return redirect('/cart')
}

export const coupon: Handler = ({ form, session }, { db }) => {
  const code = form.get('code') ?? ''
  const found = db.prepare('select percent from coupon where code = ?').get(code) as { percent: number } | undefined
  if (form.get('csrf') !== session.csrf || found === undefined || session.coupons.length > 0) return redirect('/cart')
  session.coupons.push(code)
  for (const line of session.cart) line.price = Math.round((line.price * (100 - found.percent)) / 100)
  return redirect('/cart')
}

export const callback: Handler = ({ query }, { db, callbackSecret }) => {
  const expected = createHmac('sha256', callbackSecret)
    .update(`${query.get('order')}:${query.get('status')}`)
    .digest()
  const given = Buffer.from(query.get('signature') ?? '', 'hex')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { status: 403, body: 'refused' }
  const done = db
    .prepare("update orders set status = 'paid' where id = ? and ? = 'paid'")
    .run(Number(query.get('order')), query.get('status') ?? '')
  return { status: done.changes > 0 ? 200 : 404, body: 'ok' }
}

export const adminOrders: Handler = () => html('Administration', '<p>Not allowed.</p>', 403)
