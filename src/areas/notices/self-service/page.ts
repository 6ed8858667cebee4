import { createHash } from 'node:crypto'
import type { Brand } from '../render/notice.ts'
import { words } from '../words/all.ts'
import { LANGUAGES, type Language } from '../words/words.ts'
import { pageWords } from './words/all.ts'

const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const styleOf = (colour: string): string => `
:root { color-scheme: light dark; --ink: #1a1c1f; --paper: #ffffff; --back: #f3f4f6; --line: #7a808a; --soft: #4a4f57; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9ebee; --paper: #1f2228; --back: #14161a; --line: #8a909b; --soft: #b4bac3; }
}
body { margin: 0; padding: 16px; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
main { max-width: 640px; margin: 0 auto; padding: 20px; background: var(--paper); border-top: 4px solid ${colour}; border-radius: 6px; overflow-wrap: anywhere; }
h1 { margin: 0 0 16px; font-size: 22px; line-height: 1.3; }
h2 { margin: 28px 0 8px; font-size: 17px; }
p, ol { margin: 0 0 12px; }
label { display: block; margin: 0 0 4px; font-weight: 600; }
input { box-sizing: border-box; width: 100%; min-height: 44px; padding: 8px 10px; border: 1px solid var(--line); border-radius: 4px; background: var(--paper); color: var(--ink); font: inherit; }
button { min-height: 44px; margin: 10px 0 0; padding: 8px 16px; border: 1px solid var(--line); border-radius: 4px; background: var(--paper); color: var(--ink); font: inherit; font-weight: 600; cursor: pointer; }
input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid #4c8bf5; outline-offset: 2px; }
form + form { margin-top: 16px; }
input + label { margin-top: 12px; }
[role="status"] { padding: 10px 12px; border: 1px solid var(--line); border-left: 4px solid ${colour}; border-radius: 4px; }
nav { margin-top: 28px; color: var(--soft); font-size: 14px; }
nav a { display: inline-block; padding: 6px 8px 6px 0; color: inherit; }
`

const names: Record<Language, string> = {
  en: 'English',
  pl: 'Polski',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  it: 'Italiano',
}

/** Content-Security-Policy of the page: its own style and its own forms, nothing else; framed by the shop's pages only. */
export function policyOf(brand: Brand, origins: readonly string[]): string {
  const hash = createHash('sha256').update(styleOf(brand.colour)).digest('base64')
  const ancestors = origins.length === 0 ? "'none'" : origins.join(' ')
  return `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors ${ancestors}`
}

/** The customer's page: why do I get this, what leaked, what to do, stop. Works without scripts. `said` answers a form. */
export function pageHtml(brand: Brand, language: Language, said?: string): string {
  const text = pageWords[language]
  const lang = `<input type="hidden" name="lang" value="${language}">`
  const email = (id: string) =>
    `<label for="${id}">${escape(text.label)}</label><input id="${id}" name="email" type="email" autocomplete="email" maxlength="254" required>`
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(`${text.title} – ${brand.shop}`)}</title>
<style>${styleOf(brand.colour)}</style>
</head>
<body>
<main>
<h1>${escape(text.title)}</h1>
${said === undefined ? '' : `<p role="status">${escape(said)}</p>`}
<h2>${escape(words[language].why)}</h2>
<p>${escape(text.why)}</p>
<h2>${escape(text.what)}</h2>
<p>${escape(text.whatText)}</p>
<form method="post" action="check">${lang}${email('check-email')}<button>${escape(text.ask)}</button></form>
<h2>${escape(text.todo)}</h2>
<ol>${text.tips.map((tip) => `<li>${escape(tip)}</li>`).join('')}</ol>
<h2>${escape(text.stop)}</h2>
<p>${escape(text.stopText)}</p>
<form method="post" action="stop">${lang}${email('stop-email')}<button>${escape(text.askCode)}</button></form>
<form method="post" action="confirm">${lang}${email('code-email')}
<label for="code">${escape(text.code)}</label><input id="code" name="code" autocomplete="one-time-code" maxlength="20" required><button>${escape(text.confirm)}</button></form>
<nav>${LANGUAGES.map((code) => `<a href="./?lang=${code}" hreflang="${code}" lang="${code}"${code === language ? ' aria-current="true"' : ''}>${names[code]}</a>`).join(' ')}</nav>
</main>
</body>
</html>
`
}

/**
 * Script for the shop's own pages: `<div data-leak-check></div><script src="…/widget.js?lang=pl" async></script>` becomes a field
 * and a button. It brings no style of its own and writes texts only, never markup.
 */
export function widgetScript(language: Language): string {
  const { label, ask, whatText, asked, tooMany, unclear } = pageWords[language]
  return `(() => {
  const texts = ${JSON.stringify({ label, ask, whatText, asked, tooMany, unclear, language }).replace(/</g, '\\u003c')}
  const base = new URL('.', document.currentScript.src)
  const place = document.querySelector('[data-leak-check]')
  if (!place) return
  const make = (name, more) => Object.assign(document.createElement(name), more)
  const form = make('form', { lang: texts.language })
  const label = make('label', { textContent: texts.label + ' ' })
  const input = make('input', { type: 'email', name: 'email', required: true, maxLength: 254, autocomplete: 'email' })
  const button = make('button', { textContent: texts.ask })
  const said = make('p', { role: 'status' })
  label.append(input)
  form.append(make('p', { textContent: texts.whatText }), label, button, said)
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    button.disabled = true
    try {
      const body = new URLSearchParams({ email: input.value, lang: texts.language })
      const answer = await fetch(new URL('check', base), { method: 'POST', body, headers: { accept: 'application/json' }, credentials: 'omit' })
      said.textContent = answer.status === 429 ? texts.tooMany : answer.ok ? texts.asked : texts.unclear
    } finally {
      button.disabled = false
    }
  })
  place.append(form)
})()
`
}
