import type { Notice } from './notice.ts'

const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** One column from 320 px on, light and dark, no image, nothing to click: it shows the same in every mail program. */
export function noticeHtml(notice: Notice, brand: { shop: string; colour: string }): string {
  const paragraphs = notice.paragraphs.map((text) => `<p>${escape(text)}</p>`).join('\n')
  const steps =
    notice.steps.length > 0 ? `<ol>${notice.steps.map((step) => `<li>${escape(step)}</li>`).join('')}</ol>` : ''
  return `<!doctype html>
<html lang="${notice.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escape(notice.subject)}</title>
<style>
:root { color-scheme: light dark; }
body { margin: 0; padding: 16px; background: #f3f4f6; color: #1a1c1f; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
main { max-width: 560px; margin: 0 auto; padding: 20px; background: #ffffff; border-top: 4px solid ${brand.colour}; border-radius: 6px; overflow-wrap: anywhere; }
h1 { margin: 0 0 16px; font-size: 20px; line-height: 1.3; }
p, ol { margin: 0 0 14px; }
ol { padding-left: 24px; }
li { margin: 0 0 8px; }
footer { margin-top: 20px; padding-top: 14px; border-top: 1px solid #d5d8dc; font-size: 14px; color: #4a4f57; }
footer h2 { margin: 0 0 4px; font-size: 14px; }
footer p { margin: 0; }
@media (prefers-color-scheme: dark) {
  body { background: #14161a; color: #e9ebee; }
  main { background: #1f2228; }
  footer { border-top-color: #3a3f47; color: #b4bac3; }
}
</style>
</head>
<body>
<main>
<h1>${escape(notice.subject)}</h1>
<p>${escape(notice.hello)}</p>
${paragraphs}
${steps}
<p>${escape(notice.after)}</p>
<p>${escape(brand.shop)}</p>
<footer>
<h2>${escape(notice.why)}</h2>
<p>${escape(notice.whyText)}</p>
</footer>
</main>
</body>
</html>
`
}
