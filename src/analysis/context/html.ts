import { Esc, escapes } from '../escapes.ts'
import type { Taint, Text } from '../value.ts'
import { type Exposure, expose, walkText, wasWritten } from './exposure.ts'

/** Where in an HTML document the output stands. */
export interface HtmlState {
  mode: 'text' | 'tag' | 'attributes' | 'value' | 'script' | 'style' | 'raw' | 'comment'
  /** Open quote of an attribute value or of a JavaScript or CSS text. */
  quote: string
  /** The open quote holds a text that a function runs as a program. */
  runs: boolean
  /** Name of the tag being written, lower case. */
  tag: string
  /** Name of the attribute being written, lower case. */
  attribute: string
  /** What the attribute's value starts with; decides whether a URL is already bound. */
  value: string
}

export const htmlStart: HtmlState = { mode: 'text', quote: '', runs: false, tag: '', attribute: '', value: '' }

const rawTags = new Set(['textarea', 'title', 'xmp', 'noscript'])
const urlAttributes = new Set([
  'href',
  'src',
  'action',
  'formaction',
  'data',
  'xlink:href',
  'srcset',
  'poster',
  'background',
])

function afterTag(state: HtmlState): HtmlState {
  const tag = state.tag
  if (tag === 'script') return { ...htmlStart, mode: 'script', tag }
  if (tag === 'style') return { ...htmlStart, mode: 'style', tag }
  if (rawTags.has(tag)) return { ...htmlStart, mode: 'raw', tag }
  return htmlStart
}

/** Functions that take program text. */
const runner = /(?:set(?:Interval|Timeout)|eval|Function|execScript)\s*\(\s*$/

function codeText(state: HtmlState, text: string, from: number): [HtmlState, number] {
  const closing = `</${state.tag}`
  let { quote, runs } = state
  let i = from
  while (i < text.length) {
    const c = text.charCodeAt(i)
    if (c === 60 && text.slice(i, i + closing.length).toLowerCase() === closing)
      return [htmlStart, skipTo(text, '>', i)]
    // A backslash takes the next sign: in a text, in a name of CSS, in a pattern of a script.
    if (c === 92) i++
    else if (quote === '') {
      if (c === 39 || c === 34 || (c === 96 && state.mode === 'script')) {
        quote = text[i]!
        runs = runner.test(text.slice(Math.max(0, i - 40), i))
      } else if (c === 47 && text.charCodeAt(i + 1) === 47 && text.charCodeAt(i - 1) !== 58) {
        const end = text.indexOf('\n', i)
        const close = text
          .slice(i, end < 0 ? text.length : end)
          .toLowerCase()
          .indexOf(closing)
        i = close >= 0 ? i + close : end < 0 ? text.length : end
        continue
      } else if (c === 47 && text.charCodeAt(i + 1) === 42) {
        const end = text.indexOf('*/', i + 2)
        i = end < 0 ? text.length : end + 2
        continue
      }
    } else if (c === quote.charCodeAt(0) || (c === 10 && quote !== '`')) quote = ''
    i++
  }
  return [{ ...state, quote, runs }, i]
}

function skipTo(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from)
  return at < 0 ? text.length : at + mark.length
}

function attributes(state: HtmlState, text: string, from: number): [HtmlState, number] {
  let i = from
  let name = state.attribute
  while (i < text.length) {
    const c = text.charCodeAt(i)
    if (c === 62) return [afterTag(state), i + 1]
    if (c === 61) {
      i++
      while (i < text.length && text.charCodeAt(i) <= 32) i++
      const q = text.charAt(i)
      if (q === '"' || q === "'")
        return [{ ...state, mode: 'value', quote: q, attribute: name.toLowerCase(), value: '' }, i + 1]
      return [{ ...state, mode: 'value', quote: '', attribute: name.toLowerCase(), value: '' }, i]
    }
    if (c <= 32 || c === 47) {
      if (!/^\s*=/.test(text.slice(i, i + 8))) name = ''
    } else name += text[i]
    i++
  }
  return [{ ...state, attribute: name }, i]
}

function value(state: HtmlState, text: string, from: number): [HtmlState, number] {
  let i = from
  if (state.quote !== '') {
    const end = text.indexOf(state.quote, i)
    const stop = end < 0 ? text.length : end
    const content = state.value + text.slice(i, stop)
    if (end < 0) return [{ ...state, value: content }, text.length]
    return [{ ...state, mode: 'attributes', quote: '', attribute: '', value: '' }, end + 1]
  }
  while (i < text.length) {
    const c = text.charCodeAt(i)
    if ((c === 34 || c === 39) && state.value === '' && i === from) return [{ ...state, quote: text[i]! }, i + 1]
    if (c === 62) return [afterTag(state), i + 1]
    if (c <= 32 && (state.value !== '' || i > from))
      return [{ ...state, mode: 'attributes', attribute: '', value: '' }, i]
    i++
  }
  return [{ ...state, value: state.value + text.slice(from) }, i]
}

function step(state: HtmlState, text: string, i: number): [HtmlState, number] {
  switch (state.mode) {
    case 'text': {
      const open = text.indexOf('<', i)
      if (open < 0) return [state, text.length]
      if (text.startsWith('<!--', open)) return [{ ...htmlStart, mode: 'comment' }, open + 4]
      const next = text.charCodeAt(open + 1)
      if (open + 1 === text.length || next === 47 || (next | 32) >= 97 || next === 33)
        return [{ ...htmlStart, mode: 'tag' }, open + 1]
      return [state, open + 1]
    }
    case 'tag': {
      let end = i
      while (end < text.length && text.charCodeAt(end) > 32 && text[end] !== '>') end++
      const tag = state.tag + text.slice(i, end).toLowerCase()
      if (end === text.length) return [{ ...state, tag }, end]
      return [{ ...htmlStart, mode: 'attributes', tag }, end]
    }
    case 'attributes':
      return attributes(state, text, i)
    case 'value':
      return value(state, text, i)
    case 'script':
    case 'style':
      return codeText(state, text, i)
    case 'raw': {
      const close = text.toLowerCase().indexOf(`</${state.tag}`, i)
      return close < 0 ? [state, text.length] : [htmlStart, skipTo(text, '>', close)]
    }
    case 'comment': {
      const end = text.indexOf('-->', i)
      return end < 0 ? [state, text.length] : [htmlStart, end + 3]
    }
  }
}

/** Moves the state over literal output. */
export function advanceHtml(state: HtmlState, text: string): HtmlState {
  let current = state
  let i = 0
  while (i < text.length) {
    const [next, at] = step(current, text, i)
    if (at <= i && next.mode === current.mode) break
    current = next
    i = at
  }
  return current
}

/** The entity that keeps a text in this quote closed. */
const quoteEscape = (quote: string): number => (quote === "'" ? Esc.SingleQuote : quote === '"' ? Esc.DoubleQuote : 0)

const text = escapes('HtmlText', 'UrlEncoded', 'Word', 'NoTags')
const encodedAddress = escapes('WebUrl', 'OneLine', 'HtmlText', 'SingleQuote', 'DoubleQuote')
/** No sign that ends a tag's name, a comment or a declaration, or begins one. */
const inert = escapes('Word', 'UrlEncoded')

function inScript(found: Exposure[], state: HtmlState, hole: Parameters<typeof expose>[1], where: string): void {
  if (state.quote !== '' && state.runs)
    expose(found, hole, escapes('Word'), `${where}, inside a text that is run as a program`)
  else if (state.quote === '') expose(found, hole, escapes('Word', 'JsText', 'JsValue'), `${where}, outside quotes`, 0)
  else {
    // Backslashes, or no such quote at all, keep the text closed; `</script>` ends the script all the same.
    const closed = quoteEscape(state.quote) | escapes('Slashes', 'SqlText')
    const held = hole.taints.filter(
      ({ escapes: done }) => (done & closed) === 0 || (done & escapes('HtmlText', 'NoTags')) === 0,
    )
    expose(found, { ...hole, taints: held }, escapes('JsText', 'UrlEncoded', 'Word'), `${where}, inside quotes`)
  }
}

function inStyle(found: Exposure[], state: HtmlState, hole: Parameters<typeof expose>[1]): void {
  const own = quoteEscape(state.quote)
  // A line break ends a text of CSS as its quote does, `</style>` the whole sheet.
  const closed = ({ escapes: done }: Taint) =>
    (done & own) !== 0 && (done & Esc.OneLine) !== 0 && (done & escapes('HtmlText', 'NoTags')) !== 0
  expose(found, { ...hole, taints: hole.taints.filter((taint) => !closed(taint)) }, inert, 'in a style sheet', 0)
}

function inAttribute(found: Exposure[], state: HtmlState, hole: Parameters<typeof expose>[1]): void {
  const { quote, attribute } = state
  const own = quoteEscape(quote)
  if (attribute.startsWith('on')) {
    // The browser decodes entities before it runs the handler: quotes escaped for HTML alone are quotes again.
    expose(found, hole, escapes('JsText', 'JsValue', 'UrlEncoded', 'Word'), 'in an event handler')
    return
  }
  if (attribute === 'style') return expose(found, hole, inert, 'in a style attribute', own)
  if (quote === '') {
    // An address whose blanks and quotes are encoded, as `esc_url` gives it.
    const held = hole.taints.filter((taint) => (taint.escapes & encodedAddress) !== encodedAddress)
    return expose(found, { ...hole, taints: held }, escapes('Word', 'UrlEncoded'), 'in an attribute without quotes', 0)
  }
  const enough = own | escapes('UrlEncoded', 'Word')
  expose(
    found,
    hole,
    enough,
    quote === '"' ? 'inside a double-quoted attribute' : 'inside a single-quoted attribute',
    0,
  )
  if (!urlAttributes.has(attribute) || state.value.trim() !== '') return
  // Quotes made harmless keep it inside the attribute, but `javascript:` needs none.
  const inside = hole.taints.filter((taint) => taint.escapes & enough)
  const scheme: Exposure[] = []
  expose(
    scheme,
    { ...hole, taints: inside },
    escapes('UrlEncoded', 'Word', 'LocalUrl', 'LocalPath', 'WebUrl'),
    `at the start of the address in ${attribute}`,
  )
  // Only who decides how the whole address begins can do that: a way through code that is not known says too little.
  for (const item of scheme)
    found.push({
      ...item,
      partial: item.taint.unsure || !(/^(?:request|authored)$/.test(item.taint.kind) || wasWritten(item.taint)),
    })
}

/** What foreign data in `output` can do in the document so far; returns the state after it. */
export function htmlExposures(output: Text, start: HtmlState): { exposures: Exposure[]; state: HtmlState } {
  const found: Exposure[] = []
  const state = walkText(output, start, advanceHtml, (current, hole) => {
    switch (current.mode) {
      case 'text':
      case 'raw':
        expose(found, hole, text, 'in HTML text', 0)
        break
      case 'tag':
        expose(found, hole, inert, 'in the name of a tag', 0)
        break
      case 'attributes':
        expose(found, hole, escapes('Word'), 'among the attributes of a tag', 0)
        break
      case 'value':
        inAttribute(found, current, hole)
        return current.value === '' ? { ...current, value: '\u0000' } : current
      case 'script':
        inScript(found, current, hole, 'in a script')
        break
      case 'style':
        inStyle(found, current, hole)
        break
      case 'comment':
        expose(found, hole, inert, 'in an HTML comment', escapes('HtmlText'))
        break
    }
    return current
  })
  return { exposures: found, state }
}
