import { hash } from 'node:crypto'
import type { Observation } from '../watch/observation.ts'

/** A policy by directive, with the reason for each source. */
export type Policy = Map<string, Map<string, string>>

/** Kinds of requests, as the browser names them, and the directive that governs each. */
const directiveOf: Readonly<Record<string, string>> = {
  script: 'script-src',
  stylesheet: 'style-src',
  image: 'img-src',
  font: 'font-src',
  media: 'media-src',
  xhr: 'connect-src',
  fetch: 'connect-src',
  eventsource: 'connect-src',
  websocket: 'connect-src',
  ping: 'connect-src',
  manifest: 'manifest-src',
}

function sourceOf(url: string, own: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, host, origin } = new URL(url)
  if (protocol === 'data:' || protocol === 'blob:') return protocol
  if (!/^(?:https?|wss?):$/.test(protocol)) return undefined
  return host === own
    ? protocol.startsWith('ws')
      ? `${protocol}//${host}`
      : "'self'"
    : origin === 'null'
      ? `${protocol}//${host}`
      : origin
}

const add = (policy: Policy, directive: string, source: string, because: string) => {
  const sources = policy.get(directive) ?? new Map<string, string>()
  if (!sources.has(source)) sources.set(source, because)
  policy.set(directive, sources)
}

/**
 * A policy from what one visit loaded: each host under the directive of what it served, scripts in the page by their hash or by a
 * nonce, everything else forbidden. Pure. Source: W3C CSP Level 3.
 */
export function propose(seen: Observation, nonce: string | undefined): Policy {
  const own = new URL(seen.url).host
  const policy: Policy = new Map()
  add(policy, 'default-src', "'self'", 'what has no rule of its own comes from the shop')
  add(policy, 'object-src', "'none'", 'no plug-ins')
  add(policy, 'base-uri', "'self'", 'relative addresses cannot be led elsewhere')
  add(policy, 'frame-ancestors', "'self'", 'nobody else may frame the checkout')
  add(policy, 'script-src', "'self'", 'scripts of the shop')
  add(policy, 'connect-src', "'self'", 'requests to the shop')
  add(policy, 'form-action', "'self'", 'forms of the shop')
  for (const request of seen.requests) {
    const directive = directiveOf[request.kind]
    const source = sourceOf(request.url, own)
    if (directive !== undefined && source !== undefined && request.carries === undefined)
      add(policy, directive, source, `${request.kind} ${request.url.slice(0, 80)}`)
  }
  for (const frame of seen.frames) {
    const source = sourceOf(frame.url, own)
    if (source !== undefined) add(policy, 'frame-src', source, `frame ${frame.url.slice(0, 80)}`)
  }
  for (const host of [...seen.formHosts, ...seen.payLeadsTo])
    if (host !== '' && host !== own) add(policy, 'form-action', `https://${host}`, `a form is sent to ${host}`)
  if (nonce !== undefined) add(policy, 'script-src', `'nonce-${nonce}'`, 'scripts in the page change with every visit')
  else
    for (const script of seen.scripts.filter((item) => item.kind === 'inline'))
      add(policy, 'script-src', `'sha384-${script.sha384}'`, `a script in the page, ${script.bytes} bytes`)
  for (const script of seen.scripts.filter((item) => item.kind === 'worker'))
    add(policy, 'worker-src', script.url ? (sourceOf(script.url, own) ?? "'self'") : 'blob:', `worker ${script.key}`)
  return policy
}

/** What weakens a policy, in words. */
const weaknesses: Readonly<Record<string, string>> = {
  "'unsafe-inline'": 'styles in the page are allowed: they can read no script data, but can deceive',
  "'unsafe-eval'": 'code made from text is allowed, because a script of the page needs it: ask its maker',
  "'unsafe-hashes'": 'code in attributes is allowed by hash: move it into a script file',
  'data:': 'addresses that hold their own content are allowed',
}

/** Widens a policy by what it refused, with the reason; undefined where nothing more can be allowed safely. Pure. */
export function widen(policy: Policy, seen: Observation, refused: Observation['violations']): Policy | undefined {
  const own = new URL(seen.url).host
  const next: Policy = new Map([...policy].map(([directive, sources]) => [directive, new Map(sources)]))
  const before = render(policy)
  for (const { directive, blocked } of refused) {
    const because = `needed in the test: ${blocked || 'inline'}`
    const base = directive.replace(/-(?:elem|attr)$/, '')
    if (base === 'style-src' && blocked === 'inline') add(next, 'style-src', "'unsafe-inline'", because)
    else if (blocked === 'eval' || blocked === 'wasm-eval') add(next, 'script-src', "'unsafe-eval'", because)
    else if (directive === 'script-src-attr') {
      add(next, 'script-src', "'unsafe-hashes'", because)
      for (const handler of seen.handlers)
        add(
          next,
          'script-src',
          `'sha384-${hash('sha384', handler, 'base64')}'`,
          `code in an attribute: ${handler.slice(0, 60)}`,
        )
    } else if (base === 'script-src' && blocked === 'inline') {
      for (const script of seen.scripts.filter((item) => item.kind === 'inline' || item.kind === 'dynamic'))
        add(next, 'script-src', `'sha384-${script.sha384}'`, `a script in the page, ${script.bytes} bytes`)
    } else {
      const source = blocked === 'data' || blocked === 'blob' ? `${blocked}:` : sourceOf(blocked, own)
      if (source !== undefined && !(base === 'script-src' && source === 'data:')) add(next, base, source, because)
    }
  }
  return render(next) === before ? undefined : next
}

/** The header's value. Sources of a directive that has a list of its own always include the shop where default-src does. */
export function render(policy: Policy): string {
  return [...policy]
    .map(([directive, sources]) => {
      const list = [...sources.keys()]
      return `${directive} ${(list.length > 1 ? list.filter((source) => source !== "'none'") : list).join(' ')}`
    })
    .join('; ')
}

export function weaknessesOf(policy: Policy): string[] {
  return [...policy].flatMap(([directive, sources]) =>
    [...sources.keys()].flatMap((source) =>
      weaknesses[source] && (source !== 'data:' || directive !== 'img-src')
        ? [`${directive} ${source}: ${weaknesses[source]}`]
        : [],
    ),
  )
}

/** What a page lost under a policy, compared with a visit without it. Empty: no breakage was seen. */
export function breakage(before: Observation, under: Observation): string[] {
  const keys = (seen: Observation) =>
    new Set(seen.scripts.filter((item) => item.kind === 'file').map((item) => item.key))
  const ran = keys(under)
  return [
    ...under.violations.map((item) => `refused by ${item.directive}: ${item.blocked || 'inline'}`),
    ...[...keys(before)].filter((key) => !ran.has(key)).map((key) => `the script ${key} did not run`),
    ...under.errors.filter((error) => !before.errors.includes(error)).map((error) => `new fault: ${error}`),
    ...before.cardFields
      .filter((field) => !under.cardFields.includes(field))
      .map((field) => `the field ${field} is gone`),
    ...before.frames
      .filter((frame) => !under.frames.some((item) => item.host === frame.host))
      .map((frame) => `the frame of ${frame.host} is gone`),
  ]
}
