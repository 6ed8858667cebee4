import { type Block, type Cell, type ReportModel, type Section, type Tone, verdictWord } from './model.ts'
import { donut, trendLine } from './pictures.ts'
import { style } from './style.ts'

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text for HTML. Control characters, which HTML forbids, become a visible mark. */
export function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character]!)
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, '\ufffd')
}

const marks: Record<Tone, string> = { yes: '✓', partly: '◐', no: '✗', unknown: '?', 'not applicable': '–', plain: '' }
const className = (tone: Tone) => `tone-${tone.replace(' ', '-')}`

function badge(tone: Tone): string {
  return `<span class="badge ${className(tone)}"><span aria-hidden="true">${marks[tone]}</span> ${verdictWord(tone)}</span>`
}

function cell({ text, tone, link }: Cell, width: 'auto' | '*' | undefined): string {
  const inner = tone ? badge(tone) : escapeHtml(text)
  // Short columns (dates, points, owners) keep their words whole; long ids may still break.
  const tight = width === 'auto' && text.length <= 20 ? ' class="tight"' : ''
  return `<td${tight}>${link ? `<a href="#${escapeHtml(link)}">${inner}</a>` : inner}</td>`
}

function block(part: Block): string {
  if (part.kind === 'text') return `<p>${escapeHtml(part.text)}</p>`
  if (part.kind === 'table') {
    const head = part.head.map((title) => `<th scope="col">${escapeHtml(title)}</th>`).join('')
    const rows = part.rows
      .map(
        (row) =>
          `<tr${row[0]?.text.startsWith('ev_') ? ` id="${escapeHtml(row[0]!.text)}"` : ''}>${row.map((item, index) => cell(item, part.widths[index])).join('')}</tr>`,
      )
      .join('\n')
    return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>\n${rows}\n</tbody></table></div>`
  }
  const evidence = part.evidence.map((id) => `<a href="#${escapeHtml(id)}">${escapeHtml(id)}</a>`).join(' ')
  return `<article class="criterion ${className(part.tone)}">
<h3>${badge(part.tone)} ${escapeHtml(part.title)}</h3>
<p>${escapeHtml(part.because)}</p>
${part.advice ? `<p class="advice"><strong>Next step:</strong> ${escapeHtml(part.advice)}</p>` : ''}
<p class="detail">${escapeHtml(part.detail)}${evidence ? ` · evidence ${evidence}` : ''}</p>
</article>`
}

const section = (part: Section, level = 'h2') => `<section id="${escapeHtml(part.id)}">
<${level}>${escapeHtml(part.title)}</${level}>
${part.blocks.map(block).join('\n')}
</section>`

/** One self-contained page: no script, no outside resource, prints well. */
export function htmlReport(model: ReportModel): string {
  const figures = model.figures
    .map(({ label, value }) => `<div><b>${escapeHtml(value)}</b><span>${escapeHtml(label)}</span></div>`)
    .join('')
  const contents = model.sections
    .map((part) => `<li><a href="#${escapeHtml(part.id)}">${escapeHtml(part.title)}</a></li>`)
    .join('')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(model.title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escapeHtml(model.title)}</h1>
<p class="detail">${escapeHtml(model.subtitle)}</p>
</header>
<main>
<section class="top" aria-label="Score">
${donut(model.score.value)}
<div class="lead"><p>${escapeHtml(model.score.sentence)}</p><div class="figures">${figures}</div></div>
${trendLine(model.trend)}
</section>
${model.executive.map((part) => section(part)).join('\n')}
<nav aria-label="Contents"><h2>Contents</h2><ol>${contents}</ol></nav>
${model.sections.map((part) => section(part)).join('\n')}
</main>
</body>
</html>
`
}
