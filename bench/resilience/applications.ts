import { join } from 'node:path'
import { remedies } from '../../src/areas/resilience/advice/settings.ts'
import type { ScenarioName } from '../../src/areas/resilience/load/plan.ts'
import { type Running, serve } from './servers.ts'

/** Servers behind or beside the web server, default and with the product's advice, and what is tried on them. */
export interface Application {
  name: string
  scenarios: ScenarioName[]
  websocketPath?: string
  start(hard: boolean): Promise<Running>
}

/** Varnish before a Node server: its parameters against slow clients, its VCL against floods. */
const varnish: Application = {
  name: 'Varnish before Node',
  scenarios: ['slow-headers', 'slow-body', 'slow-read', 'hoarding', 'flood-cache-busting'],
  async start(hard) {
    const behind = await slowNode()
    const parameters = remedies.varnish['slow clients']!.split('\n').at(-1)!.split(' ')
    const rules = hard ? remedies.varnish.floods! : ''
    const [host, backend] = new URL(behind.url).host.split(':')
    const before = await serve(
      'varnishd',
      (dir, port) => [
        '-F',
        '-n',
        join(dir, 'v'),
        '-f',
        join(dir, 'conf.vcl'),
        '-a',
        `127.0.0.1:${port}`,
        '-s',
        'malloc,64m',
        ...(hard ? parameters : []),
      ],
      () => ({ 'conf.vcl': `vcl 4.1;\nbackend app { .host = "${host}"; .port = "${backend}"; }\n${rules}\n` }),
    )
    return { url: before.url, stop: async () => void (await Promise.all([before.stop(), behind.stop()])) }
  },
}

/** A shop whose pages each keep the processor busy for 30 ms, as PHP shops do. */
const slowNode = () =>
  serve(
    process.execPath,
    (dir) => [join(dir, 'server.cjs')],
    (_, port) => ({
      'server.cjs': `const http = require('node:http'), fs = require('node:fs')
const page = fs.readFileSync(__dirname + '/site/index.html')
http.createServer((request, response) => { request.resume(); request.on('end', () => { const end = Date.now() + 30; while (Date.now() < end); response.writeHead(200, { 'content-type': 'text/html', 'cache-control': 'max-age=60' }).end(page) }) }).listen(${port}, '127.0.0.1')
process.on('uncaughtException', () => {})`,
    }),
  )

/** nginx and PHP-FPM, Debian's pool of five; each page waits 0.3 s for something else, as for a payment provider. */
const phpFpm: Application = {
  name: 'nginx and PHP-FPM',
  scenarios: ['flood-dear'],
  start(hard) {
    return serve(
      'bash',
      (dir) => [
        '-c',
        'php-fpm8.2 -F -y "$0/fpm.conf" & fpm=$!; nginx -c "$0/conf" & web=$!; trap "kill $fpm $web" TERM; wait',
        dir,
      ],
      (dir, port) => {
        const socket = join(dir, 'fpm.sock')
        return {
          'fpm.conf': `[global]\nerror_log=${dir}/fpm.log\ndaemonize=no\n[www]\nuser=www-data\ngroup=www-data\nlisten=${socket}\nlisten.owner=www-data\nlisten.mode=0666\n${hard ? remedies['php-fpm'].floods : 'pm=dynamic\npm.max_children=5\npm.start_servers=2\npm.min_spare_servers=1\npm.max_spare_servers=3'}\n`,
          'site/index.php': `<?php usleep(300000); ?>${'<html><head><title>Shop</title></head><body><a href="/product/1">p</a></body></html>'}`,
          conf: `daemon off; user www-data; worker_processes 2; pid ${dir}/pid; error_log ${dir}/error; events { worker_connections 4096; }
http { access_log off; client_body_temp_path ${dir}/b; fastcgi_temp_path ${dir}/f; proxy_temp_path ${dir}/p; uwsgi_temp_path ${dir}/u; scgi_temp_path ${dir}/s;
server { listen 127.0.0.1:${port}; root ${dir}/site; location / { include /etc/nginx/fastcgi_params; fastcgi_param SCRIPT_FILENAME ${dir}/site/index.php; fastcgi_pass unix:${socket}; } } }`,
        }
      },
    )
  },
}

/** Libraries that the next two need, outside the project: a folder with node_modules of graphql@16.8.1 and ws@8. */
const libraries = process.env['BENCH_LIBRARIES'] ?? ''

const nodeApp = (hard: boolean, setUp: string, app: string, after: string) => () =>
  serve(
    process.execPath,
    (dir) => [join(dir, 'server.cjs')],
    (_, port) => ({
      'server.cjs': `const http = require('node:http')
const need = require('node:module').createRequire(${JSON.stringify(join(libraries, 'x.js'))})
${setUp}
const page = '<html><head><title>Shop</title></head><body><a href="/product/1">p</a></body></html>'
const app = ${app}
${hard ? remedies.node['slow clients'] : 'const server = http.createServer(app)'}
${after}
server.listen(${port}, '127.0.0.1')
process.on('uncaughtException', () => {})`,
    }),
    1024,
  )

const plainApp = `(request, response) => { request.resume(); response.writeHead(200, { 'content-type': 'text/html' }).end(page) }`

const webSocket: Application = {
  name: 'Node with ws, 1,024 descriptors',
  scenarios: ['websocket-hoarding'],
  websocketPath: '/live',
  start: (hard) =>
    nodeApp(
      hard,
      '',
      plainApp,
      `new (need('ws').WebSocketServer)({ server, path: '/live' }).on('connection', (socket) => socket.on('error', () => {}))`,
    )(),
}

const graphql: Application = {
  name: 'Node with graphql-js',
  scenarios: ['graphql-depth'],
  start: (hard) =>
    nodeApp(
      false,
      `const { buildSchema, parse, validate, execute } = need('graphql')
const schema = buildSchema('type Product { id: ID name: String price: Float related: [Product] category: Category } type Category { name: String products: [Product] parent: Category } type Cart { lines: [Product] } type Query { products: [Product] category(name: String): Category cart: Cart }')
${hard ? remedies.node.graphql : 'const mayAsk = () => true, questionOf = parse'}`,
      `(request, response) => {
  if (request.url !== '/graphql') return (${plainApp})(request, response)
  const answer = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  if (!mayAsk(request.socket.remoteAddress)) return void request.resume().on('end', () => answer(429, { errors: [{ message: 'too many questions' }] }))
  let text = ''
  request.on('data', (chunk) => { text += chunk })
  request.on('end', () => {
    try {
      const document = questionOf(JSON.parse(text).query)
      const errors = validate(schema, document)
      answer(200, errors.length > 0 ? { errors } : execute({ schema, document, rootValue: {} }))
    } catch (error) { answer(400, { errors: [{ message: String(error.message) }] }) }
  })
}`,
      '',
    )(),
}

export const applications: readonly Application[] = [varnish, phpFpm, webSocket, graphql]
