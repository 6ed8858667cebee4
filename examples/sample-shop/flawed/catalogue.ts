import type { Handler } from '../contract.ts'
import { euros, html, redirect } from '../layout.ts'

interface Product {
  id: number
  name: string
  description: string
  price: number
  stock: number
}

// Flaws on purpose; each is listed in ../truth.json.

export const search: Handler = ({ query }, { db }) => {
  const q = query.get('q') ?? ''
  try {
    const found = db.prepare(`select * from product where name like '%${q}%'`).all() as Product[]
    const items = found.map((item) => `<li><a href="/product?id=${item.id}">${item.name}</a> ${euros(item.price)}</li>`)
    return html('Search', `<p>Results for ${q}:</p><ul>${items.join('')}</ul>`)
  } catch (error) {
    return html('Error', `<pre>SQL error: ${(error as Error).message}</pre>`, 500)
  }
}

export const product: Handler = ({ query, session }, { db }) => {
  const item = db.prepare('select * from product where id = ?').get(Number(query.get('id'))) as Product | undefined
  if (item === undefined) return html('Not found', '', 404)
  const reviews = db.prepare('select text from review where product = ?').all(item.id) as { text: string }[]
  return html(
    item.name,
    `<p>${item.description}</p><p>${euros(item.price)}, ${item.stock} left</p>
<form method="post" action="/cart/add"><input type="hidden" name="csrf" value="${session.csrf}"><input type="hidden" name="product" value="${item.id}"><input type="hidden" name="price" value="${item.price}"><label>Quantity <input name="quantity" value="1"></label><button>Add to cart</button></form>
<h2>Reviews</h2>${reviews.map((review) => `<blockquote>${review.text}</blockquote>`).join('')}
<form method="post" action="/product/review"><input type="hidden" name="product" value="${item.id}"><textarea name="text"></textarea><button>Send</button></form>`,
  )
}

export const review: Handler = ({ form }, { db }) => {
  const id = Number(form.get('product'))
  db.prepare('insert into review values (?, ?)').run(id, form.get('text') ?? '')
  return redirect(`/product?id=${id}`)
}

export const go: Handler = ({ query }) => redirect(query.get('to') ?? '/')
