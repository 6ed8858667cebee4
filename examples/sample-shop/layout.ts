const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export const escape = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character]!)

/** A page of the shop around ready HTML. */
export function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)} · Sample shop</title>
<link rel="stylesheet" href="/style.css"></head><body><header><a href="/">Sample shop</a> <form action="/search"><label>Search <input name="q"></label></form>
<nav><a href="/cart">Cart</a> <a href="/account/login">Log in</a></nav></header><main><h1>${escape(title)}</h1>${content}</main></body></html>`
}

export const html = (title: string, content: string, status = 200) => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: page(title, content),
})

export const redirect = (to: string) => ({ status: 303, headers: { location: to } })

export const euros = (cents: number) => `€ ${(cents / 100).toFixed(2)}`
