import { escapes } from '../escapes.ts'
import type { Machine } from '../machine.ts'
import { shapeValue, unknown, type Value, withEscapes } from '../value.ts'

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
  return shapeValue(keys, unknown)
}
