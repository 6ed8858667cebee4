import { describe, expect, it } from 'vitest'
import { type Files, found } from '../scan/test-files.ts'

const express = (body: string, above = ''): Files => ({
  'a.js': `const app = require('express')(); const fs = require('fs'); ${above} app.post('/x', async (req, res) => { ${body} })`,
})
const servlet = (body: string, above = ''): Files => ({
  'A.java': `class A extends HttpServlet { ${above} void doGet(HttpServletRequest req, HttpServletResponse res) throws Exception { String u = req.getParameter("u"); ${body} } }`,
})
const spring = (body: string, above = ''): Files => ({
  'A.java': `@RestController class A { ${above} @GetMapping("/x") public ResponseEntity<String> x(@RequestParam String q) throws Exception { ${body} } }`,
})
const composed = (form: string): Files => ({
  'Page.java':
    '@Target(ElementType.METHOD) @GetMapping @ResponseBody public @interface Page { @AliasFor(annotation = GetMapping.class) String value(); }',
  'A.java': `@Controller class A { @Page("/x") String x(@RequestParam String q) { return "<p>" + ${form}; } }`,
})
const action = (given: string): Files => ({
  'Ping.java': `class Ping extends ActionSupport { private String host; public String getHost() { return host; } public void setHost(String host) { this.host = host; } public String execute() throws Exception { run(); return SUCCESS; } private void run() throws Exception { String[] command = { "sh", "-c", "ping " + ${given} }; Runtime.getRuntime().exec(command); } }`,
})
const page = (query: string): Files => ({
  'a.jsp': '<%! String q(Session s, String id) { return ""; } %><% out.print("x"); %>',
  'b.jsp': `<%! String q(Session s, String id) { return s.createQuery("from A where id = " + ${query}).toString(); } %><% q(s, request.getParameter("id")); %>`,
})
const orders = (where: string, comment: string): Files => ({
  'r.js': `import authenticate from './auth.js'; import * as orders from './orders.js'; const router = express.Router(); router.use(authenticate); router.get('/:id', orders.show); export default router`,
  'auth.js': `export default async function authenticate(req, res, next) { ${comment} if (!req.headers.authorization) return res.status(401).end(); req.user = verify(req.headers.authorization); next() }`,
  'orders.js': `export async function show(req, res) { const { id } = req.params; res.json(await prisma.order.findFirst({ where: { ${where} }, include: { user: { select: { email: true } } } })) }`,
})
const wrapped = (text: string): Files => ({
  'db.js': 'exports.run = (sql, values) => new Promise((done) => { pool.query(sql, values, done) })',
  ...express(`run(${text}, [req.body.id])`, "const { run } = require('./db');"),
})

/** Ways of real programs that were missed or taken for holes, once as a hole and once mended. */
const pairs: [name: string, rule: string, bad: Files, good: Files][] = [
  ['an annotation composed of others', 'cross-site-scripting', composed('q'), composed('HtmlUtils.htmlEscape(q)')],
  ['a getter of a field that Struts fills', 'command-injection', action('getHost()'), action('"localhost"')],
  [
    'a class of one method, written in place',
    'sql-injection',
    servlet(
      'session.doWork(new Work() { public void execute(Connection c) { c.createStatement().executeQuery("select " + u); } });',
    ),
    servlet(
      'session.doWork(new Work() { public void execute(Connection c) { c.createStatement().executeQuery("select 1"); } });',
    ),
  ],
  [
    'a function that is handed over',
    'cross-site-scripting',
    spring(
      'return new ResponseEntity<>(p(q, x -> x), HttpStatus.OK);',
      'String p(String q, Function<String, String> f) { return "<p>" + f.apply(q); }',
    ),
    spring(
      'return new ResponseEntity<>(p(q, x -> HtmlUtils.htmlEscapeHex(x)), HttpStatus.OK);',
      'String p(String q, Function<String, String> f) { return "<p>" + f.apply(q); }',
    ),
  ],
  ['a method that a page declares', 'sql-injection', page('id'), page('Integer.parseInt(id)')],
  [
    'a logger made in the same line',
    'log-injection',
    servlet('LoggerFactory.getLogger(A.class).info("by " + u);'),
    servlet('LoggerFactory.getLogger(A.class).info("by " + u.replace("\\r", "").replace("\\n", ""));'),
  ],
  [
    'an engine made in the same line',
    'code-injection',
    servlet('new ScriptEngineManager().getEngineByName("js").eval(u);'),
    servlet('new ScriptEngineManager().getEngineByName("js").eval("1 + 1");'),
  ],
  [
    'a condition of MongoDB written as a program',
    'nosql-injection',
    servlet('c.find(new Document("$where", "this.a == \'" + u + "\'"));'),
    servlet('c.find(new Document("a", u));'),
  ],
  [
    'a filter of a library for directories',
    'ldap-injection',
    servlet('FilterParser.parse("(uid=" + u + ")");'),
    servlet('FilterParser.parse("(uid=" + Filter.encodeValue(u) + ")");'),
  ],
  [
    'a file of the program by its name',
    'path-traversal',
    servlet('getClass().getResourceAsStream("/x/" + u);'),
    servlet('if (u.contains("..")) throw new IllegalArgumentException(); getClass().getResourceAsStream("/x/" + u);'),
  ],
  [
    'signs that were not found',
    'header-injection',
    servlet('if (u != null && u.contains("\\r")) throw new IllegalStateException(); res.setHeader("X-A", u);'),
    servlet(
      'if (u != null && (u.contains("\\r") || u.contains("\\n"))) throw new IllegalStateException(); res.setHeader("X-A", u);',
    ),
  ],
  [
    'a host by its domain',
    'server-side-request-forgery',
    servlet(
      'URL a = new URL(u); if (!a.getHost().endsWith("shop.example")) throw new IllegalStateException(); a.openStream();',
    ),
    servlet(
      'URL a = new URL(u); if (!a.getHost().endsWith(".shop.example")) throw new IllegalStateException(); a.openStream();',
    ),
  ],
  [
    'signs that a pattern did not find',
    'cross-site-scripting',
    express('const q = String(req.body.q); if (/[>]/.test(q)) return res.end(); res.send("<p>" + q)'),
    express('const q = String(req.body.q); if (/[<>]/.test(q)) return res.end(); res.send("<p>" + q)'),
  ],
  [
    'steps upwards taken out',
    'path-traversal',
    express('fs.readFileSync("/srv/" + req.body.f.replace(/\\.\\.\\//g, ""))'),
    express('fs.readFileSync("/srv/" + req.body.f.replace(/\\.\\./g, ""))'),
  ],
  [
    'an address that begins with a path of the site',
    'open-redirect',
    express('const to = String(req.body.to); if (!to.startsWith("/")) return res.end(); res.redirect(to)'),
    express('const to = String(req.body.to); if (!to.startsWith("/account/")) return res.end(); res.redirect(to)'),
  ],
  [
    'a variable of the function around, written on one of the ways',
    'open-redirect',
    express('let to = req.body.to; find().then(() => { if (!to) { to = "/" } res.redirect(to) })'),
    express('let to = req.body.to; find().then(() => { to = "/"; res.redirect(to) })'),
  ],
  [
    'an array that lost its first element',
    'cross-site-scripting',
    express('const all = ["a", "b", req.body.q]; all.shift(); res.send("<p>" + all[1])'),
    express('const all = ["a", "b", req.body.q]; all.shift(); res.send("<p>" + all[0])'),
  ],
  [
    'a wrapper that hands its text on from within',
    'sql-injection',
    wrapped("'SELECT * FROM a WHERE b = ' + req.body.b"),
    wrapped("'SELECT * FROM a WHERE id = ?'"),
  ],
  [
    'a stage of an aggregation',
    'nosql-injection',
    express('await db.collection("a").aggregate([{ $match: { n: req.body.n } }])'),
    express('await db.collection("a").aggregate([{ $match: { n: String(req.body.n) } }])'),
  ],
  [
    'a short key',
    'weak-cipher',
    express('crypto.generateKeyPairSync("rsa", { modulusLength: 1024 })', "const crypto = require('crypto');"),
    express('crypto.generateKeyPairSync("rsa", { modulusLength: 3072 })', "const crypto = require('crypto');"),
  ],
  [
    'an old cipher of crypto-js',
    'weak-cipher',
    express('CryptoJS.DES.encrypt("a", key)', "const CryptoJS = require('crypto-js');"),
    express('CryptoJS.AES.encrypt("a", key)', "const CryptoJS = require('crypto-js');"),
  ],
  [
    'an order with the person who made it, behind a sign-in that speaks of roles',
    'missing-authorisation',
    orders('id', '// roles are checked elsewhere'),
    orders('id, userId: req.user.id', ''),
  ],
]

describe('ways of real programs', () => {
  it.each(pairs)('%s', (_, rule, bad, good) => {
    expect(found(bad)).toContain(rule)
    expect(found(good)).not.toContain(rule)
  })
})
