import { describe, expect, it } from 'vitest'
import { type Files, found } from '../scan/test-files.ts'

const express = (body: string, above = ''): Files => ({
  'a.js': `const app = require('express')(); const fs = require('fs'); ${above} app.post('/x', async (req, res) => { ${body} })`,
})
const servlet = (body: string, above = ''): Files => ({
  'A.java': `class A extends HttpServlet { ${above} void doGet(HttpServletRequest req, HttpServletResponse res) throws Exception { String u = req.getParameter("u"); ${body} } }`,
})
const sql = 'con.createStatement().executeQuery("select " + '
/** A method of a servlet that asks the database for `asked`, with other members of its class. */
const asks = (before: string, asked: string, above = '') => servlet(`${before} ${sql}${asked});`, above)
const script = (before: string, asked: string, above = '') =>
  express(
    `const p = req.body.p; ${before} db.query("select " + ${asked})`,
    `const db = require('mysql').createConnection({}); ${above}`,
  )
const mapped = (place: string): Files => ({
  'A.java': `@RestController class A { @Autowired ItemService service; @GetMapping("/x") List<Item> x(ItemQuery query) { return service.list(query); } } interface ItemService { List<Item> list(ItemQuery q); } @Service class ItemServiceImpl implements ItemService { @Autowired ItemMapper mapper; public List<Item> list(ItemQuery q) { return mapper.list(q); } }`,
  'B.java': `interface ItemMapper { @Select("select * from item where name = 'x' ${place}") List<Item> list(ItemQuery q); } class ItemQuery { private Map<String, Object> params; public void setParams(Map<String, Object> p) { this.params = p; } }`,
})
const typed = (type: string): Files => ({
  'A.java': `@Path("/x") class A { @GET @Produces(${type}) public Response x(@QueryParam("q") String q) { return Response.ok(q).build(); } }`,
})
const parsers = (setting: string): Files => ({
  'A.java': `class A { void safe(HttpServletRequest r) throws Exception { XMLInputFactory f = XMLInputFactory.newFactory(); f.setProperty(XMLInputFactory.SUPPORT_DTD, false); f.createXMLStreamReader(r.getInputStream()); } void other(HttpServletRequest r) throws Exception { XMLInputFactory f = XMLInputFactory.newFactory(); ${setting} f.createXMLStreamReader(r.getInputStream()); } void close(XMLInputFactory f) { f.setProperty(XMLInputFactory.SUPPORT_DTD, false); } }`,
})
const unpack = (check: string): Files => ({
  'A.java': `class A { void x(ZipFile zip, File dir) throws Exception { Enumeration<? extends ZipEntry> all = zip.entries(); while (all.hasMoreElements()) { ZipEntry e = all.nextElement(); File f = new File(dir, e.getName()); ${check} new FileOutputStream(f); } } }`,
})
const streamed = (check: string): Files => ({
  'a.js': `const fs = require('fs'); const unzipper = require('unzipper'); fs.createReadStream('a.zip').pipe(unzipper.Parse()).on('entry', (entry) => { const name = entry.path; ${check} entry.pipe(fs.createWriteStream('out/' + name)) })`,
})
const chained = (given: string): Files => ({
  'a.js': `const app = require('express')(); const db = require('mysql').createConnection({}); app.use((req, res, next) => { req.term = ${given}; res.locals.sort = req.term; next() }); app.get('/x', (req, res) => { db.query('select ' + res.locals.sort) })`,
})
const socket = (given: string): Files => ({
  'a.js': `const io = require('socket.io')(3000); const db = require('mysql').createConnection({}); io.on('connection', (socket) => { socket.on('find', (asked) => { db.query('select ' + ${given}) }) })`,
})
const escaped = (sign: string) =>
  `String esc(String s) { StringBuilder b = new StringBuilder(); for (char c : s.toCharArray()) { switch (c) { case '${sign}': b.append("&lt;"); break; case '&': b.append("&amp;"); break; default: b.append(c); } } return b.toString(); }`

/** Ways of Java and JavaScript, once as a hole and once mended. */
const pairs: [name: string, rule: string, bad: Files, good: Files][] = [
  [
    'what a child hands to its parent, and a method of the child that the parent calls',
    'sql-injection',
    servlet(
      'new Sub(u).run(con);',
      'static class Base { String v; Base(String v) { this.v = v; } void run(Connection con) throws Exception { con.createStatement().executeQuery(text(v)); } String text(String x) { return "select 1"; } } static class Sub extends Base { Sub(String v) { super(v); } String text(String x) { return "select " + x; } }',
    ),
    servlet(
      'new Sub("a").run(con);',
      'static class Base { String v; Base(String v) { this.v = v; } void run(Connection con) throws Exception { con.createStatement().executeQuery(text(v)); } String text(String x) { return "select 1"; } } static class Sub extends Base { Sub(String v) { super(v); } String text(String x) { return "select " + x; } }',
    ),
  ],
  [
    'a class within a method',
    'sql-injection',
    asks('class Box { String v; void set(String x) { v = x; } } Box b = new Box(); b.set(u);', 'b.v'),
    asks('class Box { String v; void set(String x) { v = x; } } Box b = new Box(); b.set("a");', 'b.v'),
  ],
  [
    'statements of a switch that yield',
    'sql-injection',
    asks('String q = switch (u.length()) { case 1 -> "a"; case 2 -> { yield u; } default -> "c"; };', 'q'),
    asks('String q = switch (u.length()) { case 1 -> "a"; case 2 -> { yield "b"; } default -> "c"; };', 'q'),
  ],
  [
    'a component of a record, by a pattern',
    'sql-injection',
    asks(
      'Object o = new R(u, "k"); String q = switch (o) { case R(String a, String b) -> a; default -> ""; };',
      'q',
      'record R(String n, String m) {}',
    ),
    asks(
      'Object o = new R(u, "k"); String q = switch (o) { case R(String a, String b) -> b; default -> ""; };',
      'q',
      'record R(String n, String m) {}',
    ),
  ],
  [
    'what was done before an error was thrown',
    'sql-injection',
    servlet(
      'String q = "a"; try { q = u; throw new RuntimeException(); } catch (RuntimeException e) { con.createStatement().executeQuery(q); }',
    ),
    servlet(
      'String q = u; try { q = "a"; throw new RuntimeException(); } catch (IllegalStateException e) { } con.createStatement().executeQuery("select 1");',
    ),
  ],
  [
    'a supplier, and an interface of one method',
    'sql-injection',
    asks(
      'Supplier<String> s = () -> u; Turn t = x -> x + s.get();',
      't.over("a")',
      'interface Turn { String over(String x); }',
    ),
    asks(
      'Supplier<String> s = () -> "b"; Turn t = x -> x + s.get();',
      't.over("a")',
      'interface Turn { String over(String x); }',
    ),
  ],
  [
    'a holder of one value, and a list made where it is missing',
    'sql-injection',
    asks(
      'AtomicReference<String> r = new AtomicReference<>(); r.set(u); Map<String, List<String>> m = new HashMap<>(); m.computeIfAbsent("a", k -> new ArrayList<>()).add(r.get());',
      'm.get("a").get(0)',
    ),
    asks(
      'AtomicReference<String> r = new AtomicReference<>(); r.set("b"); Map<String, List<String>> m = new HashMap<>(); m.computeIfAbsent("a", k -> new ArrayList<>()).add(r.get());',
      'm.get("a").get(0)',
    ),
  ],
  [
    'an array that is filled by reading',
    'sql-injection',
    asks('byte[] b = new byte[9]; req.getInputStream().read(b);', 'new String(b)'),
    asks('byte[] b = new byte[9]; new java.util.Random().nextBytes(b);', 'new String(b)'),
  ],
  [
    'a path asked for what it does not hold',
    'path-traversal',
    servlet('if (u.indexOf("..") > 0) return; new FileInputStream("/data/" + u);'),
    servlet('if (u.indexOf("..") >= 0) return; new FileInputStream("/data/" + u);'),
  ],
  [
    'signs escaped one by one',
    'cross-site-scripting',
    servlet('res.getWriter().print("<p>" + esc(u));', escaped('x')),
    servlet('res.getWriter().print("<p>" + esc(u));', escaped('<')),
  ],
  ['a parser that another method of the file makes safe', 'xml-external-entities', parsers(''), parsers('close(f);')],
  [
    'names in an archive',
    'path-traversal',
    unpack(''),
    unpack('if (!f.toPath().normalize().startsWith(dir.toPath().normalize())) throw new IOException();'),
  ],
  [
    'a field of a field in a mapper, behind an interface of a service',
    'sql-injection',
    mapped('${params.scope}'),
    mapped('and a = #{params.scope}'),
  ],
  [
    'an answer that is said to be a document',
    'cross-site-scripting',
    typed('MediaType.TEXT_HTML'),
    typed('MediaType.APPLICATION_JSON'),
  ],
  [
    'an address of a database',
    'server-side-request-forgery',
    servlet('DriverManager.getConnection(u);'),
    servlet('DriverManager.getConnection("jdbc:h2:mem:a");'),
  ],
  [
    'a script that a class loader compiles',
    'code-injection',
    servlet('new GroovyClassLoader().parseClass(u);'),
    servlet('new GroovyClassLoader().parseClass("1");'),
  ],
  [
    'what a class of JavaScript inherits, and a getter',
    'sql-injection',
    script(
      'class B { constructor(v) { this.w = v } get v() { return this.w.trim() } text() { return this.v } } class A extends B { constructor(v) { super(v) } text() { return super.text() } }',
      'new A(p).text()',
    ),
    script(
      'class B { constructor(v) { this.w = v } get v() { return this.w.trim() } text() { return this.v } } class A extends B { constructor(v) { super("a") } text() { return super.text() } }',
      'new A(p).text()',
    ),
  ],
  [
    'a map, fields taken over and a list cut',
    'sql-injection',
    script(
      'const m = new Map(); m.set("a", p); const o = Object.assign({}, { k: m.get("a") });',
      '["x", o.k].slice(1)[0]',
    ),
    script(
      'const m = new Map(); m.set("a", p); m.set("b", "y"); const o = Object.assign({}, req.body, { k: m.get("b") });',
      '["x", o.k].slice(1)[0]',
    ),
  ],
  [
    'functions called by call, apply and bind',
    'sql-injection',
    script(
      'const f = (a, b) => b;',
      '[f.call(null, "a", p), f.apply(null, ["a", "b"]), f.bind(null, "a")("b")].join()',
    ),
    script('const f = (a, b) => b;', '[f.call(null, p, "a"), f.apply(null, [p, "b"]), f.bind(null, p)("b")].join()'),
  ],
  [
    'a promise that a timer keeps',
    'sql-injection',
    script('const q = await new Promise((done) => { setTimeout(() => done(p), 9) });', 'q'),
    script('const q = await new Promise((done) => { setTimeout(() => done("a"), 9) });', 'q'),
  ],
  [
    'numbers by isNaN, and by the group of a pattern',
    'sql-injection',
    script('if (isNaN(parseInt(p))) return; const m = /(.+)/.exec(p);', 'p + m[1]'),
    script('const m = /(\\d+)/.exec(p); if (isNaN(p)) return;', 'p + m[1]'),
  ],
  [
    'a way between paths, kept in a variable',
    'path-traversal',
    express(
      'const path = require("path"); const f = path.join("/d", req.body.p); const way = path.relative("/d", f); if (way.startsWith("a")) return; fs.readFileSync(f)',
    ),
    express(
      'const path = require("path"); const f = path.join("/d", req.body.p); const way = path.relative("/d", f); if (way.startsWith("..") || path.isAbsolute(way)) return; fs.readFileSync(f)',
    ),
  ],
  [
    'names in an archive that is read as it comes',
    'path-traversal',
    streamed(''),
    streamed('if (name.indexOf("..") !== -1) return;'),
  ],
  [
    'what a function before put on the request',
    'sql-injection',
    chained('req.query.term'),
    chained('Number(req.query.term)'),
  ],
  ['what comes over a socket', 'sql-injection', socket('asked.name'), socket('Number(asked.name)')],
  [
    'a body that comes in pieces',
    'sql-injection',
    express(
      'let text = ""; req.on("data", (part) => { text += part }); req.on("end", () => { db.query("select " + text) })',
      'const db = require("mysql").createConnection({});',
    ),
    express(
      'let text = ""; req.on("data", (part) => { text += part }); req.on("end", () => { db.query("select ?", [text]) })',
      'const db = require("mysql").createConnection({});',
    ),
  ],
  [
    'a part of a path, which is a text, in a query made of objects',
    'nosql-injection',
    {
      'a.js':
        "const app = require('express')(); app.get('/:id', async (req, res) => { await users.findOne({ _id: req.query.id }) })",
    },
    {
      'a.js':
        "const app = require('express')(); app.param('id', (req, res, next, id) => { users.findOne({ _id: id }) }); app.get('/:id', async (req, res) => { await users.findOne({ _id: req.params.id }) })",
    },
  ],
  [
    'a browser that a server sends somewhere',
    'server-side-request-forgery',
    express('const page = await (await require("puppeteer").launch()).newPage(); await page.goto(req.body.url)'),
    express(
      'const page = await (await require("puppeteer").launch()).newPage(); await page.goto("https://shop.example/" + encodeURIComponent(req.body.id))',
    ),
  ],
  [
    'an event that a function of a cloud is given',
    'command-injection',
    {
      'a.js':
        "const cp = require('child_process'); exports.handler = async (event) => { cp.exec('cat ' + event.file) }",
    },
    {
      'a.js':
        "const cp = require('child_process'); button.addEventListener('click', (event) => { cp.exec('cat ' + event.file) })",
    },
  ],
  [
    'a text on the console',
    'log-injection',
    express('console.log("asked for " + req.body.p)'),
    express('console.log("asked for", req.body)'),
  ],
  [
    'what a page of Next.js is given, and what other components are',
    'log-injection',
    {
      'a.tsx':
        'export default function Page({ searchParams }) { console.warn(`asked ${searchParams.q}`); return null }',
    },
    { 'a.tsx': 'export function Title({ query }) { console.warn(`asked ${query}`); return null }' },
  ],
  [
    'how long a text is',
    'log-injection',
    express('console.log(`asked ${req.query.q}`)'),
    express('const t = `Search: ${req.query.q}`; console.log(`asked ${t.length}`)'),
  ],
  [
    'resolvers of a server and those of a page',
    'server-side-request-forgery',
    {
      'resolvers.js':
        'import Json from "graphql-type-json"; export default { Json, Query: { items: async (root, { url }) => (await fetch(url)).json() } }',
    },
    {
      'resolvers.js':
        "import Json from 'graphql-type-json'; import EventBus from '@components/EventBus'; export default { Json, Query: { items: async (root, { url }) => (await fetch(url)).json() } }",
    },
  ],
]

describe('ways of Java and JavaScript', () => {
  it.each(pairs)('%s', (_, rule, bad, good) => {
    expect(found(bad)).toContain(rule)
    expect(found(good)).not.toContain(rule)
  })
})
