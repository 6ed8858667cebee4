/** What a script asks when it wants to know whether it is watched, or where and when its visitor is. */
const asks =
  /\bgetHours\s*\(|resolvedOptions\s*\(\s*\)\s*\.\s*timeZone|getTimezoneOffset\s*\(|navigator\.webdriver|\bouter(?:Width|Height)\s*-|\bFirebug\b/g
/** More code, or something sent: what is worth hiding. */
const acts =
  /createElement\s*\(\s*["'`]script|\bimport\s*\(|\beval\s*\(|\bFunction\s*\(|\bfetch\s*\(|sendBeacon|new\s+Image\b|XMLHttpRequest|WebSocket/
const far = 600

/** Where brackets that open at a place close, within reach. */
function closing(text: string, at: number): number {
  let open = 0
  for (let end = at; end < Math.min(text.length, at + far); end++) {
    const character = text[end]
    if (character === '(' || character === '{') open++
    else if ((character === ')' || character === '}') && --open === 0) return end
  }
  return Math.min(text.length, at + far)
}

/** Whether the condition that begins at a place (`if (`) acts in its branch. */
function actsIn(text: string, at: number): boolean {
  const test = closing(text, text.indexOf('(', at))
  const start = test + 1 + /^\s*/.exec(text.slice(test + 1, test + 20))![0].length
  const end = text[start] === '{' ? closing(text, start) : text.slice(start, start + far).search(/[;\n]/) + start
  return acts.test(text.slice(start, Math.max(end, start)))
}

/**
 * Whether a script acts only at some hours, in some time zones, or where nobody inspects it: it asks, compares the answer in a condition, and loads
 * code or sends something in its branch. Asking alone is what every measuring tag does. Reads the text by words, not by rules of the language.
 */
export function actsBehindGate(text: string): boolean {
  let looked = 0
  for (const match of text.matchAll(asks)) {
    if (++looked > 100) return false
    const before = text.slice(Math.max(0, match.index - 80), match.index)
    const after = text.slice(match.index, match.index + 120)
    // In the condition itself.
    const condition = before.search(/\bif\s*\([^{};]*$/)
    if (condition >= 0 && /^[^{};]*?(?:[<>]|[!=]==?|\)\s*\)|&&|\|\|)/.test(after)) {
      if (actsIn(text, match.index - before.length + condition)) return true
      continue
    }
    // By a name that a condition asks for.
    const name = /\b([\w$]+)\s*=\s*[^=;,{}]*$/.exec(before)?.[1]
    if (name === undefined) continue
    const held = name.replaceAll('$', '\\$')
    const conditions = new RegExp(
      `\\bif\\s*\\([^{};]{0,200}?(?:\\b${held}\\s*(?:[<>]|[!=]==?)|(?:[<>]|[!=]==?)\\s*${held}\\b|\\.(?:test|includes|indexOf)\\s*\\(\\s*${held}\\b)`,
      'g',
    )
    for (const found of text.slice(match.index, match.index + 4000).matchAll(conditions))
      if (actsIn(text, match.index + found.index)) return true
  }
  return false
}
