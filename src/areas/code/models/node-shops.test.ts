import { describe, expect, it } from 'vitest'
import { scanTexts } from '../scan/texts.ts'

type Files = [path: string, text: string][]

/** Rules reported at default confidence in a set of files. */
const found = (files: Files) =>
  scanTexts(files.map(([path, text]) => ({ path, text })))
    .filter((finding) => finding.confidence !== 'low')
    .map((finding) => finding.rule.slice('code/'.length))

/** A mechanism, once as a hole and once mended. */
const pairs: [name: string, rule: string, bad: Files, good: Files][] = [
  [
    'a function of another module, exported as a constant',
    'command-injection',
    [
      [
        'lib/pack.js',
        "const { execSync } = require('child_process'); const pack = (name) => execSync(`tar c ${name}`); module.exports = { pack }",
      ],
      [
        'routes/p.js',
        "const { pack } = require('../lib/pack'); app.get('/p', (req, res) => { pack(req.query.n); res.end() })",
      ],
    ],
    [
      [
        'lib/pack.js',
        "const { execFileSync } = require('child_process'); const pack = (name) => execFileSync('tar', ['c', name]); module.exports = { pack }",
      ],
      [
        'routes/p.js',
        "const { pack } = require('../lib/pack'); app.get('/p', (req, res) => { pack(req.query.n); res.end() })",
      ],
    ],
  ],
  [
    'a module passed on by an index, with a setting of its own',
    'xml-external-entities',
    [
      [
        'src/xml/read.ts',
        "import libxml from 'libxmljs'; const settings = { noent: true }; export const read = (text: string) => libxml.parseXml(text, settings)",
      ],
      ['src/xml/index.ts', "export { read as readXml } from './read'"],
      [
        'src/route.ts',
        "import { readXml } from '@/xml'; export async function POST(request: Request) { return Response.json(readXml(await request.text())) }",
      ],
    ],
    [
      [
        'src/xml/read.ts',
        "import libxml from 'libxmljs'; const settings = { noent: false }; export const read = (text: string) => libxml.parseXml(text, settings)",
      ],
      ['src/xml/index.ts', "export { read as readXml } from './read'"],
      [
        'src/route.ts',
        "import { readXml } from '@/xml'; export async function POST(request: Request) { return Response.json(readXml(await request.text())) }",
      ],
    ],
  ],
  [
    'what a promise is resolved with',
    'cross-site-scripting',
    [
      [
        'a.js',
        'const words = new Promise((done) => done(location.hash.slice(1))); words.then((text) => { out.innerHTML = text }).catch(() => {})',
      ],
    ],
    [
      [
        'a.js',
        'const words = new Promise((done) => done(location.hash.slice(1))); words.then((text) => { out.textContent = text }).catch(() => {})',
      ],
    ],
  ],
  [
    'a directory asked inside a promise',
    'ldap-injection',
    [
      [
        'a.js',
        "const look = (who) => new Promise((done) => { client.search('o=shop', { filter: `(mail=${who})` }, done) }); app.get('/w', async (req, res) => res.json(await look(req.query.m)))",
      ],
    ],
    [
      [
        'a.js',
        "const look = (who) => new Promise((done) => { client.search('o=shop', { filter: new EqualityFilter({ attribute: 'mail', value: who }) }, done) }); app.get('/w', async (req, res) => res.json(await look(req.query.m)))",
      ],
    ],
  ],
  [
    'a tag function that puts pieces together',
    'cross-site-scripting',
    [
      [
        'a.js',
        'const page = (pieces, ...values) => pieces.reduce((text, piece, i) => text + values[i - 1] + piece); app.get("/", (req, res) => { res.send(page`<b>${req.query.a}</b>`) })',
      ],
    ],
    [
      [
        'a.js',
        'const page = (pieces, ...values) => pieces.reduce((text, piece, i) => text + encodeURIComponent(values[i - 1]) + piece); app.get("/", (req, res) => { res.send(page`<b>${req.query.a}</b>`) })',
      ],
    ],
  ],
  [
    'signs replaced through a table',
    'cross-site-scripting',
    [
      [
        'a.js',
        "app.get('/', (req, res) => { res.send('<b>' + String(req.query.a).replace(/[&<>\"']/g, (c) => c + ' ') + '</b>') })",
      ],
    ],
    [
      [
        'a.js',
        "const table = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '\"': '&quot;', \"'\": '&#39;' }; app.get('/', (req, res) => { res.send('<b>' + String(req.query.a).replace(/[&<>\"']/g, (c) => table[c]) + '</b>') })",
      ],
    ],
  ],
  [
    'properties of a component',
    'cross-site-scripting',
    [
      [
        'a.tsx',
        'const Note = ({ html }: { html: string }) => <p dangerouslySetInnerHTML={{ __html: html }} />; export const Page = () => <Note html={location.hash} />',
      ],
    ],
    [
      [
        'a.tsx',
        'const Note = ({ html }: { html: string }) => <p>{html}</p>; export const Page = () => <Note html={location.hash} />',
      ],
    ],
  ],
  [
    'a schema of zod',
    'nosql-injection',
    [
      [
        'a.ts',
        "import { z } from 'zod'; const S = z.object({ mail: z.string() }).passthrough(); app.post('/', async (req, res) => { const d = S.parse(req.body); res.json(await Users.findOne({ key: d.key })) })",
      ],
    ],
    [
      [
        'a.ts',
        "import { z } from 'zod'; const S = z.object({ mail: z.string().email() }); app.post('/', async (req, res) => { const d = S.safeParse(req.body); res.json(await Users.findOne({ mail: d.data.mail })) })",
      ],
    ],
  ],
  [
    'a schema of Joi',
    'sql-injection',
    [
      [
        'a.js',
        "const Joi = require('joi'); const s = Joi.object({ by: Joi.string() }); app.get('/', (req, res) => { const { value } = s.validate(req.query); db.query('select * from p order by ' + value.by) })",
      ],
    ],
    [
      [
        'a.js',
        "const Joi = require('joi'); const s = Joi.object({ by: Joi.string().valid('name', 'price') }); app.get('/', (req, res) => { const { value } = s.validate(req.query); db.query('select * from p order by ' + value.by) })",
      ],
    ],
  ],
  [
    'a schema of a route',
    'sql-injection',
    [
      [
        'a.js',
        "fastify.get('/p', { schema: { querystring: { type: 'object', properties: { by: { type: 'string' } } } } }, async (request) => db.query('select * from p order by ' + request.query.by))",
      ],
    ],
    [
      [
        'a.js',
        "fastify.get('/p', { schema: { querystring: { type: 'object', properties: { by: { type: 'string', enum: ['name'] } } } } }, async (request) => db.query('select * from p order by ' + request.query.by))",
      ],
    ],
  ],
  [
    'a pipe of the project',
    'path-traversal',
    [
      [
        'a.ts',
        "import { readFileSync } from 'fs'; class Trim implements PipeTransform { transform(value: string) { return value.trim() } } @Controller() class C { @Get(':f') f(@Param('f', Trim) f: string) { return readFileSync('/srv/' + f) } }",
      ],
    ],
    [
      [
        'a.ts',
        "import { readFileSync } from 'fs'; class Plain implements PipeTransform { transform(value: string) { if (!/^\\w+$/.test(value)) throw new Error('no'); return value } } @Controller() class C { @Get(':f') f(@Param('f', new Plain()) f: string) { return readFileSync('/srv/' + f) } }",
      ],
    ],
  ],
  [
    'arguments of a resolver in a map',
    'server-side-request-forgery',
    [['a.js', 'const resolvers = { Mutation: { pull: async (_parent, args) => (await fetch(args.url)).text() } }']],
    [
      [
        'a.js',
        "const resolvers = { Mutation: { pull: async (_parent, args) => (await fetch('https://api.example/' + encodeURIComponent(args.id))).text() } }",
      ],
    ],
  ],
  [
    'a list that was filtered',
    'sql-injection',
    [
      [
        'a.js',
        "app.get('/', (req, res) => { const ids = req.query.ids.split(',').filter((id) => id !== ''); db.query(`select * from p where id in (${ids.join(',')})`) })",
      ],
    ],
    [
      [
        'a.js',
        "app.get('/', (req, res) => { const ids = req.query.ids.split(',').filter((id) => /^\\d+$/.test(id)); db.query(`select * from p where id in (${ids.join(',')})`) })",
      ],
    ],
  ],
  [
    'a record looked up among the own',
    'path-traversal',
    [
      [
        'a.js',
        "const fs = require('fs'); app.get('/', (req, res) => { const id = req.query.id; const row = list().find((item) => item.other === 1); if (!row) return; res.json(fs.readFileSync('/srv/' + id)) })",
      ],
    ],
    [
      [
        'a.js',
        "const fs = require('fs'); app.get('/', (req, res) => { const id = req.query.id; const row = list().find((item) => item.id === id); if (!row) return; res.json(fs.readFileSync('/srv/' + id)) })",
      ],
    ],
  ],
  [
    'a method chosen by the request',
    'code-injection',
    [
      [
        'a.js',
        "class Cart { add() {} wipe() {} } const cart = new Cart(); app.post('/', (req, res) => { res.json(cart[req.body.do](req.body)) })",
      ],
    ],
    [
      [
        'a.js',
        "class Cart { add() {} wipe() {} } const cart = new Cart(); const may = new Set(['add']); app.post('/', (req, res) => { if (!may.has(req.body.do)) return; res.json(cart[req.body.do](req.body)) })",
      ],
    ],
  ],
  [
    'fields taken one by one',
    'mass-assignment',
    [
      [
        'a.js',
        "app.post('/', async (req, res) => { const user = await find(); Object.assign(user, { ...req.body, seen: 1 }); res.end() })",
      ],
    ],
    [
      [
        'a.js',
        "app.post('/', async (req, res) => { const user = await find(); const { name } = req.body; Object.assign(user, { name, seen: 1 }); res.end() })",
      ],
    ],
  ],
  [
    'a cookie of Next, set as one object',
    'insecure-cookie',
    [
      [
        'a.ts',
        "import { cookies } from 'next/headers'; export async function f(token: string) { (await cookies()).set({ name: 'session', value: token, httpOnly: true }) }",
      ],
    ],
    [
      [
        'a.ts',
        "import { cookies } from 'next/headers'; export async function f(token: string) { (await cookies()).set({ name: 'session', value: token, httpOnly: true, secure: true }) }",
      ],
    ],
  ],
  [
    'a database whose certificate nobody checks',
    'no-certificate-check',
    [['a.js', "import pg from 'pg'; const pool = new pg.Pool({ ssl: { rejectUnauthorized: false } })"]],
    [['a.js', "import pg from 'pg'; const pool = new pg.Pool({ ssl: { rejectUnauthorized: true } })"]],
  ],
  [
    'a file moved to a name of the request',
    'path-traversal',
    [
      [
        'a.js',
        "const fs = require('fs'); app.post('/', (req, res) => { fs.renameSync('/tmp/x', '/srv/' + req.body.to); res.end() })",
      ],
    ],
    [
      [
        'a.js',
        "const fs = require('fs'); const path = require('path'); app.post('/', (req, res) => { fs.renameSync('/tmp/x', '/srv/' + path.basename(req.body.to)); res.end() })",
      ],
    ],
  ],
  [
    'a line of a record',
    'log-injection',
    [
      [
        'a.js',
        "const fs = require('fs'); app.post('/', (req, res) => { fs.appendFileSync('/var/log/x', 'left: ' + req.body.why + '\\n'); res.end() })",
      ],
    ],
    [
      [
        'a.js',
        "const fs = require('fs'); app.post('/', (req, res) => { fs.appendFileSync('/var/log/x', JSON.stringify(req.body) + '\\n'); res.end() })",
      ],
    ],
  ],
  [
    'a path bound to the own site by a pattern',
    'open-redirect',
    [
      [
        'a.js',
        "app.get('/', (req, res) => { const to = String(req.query.to); if (!/^\\/[\\w\\/-]*$/.test(to)) return; res.redirect(to) })",
      ],
    ],
    [
      [
        'a.js',
        "app.get('/', (req, res) => { const to = String(req.query.to); if (!/^(?:\\/[\\w-]+)+$/.test(to)) return; res.redirect(to) })",
      ],
    ],
  ],
]

describe('shops in JavaScript', () => {
  it.each(pairs)('%s: hole', (_name, rule, bad) => expect(found(bad)).toContain(rule))
  it.each(pairs)('%s: mended', (_name, rule, _bad, good) => expect(found(good)).not.toContain(rule))

  it('takes what a function changes itself for no constant', () => {
    const text =
      "let left = 3; setInterval(() => { left -= 1; if (left <= 0) { window.location.href = new URLSearchParams(location.search).get('b') } }, 1000)"
    expect(found([['a.js', text]])).toEqual(['open-redirect'])
  })

  it('keeps calls of a function around a promise apart', () => {
    const text =
      "const http = require('http'); const ask = (o) => new Promise((done) => { http.get({ ...o }, done) }); ask({ host: 'a.example' }); app.get('/', (req, res) => { ask({ host: req.query.h }); res.end() })"
    expect(found([['a.js', text]])).toEqual(['server-side-request-forgery'])
  })
})
