/** Escaping functions of the standard tag library. */
const escaping = /^\s*fn:escapeXml\(([\s\S]*)\)\s*$/
const scopes: Readonly<Record<string, (key: string) => string>> = {
  param: (key) => `request.getParameter("${key}")`,
  paramValues: (key) => `request.getParameter("${key}")`,
  header: (key) => `request.getHeader("${key}")`,
  headerValues: (key) => `request.getHeader("${key}")`,
  cookie: () => 'request.getCookies()',
  requestScope: (key) => `request.getAttribute("${key}")`,
  sessionScope: (key) => `session.getAttribute("${key}")`,
}
const words = new Set([
  'empty',
  'not',
  'and',
  'or',
  'eq',
  'ne',
  'lt',
  'gt',
  'le',
  'ge',
  'div',
  'mod',
  'true',
  'false',
  'null',
  'instanceof',
])

/**
 * An expression of the JSP expression language (JSR 341) as Java: the request data and attributes it names, joined. Undefined
 * where it names none, or only compares.
 */
export function expressionLanguage(text: string): string | undefined {
  const escaped = escaping.exec(text)
  if (escaped) {
    const inner = expressionLanguage(escaped[1]!)
    return inner === undefined ? undefined : `HtmlUtils.htmlEscape(${inner})`
  }
  const bare = text.replace(/\[\s*(["'])(\w[\w-]*)\1\s*\]/g, '.$2').replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, ' ')
  // Of a choice, what is compared is not printed.
  const shown = bare.includes('?') ? bare.slice(bare.indexOf('?') + 1) : bare
  if (!bare.includes('?') && /[=!<>]=|[<>]|&&|\|\||\b(?:empty|not|eq|ne|lt|gt)\b/.test(bare)) return undefined
  const found: string[] = []
  for (const match of shown.matchAll(/(?<![\w.:])([A-Za-z_]\w*)((?:\.[\w-]+)*)(?!\w*:)/g)) {
    const [, name = '', path = ''] = match
    const key = path.split('.')[1] ?? ''
    if (words.has(name)) continue
    if (name === 'pageContext') {
      if (/\.queryString|\.requestURL|\.requestURI|\.pathInfo/.test(path)) found.push('request.getQueryString()')
    } else if (Object.hasOwn(scopes, name)) found.push(scopes[name]!(key))
    else found.push(`request.getAttribute("${name}")`)
  }
  return found.length === 0 ? undefined : found.map((item) => `""+${item}`).join('+')
}
