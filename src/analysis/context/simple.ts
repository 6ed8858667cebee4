import { Esc, escapes } from '../escapes.ts'
import type { Step, Text } from '../value.ts'
import { type Exposure, expose, literalPrefix, walkText } from './exposure.ts'

const still = (state: boolean) => state

/** A check that looks at every hole the same way. */
function everyHole(enough: number, where: string, helps?: number): (text: Text) => Exposure[] {
  return (text) => {
    const found: Exposure[] = []
    walkText(text, true, still, (state, hole) => {
      expose(found, hole, enough, where, helps)
      return state
    })
    return found
  }
}

export const ldapExposures = everyHole(escapes('Ldap', 'Word', 'UrlEncoded'), 'in an LDAP filter', 0)
export const xmlExposures = everyHole(escapes('Xml', 'HtmlText', 'Word'), 'in an XML document')
export const regexExposures = everyHole(escapes('Regex', 'Word'), 'in a regular expression', 0)
const inPath = everyHole(escapes('PathName', 'Word', 'LocalUrl'), 'in a file path')
/** An address is no path of this machine. */
export const pathExposures = (text: Text) => (/^(?:https?|ftps?):\/\//i.test(literalPrefix(text)) ? [] : inPath(text))
export const headerExposures = everyHole(escapes('OneLine', 'UrlEncoded', 'Word', 'LocalUrl'), 'in a header', 0)
export const logExposures = everyHole(escapes('OneLine', 'UrlEncoded', 'Word', 'JsText'), 'in a log line', 0)
export const operatorExposures = everyHole(escapes('Scalar', 'Word', 'UrlEncoded'), 'in a query made of objects', 0)
export const anyExposures = everyHole(0, 'unchecked', 0)
export const wordExposures = everyHole(escapes('Word', 'UrlEncoded'), 'unchecked', 0)

const fixedHost = /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#\\]+[/?#]/i
const localPath = /^(?:\/(?![/\\])|[\w.-]+[/?]|\?|#)/

function urlStart(where: string, prefixIsLocal: boolean) {
  return (text: Text): Exposure[] => {
    const found: Exposure[] = []
    walkText(
      text,
      '',
      (prefix, literal) => prefix + literal,
      (prefix, hole) => {
        // A start without a scheme is a path: of the shop's own site for a redirect, of the disk for a request.
        const bound =
          fixedHost.test(prefix) ||
          (prefixIsLocal ? localPath.test(prefix) : prefix !== '' && !/^\s*(?:[a-z]+:|\/\/)/i.test(prefix))
        // A hole of our own at the start is the shop's own address.
        if (!bound && !prefix.startsWith('\u0000'))
          expose(found, hole, escapes('LocalUrl', 'LocalPath', 'UrlEncoded', 'Word'), where, 0)
        return prefix === '' && hole.taints.length === 0 ? '\u0000' : `${prefix}x`
      },
    )
    return found
  }
}

const anyRequest = urlStart('at the start of an address', false)
/** Read in a browser: what is fetched there is fetched by the visitor himself. */
const ofBrowser =
  /^(?:VueRoute|\$route|location|document|window|history|MessageEvent|localStorage|sessionStorage|URLSearchParams)\b/
/** Where the foreign part decides the host that the shop's server contacts. */
export const requestExposures = (text: Text) => anyRequest(text).filter(({ taint }) => !ofBrowser.test(taint.label))
/** Where the foreign part decides the site that a visitor is sent to. */
export const redirectExposures = urlStart('at the start of an address', true)

/** A view whose name begins with `redirect:` sends the visitor to what follows; any other is a page of the shop's own. */
export const redirectViewExposures = (text: Text): Exposure[] => {
  const [first, ...rest] = text
  if (typeof first !== 'string' || !first.startsWith('redirect:')) return []
  const cut = first.slice('redirect:'.length)
  return redirectExposures(cut === '' ? rest : [cut, ...rest])
}

/** The name of a view: the shop's own with a foreign part; what is sent elsewhere is another matter. */
export const viewNameExposures = (text: Text) =>
  /^(?:redirect|forward):/.test(literalPrefix(text))
    ? []
    : everyHole(escapes('Word', 'UrlEncoded'), 'in the name of a view', 0)(text)

/** Headers that make the web server send a file of its disk. */
const sentFile = /^\s*(?:x-sendfile|x-accel-redirect|x-litespeed-location)\s*:/i
export const sentFileExposures = (text: Text) => (sentFile.test(literalPrefix(text)) ? inPath(text) : [])

/** A `Location:` header is a redirect; any other header can only be broken into lines. */
export function headerLineExposures(text: Text): { redirect: boolean; exposures: Exposure[] } {
  const location = /^\s*['"]?(?:location|refresh)\s*:\s*(?:\d+\s*;\s*url=)?/i.exec(literalPrefix(text))
  if (!location) return { redirect: false, exposures: headerExposures(text) }
  let skip = location[0].length
  const target = text.map((part) => {
    if (typeof part !== 'string' || skip === 0) return part
    const cut = part.slice(skip)
    skip = Math.max(0, skip - part.length)
    return cut
  })
  return { redirect: true, exposures: redirectExposures(target.filter((part) => part !== '')) }
}

/** Names of uploads: the visitor must not choose the ending, so the foreign part may not stand last. */
export function uploadExposures(text: Text): Exposure[] {
  const last = text.at(-1)
  // An ending of the shop's own: a fixed one, or something random behind a dot.
  const before = text.at(-2)
  const ownEnding =
    typeof last === 'object' &&
    'taints' in last &&
    last.taints.length === 0 &&
    typeof before === 'string' &&
    before.endsWith('.')
  if (ownEnding || (typeof last === 'string' && /\.[a-z0-9]{2,5}$/i.test(last))) return pathExposures(text)
  return everyHole(escapes('Word', 'UploadName'), 'in the name of an uploaded file')(text)
}

/** Names of files that a program writes: the same for how they end, however few signs that may hold. */
export function endingExposures(text: Text): Exposure[] {
  const last = text.at(-1)
  if (typeof last !== 'object' || 'options' in last || last.taints.length === 0) return []
  return everyHole(Esc.UploadName, 'at the end of the name of a file')([last])
}

/** Names of files that begin with foreign data: they may name an address or an archive as well. */
export const streamExposures = (text: Text): Exposure[] =>
  literalPrefix(text) === '' ? inPath(text).filter(({ taint }) => taint.kind === 'request') : []

/** Included files: a path, but also anything that a stream wrapper can fetch when the name starts with the foreign part. */
export function includeExposures(text: Text): Exposure[] {
  const found: Exposure[] = []
  walkText(text, true, still, (state, hole) => {
    expose(found, hole, Esc.Word | Esc.PathName, 'in the name of an included file')
    return state
  })
  return found
}

/** Data of which no field was named: all that a request holds. */
const whole =
  /^all fields of |(?:_(?:POST|GET|REQUEST)|\.(?:body|query|form)|(?:all|input|post|getPost|getParams|json|getAllValues|getParsedBody|getPostValue|toArray|getContent|getData|getBodyParams|get_json_params|get_body_params|getJSON)\(\)|except\([^)]*\))$/

export const wholeRequestExposures = (text: Text) =>
  anyExposures(text).filter(({ taint }) => taint.kind === 'request' && !taint.unsure && whole.test(taint.label))

/** What a station says where foreign data becomes an object. */
export const made = 'becomes a new'
function isMade(last: Step): boolean {
  for (let step: Step | null = last; step; step = step.before) if (step.message.startsWith(made)) return true
  return false
}

/** The same, where the record has been made of it and is now saved. */
export const savedRecordExposures = (text: Text) =>
  anyExposures(text).filter(({ taint }) => taint.kind === 'request' && whole.test(taint.label) && isMade(taint.step))

/** Where a list of fields is expected: all of a request, or a part of it that nobody took apart. */
export const requestFieldsExposures = (text: Text) =>
  anyExposures(text).filter(({ taint }) => taint.kind === 'request' && !taint.unsure && taint.escapes === 0)

/** A map of all parameters of a request, as a servlet gives it. */
export const requestMapExposures = (text: Text) =>
  anyExposures(text).filter(
    ({ taint }) => taint.kind === 'request' && /getParameterMap\(\)$|^request parameter/.test(taint.label),
  )

/** A template given as text (`string:`, `eval:`), or any resource where the foreign part chooses its kind. */
export const smartySourceExposures = (text: Text) =>
  /^(?:string|eval|data|php):/.test(literalPrefix(text)) || literalPrefix(text) === '' ? anyExposures(text) : []

/** Names of classes that are loaded: a package in front leaves the choice among its classes only. */
export const loadedExposures = (text: Text) =>
  literalPrefix(text) === '' ? everyHole(0, 'as the name of a class')(text) : []

/** Names of functions and classes: what counts is who decides how the name begins. */
export function nameExposures(text: Text): Exposure[] {
  return literalPrefix(text) === ''
    ? everyHole(0, 'as the name of what is called')(text).filter((item) => item.taint.kind === 'request')
    : []
}
