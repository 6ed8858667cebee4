import { describe, expect, it } from 'vitest'
import { scanTexts } from '../scan/texts.ts'

/** Rules reported at default confidence in a set of files. */
const found = (...files: [string, string][]) =>
  scanTexts(files.map(([path, text]) => ({ path, text })))
    .filter((finding) => finding.confidence !== 'low')
    .map((finding) => finding.rule.slice('code/'.length))

const servlet = (body: string, more = '') =>
  `class A { ${more} void f(HttpServletRequest request, HttpServletResponse response) throws Exception { String q = request.getParameter("q"); ${body} } }`
const express = (body: string) => `app.post('/x', async (req, res) => { const q = req.query.q; ${body} })`

/** A framework's own idiom, once as a hole and once mended. */
const pairs: [name: string, rule: string, ending: string, bad: string, good: string][] = [
  [
    'Hapi, answer',
    'cross-site-scripting',
    'js',
    "server.route({ method: 'GET', path: '/s', handler: (request, h) => h.response('<p>' + request.query.q).type('text/html') })",
    "server.route({ method: 'GET', path: '/s', handler: (request, h) => h.response('<p>' + Hoek.escapeHtml(request.query.q)).type('text/html') })",
  ],
  [
    'Hapi, redirect',
    'open-redirect',
    'js',
    "server.route({ path: '/go', handler: (request, h) => h.redirect(request.query.to) })",
    "server.route({ path: '/go', handler: (request, h) => h.redirect('/p/' + encodeURIComponent(request.query.to)) })",
  ],
  [
    'Hapi, payload',
    'sql-injection',
    'js',
    "server.route({ path: '/q', handler: async (request, h) => db.query(`select * from p where n = '${request.payload.n}'`) })",
    "server.route({ path: '/q', handler: async (request, h) => db.query('select * from p where n = $1', [request.payload.n]) })",
  ],
  [
    'Hono, page',
    'cross-site-scripting',
    'ts',
    "app.get('/s', (c) => c.html('<p>' + c.req.query('q')))",
    "app.get('/s', (c) => c.json({ q: c.req.query('q') }))",
  ],
  [
    'Hono, body',
    'command-injection',
    'ts',
    "import { exec } from 'node:child_process'; app.post('/x', async (c) => { const b = await c.req.json(); exec('convert ' + b.file) })",
    "import { execFile } from 'node:child_process'; app.post('/x', async (c) => { const b = await c.req.json(); execFile('convert', [b.file]) })",
  ],
  [
    'AdonisJS',
    'sql-injection',
    'ts',
    "export default class C { async index({ request, response }: HttpContext) { return db.rawQuery('select * from p order by ' + request.input('o')) } }",
    "export default class C { async index({ request, response }: HttpContext) { return db.rawQuery('select * from p where n = ?', [request.input('o')]) } }",
  ],
  [
    'Next, route handler',
    'server-side-request-forgery',
    'ts',
    "export async function GET(request: NextRequest) { return fetch(request.nextUrl.searchParams.get('u')!) }",
    "export async function GET(request: NextRequest) { return fetch('https://api.example/' + encodeURIComponent(request.nextUrl.searchParams.get('u')!)) }",
  ],
  [
    'Next, server action',
    'open-redirect',
    'ts',
    "'use server'\nimport { redirect } from 'next/navigation'\nexport async function go(form: FormData) { redirect(form.get('to')) }",
    "'use server'\nimport { redirect } from 'next/navigation'\nexport async function go(form: FormData) { redirect('/p?q=' + encodeURIComponent(form.get('to'))) }",
  ],
  [
    'message of another window',
    'cross-site-scripting',
    'js',
    "window.addEventListener('message', (event) => { box.innerHTML = event.data.text })",
    "window.addEventListener('message', (event) => { if (event.origin !== 'https://shop.example') return; box.innerHTML = event.data.text })",
  ],
  [
    'handlers by name',
    'cross-site-scripting',
    'js',
    "const on = { note(p) { box.innerHTML = p.text } }; window.addEventListener('message', (event) => { on[event.data.kind](event.data) })",
    "const on = { note(p) { box.textContent = p.text } }; window.addEventListener('message', (event) => { on[event.data.kind](event.data) })",
  ],
  [
    'multer, own name of the client',
    'unsafe-upload',
    'js',
    "const multer = require('multer'); multer.diskStorage({ destination: 'up', filename(req, file, done) { done(null, file.originalname) } })",
    "const multer = require('multer'); multer.diskStorage({ destination: 'up', filename(req, file, done) { done(null, randomUUID() + '.png') } })",
  ],
  [
    'shell of a program',
    'command-injection',
    'js',
    `const cp = require('child_process'); ${express("cp.spawn('sh', ['-c', 'ls ' + q])")}`,
    `const cp = require('child_process'); ${express("cp.spawn('ls', ['--', q])")}`,
  ],
  [
    'sendFile below a root',
    'path-traversal',
    'js',
    express("res.sendFile('/srv/' + q)"),
    express("res.sendFile(q, { root: '/srv' })"),
  ],
  [
    'path.relative',
    'path-traversal',
    'js',
    `const fs = require('fs'); ${express("const p = path.resolve('/srv', q); fs.readFileSync(p)")}`,
    `const fs = require('fs'); ${express("const p = path.resolve('/srv', q); if (path.relative('/srv', p).startsWith('..')) return; fs.readFileSync(p)")}`,
  ],
  [
    'Location header',
    'open-redirect',
    'js',
    express("res.set('Location', q)"),
    express("res.set('Location', '/p/' + encodeURIComponent(q))"),
  ],
  [
    'record made of the body',
    'mass-assignment',
    'js',
    express('await new User(req.body).save()'),
    express('await new User({ name: req.body.name }).save()'),
  ],
  [
    'Prisma data',
    'mass-assignment',
    'js',
    express('await prisma.user.update({ where: { id: 1 }, data: req.body })'),
    express('await prisma.user.update({ where: { id: 1 }, data: { name: req.body.name } })'),
  ],
  [
    'directory of Node',
    'ldap-injection',
    'js',
    express('client.search(base, { filter: `(uid=${q})` })'),
    express("client.search(base, { filter: '(uid=shop)' })"),
  ],
  [
    'switch of Node',
    'no-certificate-check',
    'js',
    "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'",
    "process.env.NODE_ENV = '0'",
  ],
  [
    'cookie with options of the module',
    'insecure-cookie',
    'ts',
    "const options = { secure: false, httpOnly: true }; export function s(req: Request, res: Response) { res.cookie('session_id', make(), options) }",
    "const options = { secure: true, httpOnly: true }; export function s(req: Request, res: Response) { res.cookie('session_id', make(), options) }",
  ],

  [
    'Guzzle, address',
    'server-side-request-forgery',
    'php',
    "<?php use GuzzleHttp\\Client; $c = new Client(); $c->get($_GET['u']);",
    "<?php use GuzzleHttp\\Client; $c = new Client(['base_uri' => 'https://api.example/']); $c->get('items/' . rawurlencode($_GET['u']));",
  ],
  [
    'Guzzle, certificate',
    'no-certificate-check',
    'php',
    "<?php use GuzzleHttp\\Client; $c = new Client(['verify' => false]);",
    "<?php use GuzzleHttp\\Client; $c = new Client(['verify' => true]);",
  ],
  [
    'stream context',
    'no-certificate-check',
    'php',
    "<?php stream_context_create(['ssl' => ['verify_peer' => false]]);",
    "<?php stream_context_create(['ssl' => ['verify_peer' => true]]);",
  ],
  [
    'WordPress client',
    'no-certificate-check',
    'php',
    "<?php class C { private $d = ['sslverify' => false]; function f() { wp_remote_post('https://x.example', array_merge($this->d, ['body' => 1])); } }",
    "<?php class C { private $d = ['sslverify' => true]; function f() { wp_remote_post('https://x.example', array_merge($this->d, ['body' => 1])); } }",
  ],
  [
    'WordPress option',
    'cross-site-scripting',
    'php',
    "<?php function t() { update_option('x_line', $_POST['l']); } function s() { echo '<p>' . get_option('x_line'); }",
    "<?php function t() { update_option('x_line', $_POST['l']); } function s() { echo '<p>' . esc_html(get_option('x_line')); }",
  ],
  [
    'file sent by the web server',
    'path-traversal',
    'php',
    "<?php header('X-Accel-Redirect: /files/' . $_GET['f']);",
    "<?php header('X-Accel-Redirect: /files/' . basename($_GET['f']));",
  ],
  [
    'Laravel, rules',
    'sql-injection',
    'php',
    "<?php class C { function f(Request $request) { $d = $request->validate(['o' => 'required|string']); DB::select('select * from p order by ' . $d['o']); } }",
    "<?php class C { function f(Request $request) { $d = $request->validate(['o' => 'required|in:name,price']); DB::select('select * from p order by ' . $d['o']); } }",
  ],
  [
    'Laravel, rules of a request class',
    'sql-injection',
    'php',
    "<?php class L extends FormRequest { function rules() { return ['o' => ['required']]; } } class C { function f(L $request) { DB::select('select * from p order by ' . $request->validated()['o']); } }",
    "<?php class L extends FormRequest { function rules() { return ['o' => [Rule::in(['name'])]]; } } class C { function f(L $request) { DB::select('select * from p order by ' . $request->validated()['o']); } }",
  ],
  [
    'Laravel, job',
    'server-side-request-forgery',
    'php',
    "<?php class Pull { function __construct(private string $u) {} function handle() { Http::timeout(9)->get($this->u); } } class C { function f(Request $request) { Pull::dispatch($request->input('u')); } }",
    "<?php class Pull { function __construct(private string $u) {} function handle() { Http::timeout(9)->get('https://x.example/' . rawurlencode($this->u)); } } class C { function f(Request $request) { Pull::dispatch($request->input('u')); } }",
  ],
  [
    'Laravel, scope',
    'sql-injection',
    'php',
    "<?php class P extends Model { function scopeBy($query, $o) { return $query->orderByRaw($o); } } class C { function f(Request $request) { P::query()->by($request->input('o')); } }",
    "<?php class P extends Model { function scopeBy($query, $o) { return $query->whereRaw('x = ?', [$o]); } } class C { function f(Request $request) { P::query()->by($request->input('o')); } }",
  ],
  [
    'record of PrestaShop, read back',
    'cross-site-scripting',
    'php',
    "<?php class V extends ObjectModel { public static $definition = ['fields' => ['n' => ['type' => self::TYPE_STRING]]]; } class A { function s() { $v = new V(); $v->n = Tools::getValue('n'); $v->add(); } function b() { $v = new V(1); echo '<i title=\"' . $v->n . '\">'; } }",
    "<?php class V extends ObjectModel { public static $definition = ['fields' => ['n' => ['type' => self::TYPE_STRING, 'validate' => 'isGenericName']]]; } class A { function s() { $v = new V(); $v->n = Tools::getValue('n'); $v->add(); } function b() { $v = new V(1); echo '<i>' . $v->n . '</i>'; } }",
  ],
  [
    'template with a documented block',
    'cross-site-scripting',
    'phtml',
    '<?php class Panel extends Template { function term() { return $this->getRequest()->getParam("t"); } } ?><?php /** @var Panel $panel */ ?><p><?= $panel->term() ?></p>',
    '<?php class Panel extends Template { function term() { return (int) $this->getRequest()->getParam("t"); } } ?><?php /** @var Panel $panel */ ?><p><?= $panel->term() ?></p>',
  ],
  [
    'named arguments',
    'command-injection',
    'php',
    "<?php function run($quiet, $name) { exec('ls ' . $name); } run(name: $_GET['n'], quiet: 1);",
    "<?php function run($quiet, $name) { exec('ls ' . $name); } run(quiet: $_GET['n'], name: 1);",
  ],
  [
    'place of a route',
    'sql-injection',
    'php',
    "<?php class C { #[Route('/p/{name}')] public function f(string $name) { $this->db->query(\"select * from p where n = '$name'\"); } }",
    "<?php class C { #[Route('/p/{name}', requirements: ['name' => '\\d+'])] public function f(string $name) { $this->db->query(\"select * from p where n = '$name'\"); } }",
  ],

  [
    'MyBatis, provider left out, annotation',
    'sql-injection',
    'java',
    'interface M { @Select("select * from p order by ${o}") List<P> by(@Param("o") String o); } class A { M m; void f(HttpServletRequest r) { m.by(r.getParameter("o")); } }',
    'interface M { @Select("select * from p where n = #{o}") List<P> by(@Param("o") String o); } class A { M m; void f(HttpServletRequest r) { m.by(r.getParameter("o")); } }',
  ],
  [
    'jOOQ',
    'sql-injection',
    'java',
    servlet('DSL.condition("n = \'" + q + "\'");'),
    servlet('DSL.condition("n = ?", q);'),
  ],
  [
    'jOOQ, static import',
    'sql-injection',
    'java',
    `import static org.jooq.impl.DSL.field; ${servlet('field(q);')}`,
    `import static org.jooq.impl.DSL.field; import static org.jooq.impl.DSL.name; ${servlet('field(name(q));')}`,
  ],
  [
    'R2DBC',
    'sql-injection',
    'java',
    servlet('client.sql("select * from p where n = \'" + q + "\'").fetch();', 'DatabaseClient client;'),
    servlet('client.sql("select * from p where n = :n").bind("n", q).fetch();', 'DatabaseClient client;'),
  ],
  [
    'functional route',
    'sql-injection',
    'java',
    'class A { DatabaseClient client; Object f(ServerRequest request) { return client.sql("select * from p order by " + request.queryParam("o").orElse("n")); } }',
    'class A { DatabaseClient client; Object f(ServerRequest request) { return client.sql("select * from p order by n"); } }',
  ],
  [
    'entity bound to a form',
    'mass-assignment',
    'java',
    '@Entity class Acc { boolean admin; } @Controller class A { Repo accs; @PostMapping("/a") String s(@ModelAttribute Acc acc) { accs.save(acc); return "x"; } }',
    '@Entity class Acc { boolean admin; } @Controller class A { Repo accs; @InitBinder void b(WebDataBinder w) { w.setAllowedFields("n"); } @PostMapping("/a") String s(@ModelAttribute Acc acc) { accs.save(acc); return "x"; } }',
  ],
  [
    'record that checks itself',
    'command-injection',
    'java',
    'record Code(String text) { Code { if (text == null) throw new IllegalArgumentException(); } } @RestController class A { @GetMapping("/c") void f(@ModelAttribute Code code) throws Exception { new ProcessBuilder("sh", "-c", "bar " + code.text()).start(); } }',
    'record Code(String text) { Code { if (!text.matches("[0-9]{8}")) throw new IllegalArgumentException(); } } @RestController class A { @GetMapping("/c") void f(@ModelAttribute Code code) throws Exception { new ProcessBuilder("sh", "-c", "bar " + code.text()).start(); } }',
  ],
  [
    'name of a view',
    'template-injection',
    'java',
    '@Controller class A { @GetMapping("/c") public String f(@RequestParam String step) { return "checkout/" + step; } }',
    '@RestController class A { @GetMapping("/c") public String f(@RequestParam String step) { return "checkout/" + step; } }',
  ],
  [
    'trust manager',
    'no-certificate-check',
    'java',
    'class T implements X509TrustManager { public void checkServerTrusted(X509Certificate[] c, String a) {} }',
    'class T implements X509TrustManager { public void checkServerTrusted(X509Certificate[] c, String a) throws CertificateException { other.checkServerTrusted(c, a); } }',
  ],
  [
    'random numbers in a field',
    'weak-random',
    'java',
    'class A { private final Random random = new Random(); }',
    'class A { private final SecureRandom random = new SecureRandom(); }',
  ],
  [
    'parser by its factory',
    'xml-external-entities',
    'java',
    servlet('DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(request.getInputStream());'),
    servlet(
      'DocumentBuilderFactory f = DocumentBuilderFactory.newInstance(); f.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true); f.newDocumentBuilder().parse(request.getInputStream());',
    ),
  ],
]

describe.each(pairs)('%s', (_name, rule, ending, bad, good) => {
  it('is reported', () => expect(found([`a.${ending}`, bad])).toContain(rule))
  it('is silent once mended', () => expect(found([`a.${ending}`, good])).not.toContain(rule))
})
