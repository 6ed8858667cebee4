import { describe, expect, it } from 'vitest'
import { type Files, found } from '../scan/test-files.ts'

const php = (code: string): Files => ({ 'a.php': `<?php ${code}` })
const js = (code: string): Files => ({ 'a.js': code })
const java = (code: string): Files => ({ 'A.java': code })

/** A framework's own way, once as a hole and once as its makers mean it. */
const pairs: [name: string, rule: string, bad: Files, good: Files][] = [
  [
    'RedBean',
    'sql-injection',
    php("R::find('book', \"title = '\" . $_GET['t'] . \"'\");"),
    php("R::find('book', 'title = ?', [$_GET['t']]);"),
  ],
  [
    'RedBean, a form imported',
    'mass-assignment',
    php("$b = R::load('user', 1); $b->import($_POST); R::store($b);"),
    php("$b = R::load('user', 1); $b->import($_POST, 'name,town'); R::store($b);"),
  ],
  [
    'Medoo',
    'sql-injection',
    php("use Medoo\\Medoo; $db->select('a', '*', Medoo::raw('WHERE b < ' . $_GET['b']));"),
    php("use Medoo\\Medoo; $db->select('a', '*', Medoo::raw('WHERE b < :b', [':b' => $_GET['b']]));"),
  ],
  [
    'ADOdb',
    'sql-injection',
    php("$db->GetRow('SELECT * FROM a WHERE n = ' . $_GET['n']);"),
    php("$db->GetRow('SELECT * FROM a WHERE n = ' . $db->qstr($_GET['n']));"),
  ],
  [
    'Dibi',
    'sql-injection',
    php("dibi::fetchAll('SELECT ' . $_GET['n']);"),
    php("dibi::fetchAll('SELECT %n', $_GET['n']);"),
  ],
  [
    'Nette',
    'sql-injection',
    php(
      "class P extends Nette\\Application\\UI\\Presenter { function renderAll(string $s) { $this->db->query('SELECT ' . $s); } }",
    ),
    php(
      "class P extends Nette\\Application\\UI\\Presenter { function renderAll(int $s) { $this->db->query('SELECT ' . $s); } }",
    ),
  ],
  [
    'Phalcon',
    'sql-injection',
    php(
      "class C extends \\Phalcon\\Mvc\\Controller { function i() { return Robot::find('id = ' . $this->request->get('id')); } }",
    ),
    php(
      "class C extends \\Phalcon\\Mvc\\Controller { function i() { return Robot::find('id = ' . $this->request->get('id', 'int')); } }",
    ),
  ],
  [
    'Laminas',
    'sql-injection',
    php(
      "class C extends AbstractActionController { function i() { $this->adapter->query('SELECT ' . $this->params()->fromQuery('c')); } }",
    ),
    php(
      "class C extends AbstractActionController { function i() { $this->adapter->query('SELECT ?', [$this->params()->fromQuery('c')]); } }",
    ),
  ],
  [
    'Joomla',
    'sql-injection',
    php("$i = JFactory::getApplication()->input; JFactory::getDbo()->setQuery('SELECT ' . $i->getString('c'));"),
    php("$i = JFactory::getApplication()->input; JFactory::getDbo()->setQuery('SELECT ' . $i->getInt('c'));"),
  ],
  [
    'Slim, a part of the address',
    'sql-injection',
    php(
      "$app->get('/n/{n}', function ($request, $response, $args) use ($pdo) { $pdo->query('SELECT ' . $args['n']); });",
    ),
    php(
      "$app->get('/n/{n}', function ($request, $response, $args) use ($pdo) { $pdo->query('SELECT ' . (int) $args['n']); });",
    ),
  ],
  [
    'Slim, a page written',
    'cross-site-scripting',
    php(
      "$app->get('/', function ($request, $response) { $response->getBody()->write('<p>' . $request->getQueryParams()['n']); });",
    ),
    php(
      "$app->get('/', function ($request, $response) { $response->getBody()->write('<p>' . htmlspecialchars($request->getQueryParams()['n'])); });",
    ),
  ],
  [
    'Slim, a header',
    'open-redirect',
    php(
      "$app->get('/', fn ($request, $response) => $response->withHeader('Location', $request->getQueryParams()['n']));",
    ),
    php("$app->get('/', fn ($request, $response) => $response->withHeader('X-N', $request->getQueryParams()['n']));"),
  ],
  [
    'Yii, an action',
    'sql-injection',
    php(
      'class C extends \\yii\\web\\Controller { function actionAll($s) { return Post::find()->where("a = \'$s\'")->all(); } }',
    ),
    php(
      "class C extends \\yii\\web\\Controller { function actionAll($s) { return Post::find()->where(['a' => $s])->all(); } }",
    ),
  ],
  [
    'LdapRecord',
    'ldap-injection',
    php("User::query()->rawFilter('(uid=' . $_GET['u'] . ')')->first();"),
    php("User::query()->rawFilter('(uid=' . ldap_escape($_GET['u'], '', LDAP_ESCAPE_FILTER) . ')')->first();"),
  ],
  [
    'text that Laravel is told to print as it is',
    'cross-site-scripting',
    php("use Illuminate\\Support\\HtmlString; $h = new HtmlString('<b>' . $_GET['n'] . '</b>');"),
    php("use Illuminate\\Support\\HtmlString; $h = new HtmlString('<b>' . e($_GET['n']) . '</b>');"),
  ],
  [
    'the file system of WordPress',
    'path-traversal',
    php("function f() { global $wp_filesystem; return $wp_filesystem->get_contents('/srv/logs/' . $_GET['l']); }"),
    php(
      "function f() { global $wp_filesystem; return $wp_filesystem->get_contents('/srv/logs/' . basename($_GET['l'])); }",
    ),
  ],
  [
    'what WordPress asks with every request',
    'no-certificate-check',
    php("add_filter('http_request_args', function ($a) { $a['sslverify'] = false; return $a; });"),
    php("add_filter('http_request_args', function ($a) { $a['sslverify'] = true; return $a; });"),
  ],
  [
    'a right that whoever signed in has',
    'missing-authorisation',
    php(
      "register_rest_route('a/v1', '/p', ['methods' => 'POST', 'callback' => 'a_p', 'permission_callback' => fn () => is_user_logged_in()]); function a_p($r) { update_option('a_rate', $r['rate']); }",
    ),
    php(
      "register_rest_route('a/v1', '/p', ['methods' => 'POST', 'callback' => 'a_p', 'permission_callback' => fn () => current_user_can('manage_options')]); function a_p($r) { update_option('a_rate', $r['rate']); }",
    ),
  ],
  [
    'a page of the back office',
    'missing-request-token',
    php(
      "add_options_page('A', 'A', 'manage_options', 'a', 'a_page'); function a_page() { if (isset($_POST['a'])) { update_option('a', sanitize_text_field($_POST['a'])); } }",
    ),
    php(
      "add_options_page('A', 'A', 'manage_options', 'a', 'a_page'); function a_page() { if (isset($_POST['a'])) { check_admin_referer('a'); update_option('a', sanitize_text_field($_POST['a'])); } }",
    ),
  ],
  [
    "directives of Magento's mails",
    'template-injection',
    php(
      "class A extends Action { function __construct(private \\Magento\\Email\\Model\\Template\\Filter $f) {} function execute() { return $this->f->filter($this->getRequest()->getParam('t')); } }",
    ),
    php(
      "class A extends Action { function __construct(private \\Magento\\Email\\Model\\Template\\Filter $f) {} function execute() { return $this->f->filter('{{var a}}'); } }",
    ),
  ],
  [
    'a line of headers that is sent',
    'header-injection',
    php("$c = stream_context_create(['http' => ['header' => 'X-N: ' . $_GET['n']]]);"),
    php("$c = stream_context_create(['http' => ['header' => 'X-N: ' . rawurlencode($_GET['n'])]]);"),
  ],
  [
    'a fast hash of a password',
    'weak-password-hash',
    php("function keep($password, $salt) { return hash('sha256', $salt . $password); }"),
    php(
      "function keep($password) { return password_hash($password, PASSWORD_DEFAULT); } function mark($page) { return hash('sha256', $page); }",
    ),
  ],
  [
    'a class made by reflection',
    'unsafe-reflection',
    php("(new ReflectionClass($_GET['c']))->newInstance();"),
    php("(new ReflectionClass('Report'))->newInstance();"),
  ],
  [
    'SvelteKit',
    'open-redirect',
    js(
      "import { redirect } from '@sveltejs/kit'; export const load = ({ url }) => { redirect(302, url.searchParams.get('to')) }",
    ),
    js(
      "import { redirect } from '@sveltejs/kit'; export const load = ({ url }) => { redirect(302, '/login?from=' + url.pathname) }",
    ),
  ],
  [
    'Nuxt',
    'server-side-request-forgery',
    js('export default defineEventHandler((event) => $fetch(getQuery(event).u))'),
    js("export default defineEventHandler((event) => $fetch('https://api.example/x', { query: getQuery(event) }))"),
  ],
  [
    'execa',
    'command-injection',
    js(
      "import { execa } from 'execa'; app.get('/', async (req, res) => { await execa(`ls ${req.query.d}`, { shell: true }); res.end() })",
    ),
    js(
      "import { execa } from 'execa'; app.get('/', async (req, res) => { await execa('ls', [req.query.d]); res.end() })",
    ),
  ],
  [
    'undici',
    'no-certificate-check',
    js("import { Agent } from 'undici'; const a = new Agent({ connect: { rejectUnauthorized: false } })"),
    js("import { Agent } from 'undici'; const a = new Agent({ connect: { timeout: 9 } })"),
  ],
  [
    'cookies of Hapi',
    'insecure-cookie',
    js("server.state('sid', { isSecure: false, isHttpOnly: true })"),
    js("server.state('sid', { isSecure: true, isHttpOnly: true })"),
  ],
  [
    'jose',
    'hard-coded-secret',
    js(
      "import { SignJWT } from 'jose'; export const t = (u) => new SignJWT({ u }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode('k8Jd0q2LmZ7xTb5W'))",
    ),
    js(
      "import { SignJWT } from 'jose'; export const t = (u) => new SignJWT({ u }).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(process.env.KEY))",
    ),
  ],
  [
    'a tag that escapes',
    'cross-site-scripting',
    js("import { html, raw } from 'hono/html'; app.get('/', (c) => c.html(html`<p>${raw(c.req.query('n'))}</p>`))"),
    js("import { html } from 'hono/html'; app.get('/', (c) => c.html(html`<p>${c.req.query('n')}</p>`))"),
  ],
  [
    'Panache',
    'sql-injection',
    java(
      '@Path("/p") class P extends PanacheEntity { @GET List<P> f(@QueryParam("n") String n) { return list("n = \'" + n + "\'"); } }',
    ),
    java(
      '@Path("/p") class P extends PanacheEntity { @GET List<P> f(@QueryParam("n") String n) { return list("n = ?1", n); } }',
    ),
  ],
  [
    'Micronaut',
    'server-side-request-forgery',
    java(
      '@Controller class R { io.micronaut.http.client.HttpClient client; @Post("/t") String f(@Body String u) { return client.toBlocking().retrieve(HttpRequest.GET(u)); } }',
    ),
    java(
      '@Controller class R { io.micronaut.http.client.HttpClient client; @Post("/t") String f(@Body String u) { return client.toBlocking().retrieve(HttpRequest.POST("https://a.example/", u)); } }',
    ),
  ],
  [
    'Struts',
    'code-injection',
    java(
      'class R extends ActionSupport { String rule; public void setRule(String rule) { this.rule = rule; } public String execute() throws Exception { Ognl.getValue(rule, null); return SUCCESS; } }',
    ),
    java(
      'class R extends ActionSupport { String rule; public void setRule(String rule) { this.rule = rule; } public String execute() throws Exception { Ognl.getValue("a.b", rule); return SUCCESS; } }',
    ),
  ],
  [
    'jOOQ',
    'sql-injection',
    java(
      '@RestController class R { DSLContext ctx; @GetMapping("/x") Object f(@RequestParam String q) { return ctx.selectFrom(P).where("n = \'" + q + "\'").fetch(); } }',
    ),
    java(
      '@RestController class R { DSLContext ctx; @GetMapping("/x") Object f(@RequestParam String q) { return ctx.selectFrom(P).where("n = ?", q).fetch(); } }',
    ),
  ],
]

describe('frameworks of everyday shops', () => {
  it.each(pairs)('%s', (_, rule, bad, good) => {
    expect(found(bad)).toContain(rule)
    expect(found(good)).not.toContain(rule)
  })
})
