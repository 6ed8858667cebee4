import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { remedies } from '../../src/areas/resilience/advice/settings.ts'

/** Real servers under Debian, in their default and in the hardened form that the product advises. */
export interface ServerKindOfBench {
  name: string
  http2: boolean
  start(): Promise<Running>
}
export interface Running {
  url: string
  stop(): Promise<void>
}

const page = `<html><head><title>Shop</title><link rel="stylesheet" href="/a.css"></head><body><a href="/product/1">p</a><form action="/"><input name="q"></form>${'shop '.repeat(6000)}</body></html>`

const running = new Set<ChildProcess>()
// Ctrl-C and kill leave no server behind.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))
process.on('exit', () => {
  for (const child of running) child.kill('SIGTERM')
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 80; tries++) {
    if (
      await fetch(url).then(
        (response) => response.ok,
        () => false,
      )
    )
      return
    await wait(100)
  }
  throw new Error(`${url} did not start`)
}

function site(): string {
  const dir = mkdtempSync(join(tmpdir(), 'resilience-bench-'))
  // The servers' own users read it.
  chmodSync(dir, 0o755)
  mkdirSync(join(dir, 'site/product'), { recursive: true })
  writeFileSync(join(dir, 'site/index.html'), page)
  writeFileSync(join(dir, 'site/product/1'), page)
  writeFileSync(join(dir, 'site/a.css'), 'body { color: black }\n'.repeat(14_000))
  return dir
}

/** Starts a foreground server from a configuration; stopped by its own process id. */
export async function serve(
  command: string,
  args: (dir: string, port: number) => string[],
  files: (dir: string, port: number) => Record<string, string>,
  descriptors = 20_000,
): Promise<Running> {
  const dir = site()
  const port = await freePort()
  for (const [name, text] of Object.entries(files(dir, port))) writeFileSync(join(dir, name), text)
  const child: ChildProcess = spawn(
    'prlimit',
    [`--nofile=${descriptors}:${descriptors}`, command, ...args(dir, port)],
    {
      stdio: 'ignore',
    },
  )
  running.add(child)
  const url = `http://127.0.0.1:${port}`
  await answers(`${url}/`)
  return {
    url,
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await Promise.race([gone, wait(3000).then(() => child.kill('SIGKILL'))])
      running.delete(child)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** Lines of a remedy that belong to the http block of nginx. */
const nginxHttp = remedies.nginx['slow clients']!.split('\n')
  .filter((line) => !/^#|^worker_|^events/.test(line))
  .join('\n')

const nginxConf = (dir: string, port: number, hard: boolean, http2: boolean) => `
daemon off; user www-data; worker_processes 2; pid ${dir}/pid; error_log ${dir}/error;
${hard ? 'worker_rlimit_nofile 20000;' : ''}
events { worker_connections ${hard ? 8192 : 768}; }
http { access_log off; include /etc/nginx/mime.types; client_body_temp_path ${dir}/b; proxy_temp_path ${dir}/p; fastcgi_temp_path ${dir}/f; uwsgi_temp_path ${dir}/u; scgi_temp_path ${dir}/s;
${hard ? nginxHttp : ''}
${hard && http2 ? remedies.nginx.http2 : ''}
server { listen 127.0.0.1:${port}${http2 ? ' http2' : ''}; root ${dir}/site; } }`

const nginx = (hard: boolean, http2 = false): ServerKindOfBench => ({
  name: `nginx ${hard ? 'hardened' : 'default'}${http2 ? ', HTTP/2' : ''}`,
  http2,
  start: () => serveNginx(hard, http2),
})

async function serveNginx(hard: boolean, http2: boolean): Promise<Running> {
  if (!http2)
    return serve(
      'nginx',
      (dir) => ['-c', join(dir, 'conf')],
      (dir, port) => ({ conf: nginxConf(dir, port, hard, false) }),
    )
  // With HTTP/2 in the clear nginx 1.22 speaks nothing else on that port: a front of HTTP/1.1 is not needed by the attack,
  // but the legitimate user needs one, so TLS with ALPN serves both.
  return serveTls(
    (dir, port) => ({
      conf: nginxConf(dir, port, hard, true)
        .replace(' http2;', ' ssl http2;')
        .replace('server {', `ssl_certificate ${dir}/cert.pem; ssl_certificate_key ${dir}/key.pem; server {`),
    }),
    'nginx',
    (dir) => ['-c', join(dir, 'conf')],
  )
}

/** The same with a certificate of its own in cert.pem and key.pem. */
async function serveTls(
  files: (dir: string, port: number) => Record<string, string>,
  command: string,
  args: (dir: string, port: number) => string[],
): Promise<Running> {
  const dir = site()
  const port = await freePort()
  await new Promise((resolve) =>
    spawn(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        join(dir, 'key.pem'),
        '-out',
        join(dir, 'cert.pem'),
        '-days',
        '2',
        '-subj',
        '/CN=localhost',
      ],
      { stdio: 'ignore' },
    ).once('exit', resolve),
  )
  for (const [name, text] of Object.entries(files(dir, port))) writeFileSync(join(dir, name), text)
  const child = spawn(command, args(dir, port), { stdio: 'ignore' })
  running.add(child)
  await wait(800)
  return {
    url: `https://127.0.0.1:${port}`,
    async stop() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await Promise.race([gone, wait(3000).then(() => child.kill('SIGKILL'))])
      running.delete(child)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

const nodeScript = (hard: boolean, listen: string) => `
const http = require('node:http'), fs = require('node:fs')
const page = fs.readFileSync(__dirname + '/site/index.html'), css = fs.readFileSync(__dirname + '/site/a.css')
const app = (request, response) => { request.resume(); request.on('end', () => request.url === '/a.css' ? response.writeHead(200, { 'content-type': 'text/css', 'content-length': css.length }).end(css) : response.writeHead(200, { 'content-type': 'text/html', 'content-length': page.length }).end(page)) }
${hard ? remedies.node['slow clients'] : 'const server = http.createServer(app)'}
server.listen(${listen}, '127.0.0.1')
process.on('uncaughtException', () => {})
`

const node = (name: string, hard: boolean, descriptors: number): ServerKindOfBench => ({
  name,
  http2: false,
  start: () =>
    serve(
      process.execPath,
      (dir) => [join(dir, 'server.cjs')],
      (_, port) => ({ 'server.cjs': nodeScript(hard, String(port)) }),
      descriptors,
    ),
})

const nodeHttp2 = (): ServerKindOfBench => ({
  name: 'Node default, HTTP/2',
  http2: true,
  start: () =>
    serveTls(
      (_, port) => ({
        'server.cjs': `const h2 = require('node:http2'), fs = require('node:fs'); const page = fs.readFileSync(__dirname + '/site/index.html')
h2.createSecureServer({ allowHTTP1: true, key: fs.readFileSync(__dirname + '/key.pem'), cert: fs.readFileSync(__dirname + '/cert.pem') }, (request, response) => { response.writeHead(200, { 'content-type': 'text/html' }); response.end(page) }).listen(${port}, '127.0.0.1'); process.on('uncaughtException', () => {})`,
      }),
      process.execPath,
      (dir) => [join(dir, 'server.cjs')],
    ),
})

const apacheConf = (dir: string, port: number, hard: boolean) => `
ServerRoot ${dir}
Listen 127.0.0.1:${port}
ServerName localhost
PidFile ${dir}/pid
ErrorLog ${dir}/error
User www-data
Group www-data
${['mpm_event', 'authz_core', 'dir', 'mime', 'reqtimeout'].map((module) => `LoadModule ${module}_module /usr/lib/apache2/modules/mod_${module}.so`).join('\n')}
TypesConfig /etc/mime.types
DocumentRoot ${dir}/site
DirectoryIndex index.html
<Directory ${dir}/site>
Require all granted
</Directory>
${hard ? remedies.apache['slow clients'] : 'RequestReadTimeout header=20-40,MinRate=500\nRequestReadTimeout body=10,MinRate=500\nTimeout 300\nKeepAliveTimeout 5\nStartServers 2\nThreadsPerChild 25\nMaxRequestWorkers 150'}
`

const lighttpdConf = (dir: string, port: number, hard: boolean) => `
server.bind = "127.0.0.1"
server.port = ${port}
server.document-root = "${dir}/site"
server.errorlog = "${dir}/error"
index-file.names = ("index.html")
mimetype.assign = (".html" => "text/html", ".css" => "text/css")
${hard ? remedies.lighttpd['slow clients'] : ''}
`

/** HAProxy in front of a small Node server. */
async function haproxy(hard: boolean): Promise<Running> {
  const backend = await node('backend', false, 20_000).start()
  const front = await serve(
    'haproxy',
    (dir) => ['-db', '-f', join(dir, 'conf')],
    (_, port) => {
      const remedy = remedies.haproxy['slow clients']!.split('\n')
      const at = remedy.findIndex((line) => line.startsWith('# frontend'))
      const defaults = hard ? remedy.slice(0, at).join('\n') : 'timeout client 50000'
      const frontend = hard ? remedy.slice(at).join('\n') : ''
      return {
        conf: `global\n  maxconn 8000\ndefaults\n  mode http\n  timeout connect 5000\n  timeout server 50000\n${defaults}\nfrontend shop\n  bind 127.0.0.1:${port}\n${frontend}\n  default_backend app\nbackend app\n  server a ${backend.url.replace('http://', '')}\n`,
      }
    },
  )
  return { url: front.url, stop: async () => void (await Promise.all([front.stop(), backend.stop()])) }
}

export const kinds: readonly ServerKindOfBench[] = [
  nginx(false),
  nginx(true),
  node('Node default, 1,024 descriptors', false, 1024),
  node('Node default, 20,000 descriptors', false, 20_000),
  node('Node hardened', true, 20_000),
  ...[false, true].map((hard) => ({
    name: `Apache ${hard ? 'hardened' : 'default'}`,
    http2: false,
    start: () =>
      serve(
        'apache2',
        (dir) => ['-D', 'FOREGROUND', '-f', join(dir, 'conf')],
        (dir, port) => ({ conf: apacheConf(dir, port, hard) }),
      ),
  })),
  ...[false, true].map((hard) => ({
    name: `lighttpd ${hard ? 'hardened' : 'default'}`,
    http2: false,
    start: () =>
      serve(
        'lighttpd',
        (dir) => ['-D', '-f', join(dir, 'conf')],
        (dir, port) => ({ conf: lighttpdConf(dir, port, hard) }),
      ),
  })),
  ...[false, true].map((hard) => ({
    name: `HAProxy ${hard ? 'hardened' : 'default'}`,
    http2: false,
    start: () => haproxy(hard),
  })),
  nginx(false, true),
  nginx(true, true),
  nodeHttp2(),
]
