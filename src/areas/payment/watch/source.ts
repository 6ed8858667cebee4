import { hash } from 'node:crypto'
import { actsBehindGate } from './gates.ts'
import type { Capability } from './observation.ts'
import { withoutComments, withoutStrings } from './plain-text.ts'

/** Signs of each capability in source text. Both the plain and the computed way to a name count: a.b and a["b"]. */
const signs: Readonly<Record<Exclude<Capability, 'obfuscated' | 'hooks' | 'gated'>, RegExp>> = {
  'reads-inputs':
    /\.value\b|\["value"\]|\['value'\]|\bFormData\b|serialize(?:Array)?\s*\(|addEventListener\s*\(\s*["'](?:input|change|keyup|keydown|keypress|blur|submit|paste)|on(?:keyup|keydown|keypress|input|change|blur|submit)\s*=|\.elements\b|inputType|textContent/,
  network:
    /\bfetch\s*\((?!\s*["'`][^"'`$]*["'`]\s*\))|\["fetch"\]|\bfetch\b\s*[,;)\]}]|XMLHttpRequest|sendBeacon|\bWebSocket\b|\bEventSource\b|RTCPeerConnection|RTCDataChannel|WebTransport\b|FontFace\b|speculationrules|postMessage\s*\(|new\s+Image\b|new\s+PaymentRequest\b|\.src\s*=(?!=)(?!\s*["'`](?:\.{0,2}\/(?!\/)|data:))|importScripts|dns-prefetch|preconnect|prefetch|\.ajax\s*\(|\.(?:post|getJSON)\s*\(|background(?:Image)?\s*=|navigator\.connection\.send/,
  storage: /localStorage|sessionStorage|indexedDB|document\.cookie|caches\.open/,
  'dom-write':
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|appendChild|insertBefore|\.append\s*\(|createElement|replaceWith|replaceChild/,
  'code-from-text':
    /\beval\s*[(,)]|=\s*eval\b|new\s+Function\b|\bFunction\s*\(|setTimeout\s*\(\s*["'`]|setInterval\s*\(\s*["'`]|\.constructor\s*\(\s*["'`]|\[\s*["'`]constructor["'`]\s*\]\s*\(|\bimport\s*\((?!\s*["'`]\.{0,2}\/)|createObjectURL[\s\S]{0,200}\.src|importScripts\s*\((?!\s*["'`])|\.type\s*=\s*["'`]text\/javascript|createPolicy\s*\(\s*["'`]default/,
  'form-change': /\.action\s*=|setAttribute\s*\(\s*["']action|formAction|\.submit\s*\(/,
  'frame-change':
    /createElement\s*\(\s*["']iframe|iframe[^;]{0,80}\.src\s*=|<iframe|srcdoc|contentWindow|contentDocument/,
  worker: /serviceWorker|new\s+(?:Shared)?Worker\b/,
}

/** True for text written so that nobody can read it: escapes, scrambled names, decoders, number tables. */
export function isObfuscated(source: string): boolean {
  if (source.length < 60) return false
  const share = (pattern: RegExp) => (source.match(pattern)?.join('').length ?? 0) / source.length
  const count = (pattern: RegExp) => source.match(pattern)?.length ?? 0
  if (share(/\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|%[0-9a-f]{2}/gi) > 0.15) return true
  if (count(/\b_0x[0-9a-f]{3,}/gi) >= 4) return true
  if (
    /atob\s*\(|fromCharCode|unescape\s*\(|decodeURIComponent\s*\(\s*escape/.test(source) &&
    /["'`][A-Za-z0-9+/=%\\]{40,50000}["'`]|[A-Za-z0-9+/=%\\]{50000}|(?:\d{1,3}\s{0,20},\s{0,20}){12}/.test(source)
  )
    return true
  if (count(/\[\s*["'`][a-z]{1,6}["'`]\s*\+\s*["'`]/gi) >= 2) return true
  return share(/[[\]()!+]/g) > 0.7
}

/** How bundlers ask for the global object: code from text, but always the same. */
const globalObject = /\b(?:new\s+)?Function\s*\(\s*["']return this["']\s*\)\s*\(\s*\)/g

/** What a script is able to do, from its source. */
export function capabilitiesOf(source: string): Capability[] {
  const text = withoutComments(source).replace(globalObject, 'globalThis')
  const found = (Object.keys(signs) as (keyof typeof signs)[]).filter((capability) => signs[capability].test(text))
  return [
    ...found,
    ...(standsBetween(text) ? (['hooks'] as const) : []),
    ...(isObfuscated(source) ? (['obfuscated'] as const) : []),
    ...(actsBehindGate(text) ? (['gated'] as const) : []),
  ]
}

const cardWords =
  /(?<!(?:gift|loyalty|club|reward|membership)[\s_-]?)card.{0,2}(?:number|num|no\b)|\bcc.?(?:number|num|csc|exp|no)\b|cvv|cvc|security.?code|\bpan\b|credit.?card/i
/** Stands in the place of something the language or browser offers, and keeps what was there: everything passes through. */
const builtIn =
  /\b((?:String|Array|Object|RegExp|Number|Function|Promise|JSON|Node|Element|Document|History|Storage|Event|URLSearchParams|Blob|Headers|Request)(?:\.prototype)?\.[a-zA-Z]+)\s*=(?!=)/g
function replacesBuiltIn(text: string): boolean {
  for (const { 1: name } of text.matchAll(builtIn)) {
    const read = new RegExp(`[=(,:]\\s*(?:window\\.)?${name!.replaceAll('.', '\\.')}\\s*[;,)\\n.]`)
    if (read.test(text)) return true
  }
  return false
}
/** A service worker that reads what the page sends. */
const readsRequests = /\brequest(?:\.clone\(\))?\.(?:text|formData|json|arrayBuffer|blob)\s*\(/
const standsBetween = (text: string) =>
  hooks.test(text) || replacesBuiltIn(text) || (/["'`]fetch["'`]|\bonfetch\b/.test(text) && readsRequests.test(text))
/** A worker's answer to the page that started it. */
const answer = /(?<![\w.$])(?:self\.)?postMessage\s*\(/g
/**
 * A worker that can do nothing with what it gets: its own requests are those of the page passed on as they are, it reads no bodies, makes
 * no answers to requests and no other code. One that keeps files takes no messages of the page either; one that only works things out may
 * answer them.
 */
export function isPassiveWorker(source: string): boolean {
  const text = withoutComments(source)
    .replace(/\bfetch\s*\(\s*(?:\w+\.)?(?:request|req|r)\s*\)/g, '')
    .replace(answer, '')
  const network = new RegExp(signs.network.source)
  return !(
    network.test(text) ||
    readsRequests.test(text) ||
    signs['code-from-text'].test(text) ||
    isObfuscated(source) ||
    /\bnew\s+Response\b|importScripts|\bindexedDB\b|BroadcastChannel|could not be read/.test(text) ||
    (/\bonmessage\b|["'`]message["'`]/.test(text) && /\b(?:caches|clients|onfetch)\b|["'`]fetch["'`]/.test(text))
  )
}
/** Walks over all fields of a form: libraries do so, too, but do not send what they found from the same place. */
const allFields =
  /(?:querySelectorAll|getElementsByTagName)\s*\(\s*["'`](?:input|form|select|\*|\[)|document\.forms|\.elements\b/
const anyField =
  /activeElement|new\s+FormData|(?:document|window|body|documentElement|form|self|^)\b[^;{}]{0,24}addEventListener\s*\(\s*["'`](?:input|change|blur|focusout|submit|paste)|addEventListener\s*\(\s*["'`]formdata|\bonformdata\b/
/** Stands between the page and what it sends or reads: everything that is typed passes through. */
const hooks =
  /(?:XMLHttpRequest|FormData|HTML\w+Element|EventTarget|WebSocket|Navigator)\.prototype\.\w+\s*=(?!=)|(?:window|self|globalThis)\.(?:fetch|FormData|XMLHttpRequest)\s*=(?!=)|defineProperty\s*\(\s*(?:HTML\w+Element\.prototype|(?:window|self|globalThis)\s*,[^;]{0,120}\bget\b)/
const otherField =
  /["'`][^"'`]{0,40}(?:post.?code|zip|e?mail|phone|street|city|town|coupon|voucher|search|qty|quantity|company|vat)[^"'`]{0,20}["'`]\s*\)/i
const readsValue =
  /\.value\b|\[\s*["'`]value["'`]\s*\]|FormData|serialize(?:Array)?\s*\(|clipboardData|\b(?:e|ev|evt|event)\.data\b|\.formData\b/
const collectsKeys =
  /\+=\s*[\w.$]*\.(?:key|data|keyCode|which)\b|push\s*\([^)]{0,60}\.(?:key|data|keyCode|which)\b|fromCharCode\s*\([^)]{0,40}(?:keyCode|which)/

/** Whether a listener takes messages of one origin only and names no other address than of this one. */
function answersSender(body: string): boolean {
  const origin = /\.origin\s*[!=]==?\s*["'`](https?:\/\/[^"'`]+)["'`]/.exec(body)?.[1]
  const named = body.match(/["'`](?:https?:)?\/[^"'`]*/g) ?? []
  return (
    origin !== undefined && named.every((text) => text.slice(1) === origin || text.slice(1).startsWith(`${origin}/`))
  )
}

/** Passes on what other frames say, among them the provider's: its listener for messages sends their content. */
function tapsMessages(text: string): boolean {
  // A bare postMessage answers whom it was told by, in a worker.
  const network = new RegExp(signs.network.source.replace('postMessage\\s*\\(', '[\\w\\])]\\.postMessage\\s*\\('))
  for (const match of text.matchAll(/addEventListener\s*\(\s*["'`]message["'`]|\bonmessage\s*=/g)) {
    const listener = text.slice(match.index, match.index + 400)
    const end = listener.indexOf('});')
    // What goes back to whoever spoke tells nobody else.
    const body = (end < 0 ? listener : listener.slice(0, end + 3)).replace(
      /\b(?:e|ev|evt|event)\.source\.postMessage\s*\(/g,
      '',
    )
    if (/\.data\b/.test(body) && network.test(body) && !answersSender(body)) return true
  }
  return false
}

/** Whether a source goes for card data: it reads card fields by their usual names, any field at all, or gathers keys. */
export function seeksCardData(source: string): boolean {
  const text = withoutComments(source)
  return (
    ((cardWords.test(text) || anyField.test(text)) && readsValue.test(text)) ||
    (allFields.test(text) && readsValue.test(text) && sendsWhatItReads(source)) ||
    tapsMessages(text) ||
    collectsKeys.test(text) ||
    standsBetween(text)
  )
}

/** The first six or eight digits name the bank and may be shown and sent (PCI DSS 3.4.1). */
const firstDigits = /[\w.$]+(?:\.replace\([^()]*\))?\.(?:slice|substring|substr)\(0,\s*[1-8]\)/g
const plainText = /(["'])(?:\\.|(?!\1)[^\\])*\1|`[^`$]*`/g
const harmlessWords =
  /\b(?:fetch|method|body|GET|POST|encodeURIComponent|JSON|stringify|URLSearchParams|new|String|open|send|true)\b/g

/** Whether what is sent at a place holds nothing but texts of the script and the first digits of something. */
function sendsFirstDigits(text: string, at: number, block: string): boolean {
  let open = 0
  let end = text.indexOf('(', at)
  if (end < 0 || end - at > 20) return false
  const start = end
  for (; end < text.length && end - start < 1000; end++) {
    open += text[end] === '(' ? 1 : text[end] === ')' ? -1 : 0
    if (open === 0) break
  }
  const sent = text.slice(start, end)
  const short = [...block.matchAll(/\b([\w$]+)\s*=\s*([^;=]{1,120}?)\s*(?:[;\n]|$)/g)].flatMap(([, name, value]) =>
    value!.replace(firstDigits, '').length < value!.length && value!.replace(firstDigits, '').trim() === ''
      ? [name!]
      : [],
  )
  const rest = sent.replace(firstDigits, '#').replace(plainText, '').replace(harmlessWords, '')
  const left = (rest.match(/[A-Za-z_$][\w$]*/g) ?? []).filter((word) => !short.includes(word))
  return (
    left.length === 0 && (sent.search(firstDigits) >= 0 || short.some((name) => new RegExp(`\\b${name}\\b`).test(sent)))
  )
}

const longestBlock = 3000
const deepestBlock = 30

/** The blocks around a place, from the inside out, as far as they are of the size of a function. */
function* blocksAround(text: string, at: number): Generator<string> {
  let depth = 0
  let given = 0
  const from = Math.max(0, at - longestBlock)
  for (let start = at; start > from; start--) {
    const character = text.charCodeAt(start)
    if (character === 125) depth++
    else if (character === 123 && --depth < 0) {
      depth = 0
      let open = 1
      let end = start + 1
      while (end < text.length && open > 0 && end - start < longestBlock) {
        const next = text.charCodeAt(end++)
        open += next === 123 ? 1 : next === 125 ? -1 : 0
      }
      if (++given > deepestBlock) return
      if (open === 0) yield text.slice(Math.max(0, start - 80), end)
    }
  }
}

/** The statement around a place outside of functions. */
function statementAt(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - 300), at)
  const after = text.slice(at, at + 300)
  return before.slice(before.search(/[^;{}\n]*$/)) + /^[^;{}\n]*/.exec(after)![0]
}

/**
 * Whether a source sends something from a function that also reads what is typed: what skimmers do in one place, and large bundles
 * in different ones. Outside of any function, the neighbourhood counts.
 */
export function sendsWhatItReads(source: string): boolean {
  const text = withoutComments(source)
  const reads = (block: string) => {
    if (cardWords.test(block) || collectsKeys.test(block)) return true
    // Looking up a town by its post code sends a field, but not one for the card.
    return readsValue.test(block) && (!otherField.test(block) || allFields.test(block) || anyField.test(block))
  }
  let looked = 0
  for (const match of text.matchAll(new RegExp(signs.network.source, 'g'))) {
    if (++looked > 200) return true
    const blocks = [...blocksAround(text, match.index)]
    if (sendsFirstDigits(text, match.index, blocks[0] ?? '')) continue
    if (blocks.some(reads)) return true
    if (blocks.length === 0 && reads(statementAt(text, match.index))) return true
  }
  return false
}

/** Hosts that a source names in full addresses, protocol-relative ones too. */
export function hostsIn(source: string): string[] {
  // Identifiers of the wallets in browsers (W3C Payment Request) are names, not places.
  const plain = source.replaceAll('\\/', '/').replace(/https:\/\/(?:google\.com\/pay|apple\.com\/apple-pay)\b/g, '')
  const found = new Set<string>()
  const addresses = /\/\/([a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){1,20})(?=[:/"'`?\s\\]|$)/gi
  for (const match of plain.matchAll(addresses)) {
    const host = match[1]!.toLowerCase()
    if (!/^(www\.)?w3\.org$/.test(host)) found.add(host)
    if (found.size >= 200) break
  }
  return [...found]
}

/**
 * Hash of what stays when a vendor rebuilds a script: names, strings, numbers and white space left out. Rotating tokens, nonces,
 * dates and minified names do not change it; new code does.
 */
export function structureOf(source: string): string {
  const skeleton = withoutStrings(withoutComments(source))
    .replace(/\b0x[0-9a-f]+\b|\b\d[\d.]*(?:e[+-]?\d+)?\b/gi, '0')
    .replace(
      /\b(?!(?:function|return|if|else|for|while|do|switch|case|new|try|catch|throw|var|let|const|class|async|await|typeof|in|of|this|delete|void)\b)[A-Za-z_$][\w$]*/g,
      'n',
    )
    .replace(/\s+/g, '')
  return hash('sha256', skeleton, 'hex').slice(0, 16)
}

/** SHA-384 in base64, as Subresource Integrity writes it (W3C SRI). */
export const sha384 = (source: string): string => hash('sha384', source, 'base64')
