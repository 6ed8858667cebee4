import { escapes } from '../escapes.ts'
import type { Machine } from '../machine.ts'
import type { Project } from '../project.ts'
import { withEscapes } from '../map-taints.ts'
import { shapeValue, unknown, type Value } from '../value.ts'

/** Entries of `$_SERVER` that the visitor writes. Host names are left out: the web server decides which it answers. */
const free = [
  'HTTP_REFERER',
  'HTTP_USER_AGENT',
  'HTTP_X_FORWARDED_FOR',
  'HTTP_CLIENT_IP',
  'HTTP_X_REAL_IP',
  'HTTP_ACCEPT_LANGUAGE',
  'HTTP_ACCEPT',
  'HTTP_COOKIE',
  'HTTP_X_FORWARDED_HOST',
  'HTTP_X_ORIGINAL_URL',
  'HTTP_X_REWRITE_URL',
  'HTTP_ORIGIN',
  'PHP_AUTH_USER',
  'PHP_AUTH_PW',
  'PHP_SELF',
  'PATH_INFO',
  'ORIG_PATH_INFO',
  'argv',
]
/** What servers and clients set by themselves, or what the web server checks. */
const settled =
  /^HTTP_(?:HOST|CONNECTION|CACHE_CONTROL|PRAGMA|DNT|TE|UPGRADE\w*|IF_\w+|SEC_\w+|X_REQUESTED_WITH|X_FORWARDED_(?:PROTO|PORT|SSL|SERVER)|FRONT_END_HTTPS|CONTENT_(?:TYPE|LENGTH)|RANGE|EXPECT)$/
const named = new WeakMap<Project, readonly string[]>()

/** Other headers that the project's code names. */
function headersOf(project: Project): readonly string[] {
  const before = named.get(project)
  if (before) return before
  const found = new Set<string>()
  for (const { source, language } of project.files)
    if (language === 'php' && source.includes('HTTP_'))
      for (const [name] of source.matchAll(/\bHTTP_[A-Z][A-Z0-9_]{2,40}\b/g))
        if (!settled.test(name) && found.size < 100) found.add(name)
  const all = [...found].filter((name) => !free.includes(name))
  named.set(project, all)
  return all
}

/** Browsers percent-encode these before sending. */
const encoded = ['REQUEST_URI', 'QUERY_STRING']

/** `$_SERVER`, with each entry as foreign as it is. */
export function serverVariables(machine: Machine, at: number): Value {
  const keys = new Map<string, Value>()
  for (const name of free)
    keys.set(
      name,
      withEscapes(
        machine.source('request', `$_SERVER['${name}']`, at),
        /SELF|PATH_INFO|REFERER/.test(name) ? escapes('LocalPath') : 0,
      ),
    )
  for (const name of encoded) {
    keys.set(
      name,
      withEscapes(
        machine.source('request', `$_SERVER['${name}']`, at),
        escapes('HtmlText', 'DoubleQuote', 'OneLine', 'LocalPath'),
      ),
    )
  }
  // A header is one line.
  for (const name of headersOf(machine.project))
    keys.set(name, withEscapes(machine.source('request', `$_SERVER['${name}']`, at), escapes('OneLine')))
  return shapeValue(keys, unknown)
}
