import type { ParsedFile } from '../ast.ts'
import { parseJava } from '../java/parser.ts'
import { countLines } from '../lines.ts'
import { Generated, relocate } from './generated.ts'
import { expressionLanguage } from './jsp-el.ts'
import { outputs, printed } from './markers.ts'

const harmless = /#(?:strings\.(?:escapeXml|escapeJavaScript)|numbers|dates|temporals|calendars)\b/

/** What the variables of loops go through: `th:each="review : ${reviews}"`. */
function loopsOf(source: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const [, name = '', subject = ''] of source.matchAll(
    /\b(?:th:each|data-th-each)\s*=\s*["']\s*(\w+)\s*(?:,\s*\w+\s*)?:\s*\$\{\s*([\w.]+)\s*\}/g,
  ))
    found.set(name, subject)
  return found
}

/** An expression whose variables of loops are written as what they go through. */
function unrolled(expression: string, loops: ReadonlyMap<string, string>): string {
  let text = expression
  for (let left = 4; left > 0; left--) {
    const [, root = ''] = /^\s*(\w+)/.exec(text) ?? []
    const subject = loops.get(root)
    if (subject === undefined) return text
    text = text.replace(root, subject)
  }
  return text
}

/** Pages of Thymeleaf print everything escaped but `th:utext` and `[(…)]`: what those name is printed as it is. */
export function parseThymeleaf(source: string): ParsedFile | undefined {
  if (!/\bth:|\bdata-th-|\[\(\$\{/.test(source)) return undefined
  const page = new Generated().write(
    'class ThymeleafPage extends HttpServlet { void _service(HttpServletRequest request, HttpSession session) {\n',
    0,
  )
  const loops = loopsOf(source)
  for (const match of source.matchAll(/\b(?:th:utext|data-th-utext)\s*=\s*(?:"([^"]*)"|'([^']*)')|\[\(([^\n]*?)\)\]/g))
    for (const [, inner = ''] of (match[1] ?? match[2] ?? match[3] ?? '').matchAll(/[$*]\{([^{}]*)\}/g)) {
      const value = harmless.test(inner) ? undefined : expressionLanguage(unrolled(inner, loops).replaceAll("'", '"'))
      if (value !== undefined) page.write(`${printed}(${value});\n`, match.index)
    }
  page.write('}}', source.length)
  const parsed = parseJava(page.text)
  outputs(parsed.body, source)
  return relocate(parsed, page, countLines(source))
}
