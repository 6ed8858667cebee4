import type { ParsedFile } from '../ast.ts'
import { parseJava } from '../java/parser.ts'
import { countLines } from '../lines.ts'
import { Generated, relocate } from './generated.ts'
import { expressionLanguage } from './jsp-el.ts'
import { outputs, printed } from './markers.ts'

const bean = /^\s*([a-z]\w*)((?:\.\w+(?:\(\))?)+)\s*$/

/** `#{searchBean.words}` as the Java that it stands for: the class of the bean by its name, its fields by their getters. */
function valueOf(expression: string): string | undefined {
  const match = bean.exec(expression)
  if (!match || /^(?:param|paramValues|header|cookie|request|session|view|facesContext|cc)$/.test(match[1]!))
    return expressionLanguage(expression)
  const upper = (name: string) => name[0]!.toUpperCase() + name.slice(1)
  const path = match[2]!
    .slice(1)
    .split('.')
    .map((step) => (step.endsWith('()') ? step : `get${upper(step)}()`))
  return `new ${upper(match[1]!)}().${path.join('.')}`
}

/** Pages of Faces print everything escaped but what a component is told not to escape. */
export function parseFaces(source: string): ParsedFile | undefined {
  if (!/\bescape\s*=\s*["']false["']/.test(source)) return undefined
  const page = new Generated().write(
    'class FacesPage extends HttpServlet { void _service(HttpServletRequest request, HttpSession session) {\n',
    0,
  )
  for (const match of source.matchAll(/<\w+:[\w.]+\b([^<>]*)>/g)) {
    const attributes = match[1]!
    if (!/\bescape\s*=\s*["']false["']/.test(attributes)) continue
    for (const [, inner = ''] of (/\bvalue\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes)?.[0] ?? '').matchAll(
      /[#$]\{([^{}]*)\}/g,
    )) {
      const value = valueOf(inner)
      if (value !== undefined) page.write(`${printed}(${value});\n`, match.index)
    }
  }
  page.write('}}', source.length)
  const parsed = parseJava(page.text)
  outputs(parsed.body, source)
  return relocate(parsed, page, countLines(source))
}
