import type { ParsedFile } from '../ast.ts'
import { parseJava } from '../java/parser.ts'
import { countLines } from '../lines.ts'
import { Generated, relocate } from './generated.ts'
import { expressionLanguage } from './jsp-el.ts'
import { outputs, printed } from './markers.ts'

const harmless = /#(?:strings\.(?:escapeXml|escapeJavaScript)|numbers|dates|temporals|calendars)\b/

/** Pages of Thymeleaf print everything escaped but `th:utext` and `[(…)]`: what those name is printed as it is. */
export function parseThymeleaf(source: string): ParsedFile | undefined {
  if (!/\bth:|\bdata-th-|\[\(\$\{/.test(source)) return undefined
  const page = new Generated().write(
    'class ThymeleafPage extends HttpServlet { void _service(HttpServletRequest request, HttpSession session) {\n',
    0,
  )
  for (const match of source.matchAll(/\b(?:th:utext|data-th-utext)\s*=\s*(?:"([^"]*)"|'([^']*)')|\[\(([^\n]*?)\)\]/g))
    for (const [, inner = ''] of (match[1] ?? match[2] ?? match[3] ?? '').matchAll(/[$*]\{([^{}]*)\}/g)) {
      const value = harmless.test(inner) ? undefined : expressionLanguage(inner.replaceAll("'", '"'))
      if (value !== undefined) page.write(`${printed}(${value});\n`, match.index)
    }
  page.write('}}', source.length)
  const parsed = parseJava(page.text)
  outputs(parsed.body, source)
  return relocate(parsed, page, countLines(source))
}
