import { createHash } from 'node:crypto'
import type { ParsedFile } from '../ast.ts'
import { parseJava } from '../java/parser.ts'
import { countLines } from '../lines.ts'
import { expressionLanguage } from './jsp-el.ts'
import { Generated, relocate } from './generated.ts'
import { outputs, printed, text } from './markers.ts'

const parameters =
  'HttpServletRequest request, HttpServletResponse response, HttpSession session, ServletContext application, JspWriter out, PageContext pageContext'

interface Page {
  imports: string
  declarations: Generated
  body: Generated
}

/** Text with `${…}` in it. JSP prints the value of an expression as it is. */
function writeText(page: Page, source: string, start: number, end: number): void {
  let at = start
  const flush = (stop: number) => {
    if (stop > at) page.body.write(`${text}(${at},${stop});`, at)
  }
  for (const match of source.slice(start, end).matchAll(/<(\w+:\w+)\b[^>]*>|\$\{([^}]*)\}/g)) {
    const place = start + match.index
    flush(place)
    at = place + match[0].length
    if (match[2] !== undefined) {
      const value = expressionLanguage(match[2])
      if (value !== undefined) page.body.write(`${printed}(${value});`, place)
    } else writeTag(page, match[1]!, match[0], place)
  }
  flush(end)
}

/** Prefixes that libraries of the world are bound to; others are the shop's own. */
const ofLibraries = /^(?:c|fmt|fn|sql|x|jsp|form|spring|sec|s|h|f|p|ui|t|tiles|html|bean|logic|portlet|display):/

/** A tag of the shop's own: by custom its class is called like it, with `Tag` behind. */
function writeOwnTag(page: Page, name: string, tag: string, place: number): void {
  const values = [...tag.matchAll(/\b(\w+)\s*=\s*(["'])\s*\$\{(.*?)\}\s*\2/gs)].flatMap(
    ([, key = '', , inner = '']) => {
      const value = expressionLanguage(inner)
      return value === undefined ? [] : [`tag.set${capital(key)}(${value});`]
    },
  )
  if (values.length > 0 && /^\w+$/.test(name))
    page.body.write(
      `{ ${capital(name)}Tag tag = new ${capital(name)}Tag(); ${values.join('')} tag.doTag(); tag.doStartTag(); tag.doEndTag(); }`,
      place,
    )
}

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

/** Tags of the standard library that print or keep a value; those of other libraries escape by themselves. */
function writeTag(page: Page, name: string, tag: string, place: number): void {
  if (!ofLibraries.test(name)) return writeOwnTag(page, name.slice(name.indexOf(':') + 1), tag, place)
  const attribute = (key: string) => new RegExp(`\\b${key}\\s*=\\s*(["'])(.*?)\\1`, 's').exec(tag)?.[2]
  const inner = /^\s*[$#]\{(.*)\}\s*$/s.exec(attribute('value') ?? '')?.[1]
  const value = inner === undefined ? undefined : expressionLanguage(inner)
  if (value === undefined) return
  if (name === 'c:out' && attribute('escapeXml') === 'false') page.body.write(`${printed}(${value});`, place)
  const variable = attribute('var')
  if (name === 'c:set' && variable !== undefined && /^\w+$/.test(variable))
    page.body.write(`request.setAttribute("${variable}", ${value});`, place)
}

function writeDirective(page: Page, content: string): void {
  const list = /\bimport\s*=\s*["']([^"']*)["']/.exec(content)?.[1]
  for (const name of list?.split(',') ?? []) if (/^[\w.*\s]+$/.test(name)) page.imports += `import ${name.trim()};`
}

/** Parses a JSP as the servlet that the server makes of it. Never throws. */
export function parseJsp(source: string): ParsedFile {
  const page: Page = { imports: '', declarations: new Generated(), body: new Generated() }
  let at = 0
  for (const match of source.matchAll(/<%--[\s\S]*?--%>|<%([@!=]?)([\s\S]*?)%>/g)) {
    writeText(page, source, at, match.index)
    at = match.index + match[0].length
    const [, mark, content = ''] = match
    if (mark === undefined) continue
    const start = match.index + 2 + mark.length
    const end = start + content.length
    if (mark === '@') writeDirective(page, content)
    else if (mark === '!') page.declarations.copy(source, start, end).write('\n', end)
    else if (mark === '=') page.body.write(`${printed}(`, match.index).copy(source, start, end).write(');', end)
    else page.body.copy(source, start, end).write('\n', end)
  }
  writeText(page, source, at, source.length)
  // Each page has methods of its own, which others do not know.
  const name = `JspPage_${createHash('sha256').update(source).digest('hex').slice(0, 16)}`
  const head = `${page.imports} class ${name} extends HttpServlet {\n`
  const method = `\nvoid _jspService(${parameters}) {\n`
  const whole = new Generated()
    .write(head, 0)
    .append(page.declarations)
    .write(method, 0)
    .append(page.body)
    .write('}}', source.length)
  const parsed = parseJava(whole.text)
  outputs(parsed.body, source)
  return relocate(parsed, whole, countLines(source))
}
