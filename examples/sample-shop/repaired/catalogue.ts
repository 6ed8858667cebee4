import type { Handler } from '../contract.ts'
import { escape, euros, html, redirect } from '../layout.ts'

interface Product {
  id: number
  name: string
  description: string
  price: number
  stock: number
}

export const search: Handler = ({ query }, { db }) => {
  const q = (query.get('q') ?? '').slice(0, 100)
  const found = db.prepare('select * from product where instr(lower(name), lower(?)) > 0').all(q) as Product[]
  const items = found.map(
    (item) => `<li><a href="/product?id=${item.id}">${escape(item.name)}</a> ${euros(item.price)}</li>`,
  )
  return html('Search', `<p>Results for ${escape(q)}:</p><ul>${items.join('')}</ul>`)
}

export const product: Handler = ({ query, session }, { db }) => {
  const item = db.prepare('select * from product where id = ?').get(Number(query.get('id'))) as Product | undefined
  if (item === undefined) return html('Not found', '', 404)
  const reviews = db.prepare('select text from review where product = ?').all(item.id) as { text: string }[]
  return html(
    item.name,
    `<p>${escape(item.description)}</p><p>${euros(item.price)}, ${item.stock} left</p>
<form method="post" action="/cart/add"><input type="hidden" name="csrf" value="${session.csrf}"><input type="hidden" name="product" value="${item.id}"><label>Quantity <input name="quantity" value="1"></label><button>Add to cart</button></form>
<h2>Reviews</h2>${reviews.map((review) => `<blockquote>${escape(review.text)}</blockquote>`).join('')}
<form method="post" action="/product/review"><input type="hidden" name="csrf" value="${session.csrf}"><input type="hidden" name="product" value="${item.id}"><textarea name="text"></textarea><button>Send</button></form>`,
  )
}

export const review: Handler = ({ form, session }, { db }) => {
  if (form.get('csrf') !== session.csrf) return html('Refused', '<p>Please send the form again.</p>', 403)
  const id = Number(form.get('product'))
  db.prepare('insert into review values (?, ?)').run(id, (form.get('text') ?? '').slice(0, 2000))
  return redirect(`/product?id=${id}`)
}

export const go: Handler = ({ query }) => {
  const to = query.get('to') ?? '/'
  return redirect(/^\/(?![/\\])/.test(to) ? to : '/')
}
