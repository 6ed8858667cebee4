import type { ShopPages } from './pages.ts'

/**
 * A k6 script of the scenarios that k6 can run (floods, log-in, search, uploads, GraphQL, WebSocket), with the legitimate
 * user beside them and the same bars as thresholds; slow connections and HTTP/2 frames are not in k6's power and are named
 * in the plan. Pure.
 */
export function k6Script(
  origin: string,
  pages: ShopPages,
  input: { perMachine: number; seconds: number; websocketPath?: string | undefined },
): string {
  const { perMachine, seconds } = input
  const dear = pages.product ?? pages.search ?? pages.home
  const floods: [name: string, method: string, path: string, body?: string, type?: string][] = [
    ['flood_dear', 'GET', dear],
    ['flood_cache_busting', 'GET', `${pages.home}${pages.home.includes('?') ? '&' : '?'}nocache={random}`],
  ]
  if (pages.asset !== undefined) floods.unshift(['flood_static', 'GET', pages.asset])
  if (pages.search !== undefined) floods.push(['flood_search', 'GET', pages.search])
  if (pages.login !== undefined)
    floods.push([
      'flood_login',
      'POST',
      pages.login,
      'email={random}%40shopwarden.invalid&password={random}',
      'application/x-www-form-urlencoded',
    ])
  floods.push(['uploads', 'POST', pages.home, 'x'.repeat(10_000), 'application/octet-stream'])
  if (pages.graphql !== undefined)
    floods.push([
      'graphql_depth',
      'POST',
      pages.graphql,
      '{"query":"{__schema{types{fields{type{fields{type{name}}}}}}}"}',
      'application/json',
    ])
  const journey = [pages.home, pages.search?.replaceAll('{random}', 'shopwarden'), pages.product, pages.cart].filter(
    (path) => path !== undefined,
  )
  const scenarios = Object.fromEntries([
    [
      'legitimate_user',
      {
        executor: 'constant-arrival-rate',
        exec: 'legitimate_user',
        rate: 5,
        timeUnit: '1s',
        duration: `${floods.length * (seconds + 10) + 10}s`,
        preAllocatedVUs: 20,
      },
    ],
    ...floods.map(([name], index) => [
      name,
      {
        executor: 'ramping-vus',
        exec: name,
        startTime: `${10 + index * (seconds + 10)}s`,
        startVUs: 1,
        stages: [{ duration: `${seconds}s`, target: perMachine }],
        gracefulStop: '3s',
      },
    ]),
  ])
  const options = {
    scenarios,
    // The same stop rule and bars as the rehearsal on one machine.
    thresholds: {
      'checks{scenario:legitimate_user}': [
        { threshold: 'rate>0.95', abortOnFail: true, delayAbortEval: '10s' },
        'rate>0.99',
      ],
      'http_req_duration{scenario:legitimate_user}': ['p(95)<3000'],
    },
    maxRedirects: 0,
    userAgent: 'Shopwarden (resilience rehearsal, k6)',
  }
  const functions = floods.map(
    ([name, method, path, body, type]) =>
      `export function ${name}() {\n  http.request(${JSON.stringify(method)}, origin + word(${JSON.stringify(path)}), ${body === undefined ? 'null' : `word(${JSON.stringify(body)})`}, { headers: { 'X-Shopwarden': 'resilience'${type === undefined ? '' : `, 'Content-Type': ${JSON.stringify(type)}`} } })\n}`,
  )
  const socket =
    input.websocketPath === undefined
      ? ''
      : `\nexport function websocket_hoarding() {\n  ws.connect(origin.replace(/^http/, 'ws') + ${JSON.stringify(input.websocketPath)}, {}, (socket) => socket.setTimeout(() => socket.close(), ${seconds * 1000}))\n}\n`
  return `// Made by "shopwarden resilience export". Run it only against a shop of your own, with its provider's consent.
//   k6 run --tag testid=rehearsal script.js          on one machine; on a cluster: k6-operator, parallelism = machines
import http from 'k6/http'
import { check } from 'k6'
${input.websocketPath === undefined ? '' : "import ws from 'k6/ws'\n"}
const origin = __ENV.ORIGIN || ${JSON.stringify(origin)}
const word = (text) => text.replace(/\\{random\\}/g, () => Math.floor(Math.random() * 2 ** 48).toString(36))

export const options = ${JSON.stringify(options, null, 2)}

const journey = ${JSON.stringify(journey)}
let turn = 0
export function legitimate_user() {
  const answer = http.get(origin + journey[turn++ % journey.length], { timeout: '3s' })
  check(answer, { 'page came': (got) => got.status > 0 && got.status < 400 })
}

${functions.join('\n\n')}
${socket}`
}

/** What a test past one machine needs, from the figures of one. Pure. */
export function distributedPlan(
  origin: string,
  perMachine: { connections: number; requestsPerSecond: number },
  wanted: { connections: number; requestsPerSecond: number },
): string {
  const machines = Math.max(
    1,
    Math.ceil(wanted.connections / perMachine.connections),
    Math.ceil(wanted.requestsPerSecond / perMachine.requestsPerSecond),
  )
  return `Rehearsal of ${origin} past one machine

Wanted: ${wanted.connections} connections at once and ${wanted.requestsPerSecond} requests a second.
One machine of ours gives about ${perMachine.connections} connections and ${perMachine.requestsPerSecond} requests a second (2 cores; bench/RESULTS.md).
Machines: ${machines}, each with its own public address, plus one more for the legitimate user.

Before
  1. Written consent of the shop, its hoster, its CDN and the provider of the machines, with date, hours, addresses and most traffic.
     AWS and Azure allow it through their partners only; Cloudflare wants notice first.
  2. One person at the shop and one at the provider who can be reached at once and may stop it.
  3. Proof of ownership: shopwarden resilience token ${origin}
  4. Clocks of all machines within 100 ms (NTP); the same script and the same caps on each.
During
  5. Ramp one machine after the other, 60 s apart; the legitimate user's success below 95% stops all (the script's threshold).
  6. Each machine ends by itself after its longest time; nobody needs to reach it to stop it.
After
  7. Ask the provider for its own view (traffic, what was filtered); file its report in shop.yaml under documents (kind: load-test).

k6 covers floods, log-in, search, uploads, GraphQL and WebSocket. Slow headers, bodies and readers, hoarding and HTTP/2 frames:
run "shopwarden resilience test" on each machine with --scenario slow-headers,slow-body,slow-read,hoarding,http2-rapid-reset,http2-continuation.
`
}
