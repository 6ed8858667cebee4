/** Settings that end a weakness, in each server's own configuration language. bench/resilience runs them and without them. */

export type Remedy = 'slow clients' | 'floods' | 'uploads' | 'http2' | 'graphql'
export type ServerKind = 'nginx' | 'apache' | 'lighttpd' | 'haproxy' | 'varnish' | 'node' | 'cloudflare' | 'php-fpm'

export const serverNames: Record<ServerKind, string> = {
  nginx: 'nginx',
  apache: 'Apache',
  lighttpd: 'lighttpd',
  haproxy: 'HAProxy',
  varnish: 'Varnish',
  node: 'Node.js',
  cloudflare: 'Cloudflare',
  'php-fpm': 'PHP-FPM',
}

export const serverKinds = Object.keys(serverNames) as ServerKind[]

const nginxSlow = `# main
worker_rlimit_nofile 65536;
events { worker_connections 16384; }
# http
client_header_timeout 5s;
client_body_timeout 5s;
send_timeout 5s;
keepalive_timeout 5s;
reset_timedout_connection on;
lingering_time 5s;
lingering_timeout 2s;
limit_conn_zone $binary_remote_addr zone=perclient:10m;
limit_conn perclient 50;
limit_conn_status 429;`

const nginxFloods = `# http; in location ~ \\.php$ or the location that passes on: limit_req zone=dear burst=20 nodelay;
limit_req_zone $binary_remote_addr zone=dear:10m rate=10r/s;
limit_req_status 429;
# cache what visitors without a session see, and keep invented parameters out of the key
fastcgi_cache_path /var/cache/nginx keys_zone=pages:10m;
fastcgi_cache_key $scheme$host$uri$arg_route$arg_product_id$arg_path$arg_page$arg_search;
fastcgi_cache_lock on;`

const nodeSlow = `const server = http.createServer({ connectionsCheckingInterval: 1000 }, app)
server.headersTimeout = 5000
server.requestTimeout = 10000
server.keepAliveTimeout = 5000
server.timeout = 10000
// at most 100 connections for each client; behind a proxy, limit there instead
const perClient = new Map()
server.on('connection', (socket) => {
  const client = socket.remoteAddress
  const open = (perClient.get(client) ?? 0) + 1
  if (open > 100) return socket.destroy()
  perClient.set(client, open)
  socket.once('close', () => {
    const left = perClient.get(client) - 1
    if (left > 0) perClient.set(client, left)
    else perClient.delete(client)
  })
})`

const nodeGraphql = `// graphql-js 16.6 and later: answer 429 where mayAsk says no, 400 where questionOf throws, before anything is validated or executed.
// Lists: no resolver gives more than 100 items, whatever was asked (Math.min(args.first ?? 20, 100)).
// At most 50 questions in 10 s for each client; behind a proxy, limit there instead
const asked = new Map()
setInterval(() => asked.clear(), 10_000).unref()
function mayAsk(client) {
  const count = (asked.get(client) ?? 0) + 1
  asked.set(client, count)
  return count <= 50
}
// At most 1,000 words, 8 levels and 200 fields, fragments counted wherever they are used; nothing about the schema itself
function questionOf(text) {
  const document = parse(text, { maxTokens: 1000 })
  const fragments = new Map(document.definitions.map((one) => [one.kind === 'FragmentDefinition' ? one.name.value : '', one]))
  let fields = 0
  const look = (node, depth) => {
    if (depth > 8) throw new Error('too deep')
    for (const one of node?.selectionSet?.selections ?? []) {
      if (++fields > 200) throw new Error('too many fields')
      if (one.name?.value === '__schema' || one.name?.value === '__type') throw new Error('no questions about the schema')
      look(one.kind === 'FragmentSpread' ? fragments.get(one.name.value) : one, one.kind === 'Field' ? depth + 1 : depth + 0.5)
    }
  }
  for (const one of document.definitions) if (one.kind === 'OperationDefinition') look(one, 0)
  return document
}`

/** Server → weakness → settings. Missing: that server has no setting of its own against it. */
export const remedies: Record<ServerKind, Partial<Record<Remedy, string>>> = {
  nginx: {
    'slow clients': nginxSlow,
    floods: nginxFloods,
    uploads: 'client_max_body_size 2m;\nclient_body_timeout 5s;',
    http2:
      'http2_max_concurrent_streams 32;\nkeepalive_requests 1000;\n# from 1.25.3 on nginx also ends connections with too many resets (CVE-2023-44487): update',
  },
  apache: {
    'slow clients': `# mpm_event: enough workers, and mod_reqtimeout (a2enmod reqtimeout)
ServerLimit 64
MaxRequestWorkers 1600
RequestReadTimeout handshake=3 header=3-6,MinRate=500 body=3-15,MinRate=500
Timeout 5
KeepAliveTimeout 3
# for each client: mod_qos, or the firewall:
# nft add rule inet filter input tcp dport {80,443} ct state new meter perclient { ip saddr ct count over 50 } reject with tcp reset`,
    floods: '# mod_evasive, or a cache in front\nDOSPageCount 10\nDOSPageInterval 1',
    uploads: 'LimitRequestBody 2097152',
    http2: 'H2MaxSessionStreams 32\n# 2.4.58 and later end connections that reset too much: update',
  },
  lighttpd: {
    'slow clients': `server.max-fds = 16384
server.max-connections = 8192
server.max-read-idle = 5
server.max-write-idle = 5
server.max-keep-alive-idle = 3
# it has no limit for each client that a dribbling one cannot pass; the firewall has:
# nft add rule inet filter input tcp dport {80,443} ct state new meter perclient { ip saddr ct count over 50 } reject with tcp reset`,
    uploads: 'server.max-request-size = 2048',
  },
  haproxy: {
    'slow clients': `# defaults
timeout http-request 5s
timeout client 5s
timeout http-keep-alive 3s
option http-buffer-request
# frontend: at most 50 connections for each client
stick-table type ip size 100k expire 30s store conn_cur,http_req_rate(10s)
tcp-request connection track-sc0 src
tcp-request connection reject if { sc_conn_cur(0) gt 50 }`,
    floods: `# frontend (with the stick-table above): at most 100 requests in 10 s for each client
http-request deny deny_status 429 if { sc_http_req_rate(0) gt 100 }`,
    http2: 'tune.h2.max-concurrent-streams 32',
  },
  varnish: {
    'slow clients': '# varnishd parameters\n-p timeout_idle=5 -p send_timeout=5 -p idle_send_timeout=5',
    floods: `# VCL: vmod vsthrottle (Debian: varnish-modules)
import vsthrottle;
sub vcl_recv {
  if (vsthrottle.is_denied(client.identity, 100, 10s)) { return (synth(429)); }
  # a query of invented parameters only is the same page: name those that your shop knows
  if (req.url ~ "[?]" && req.url !~ "[?&](route|path|product_id|page|search|q|s|id)=") {
    set req.url = regsub(req.url, "[?].*$", "");
  }
}`,
  },
  node: {
    'slow clients': nodeSlow,
    floods:
      '// express-rate-limit on log-in, search, cart and API; a cache in front of the rest\napp.use(rateLimit({ windowMs: 10_000, limit: 100 }))',
    uploads: "app.use(express.json({ limit: '100kb' }))",
    graphql: nodeGraphql,
    http2:
      'http2.createSecureServer({ maxSessionInvalidFrames: 100, settings: { maxConcurrentStreams: 32 } })\n// 18.18.2, 20.8.1 and later end sessions that reset too much: update',
  },
  cloudflare: {
    'slow clients':
      'Let the origin accept connections from Cloudflare only (Authenticated Origin Pulls or its address ranges in the firewall).',
    floods:
      'Security → WAF → Rate limiting rules: (http.request.uri.path contains "/login") 5 requests in 10 s; Caching → Cache rules: cache everything without session cookie, ignore query string.',
  },
  'php-fpm': {
    floods: `pm = static
pm.max_children = 20  ; memory for PHP divided by the size of one worker
request_terminate_timeout = 30s
listen.backlog = 511`,
  },
}
