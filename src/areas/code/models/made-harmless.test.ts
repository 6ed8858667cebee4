import { describe, expect, it } from 'vitest'
import { type Files, found } from '../scan/test-files.ts'

const php = (code: string): Files => ({ 'a.php': `<?php ${code}` })
const js = (code: string): Files => ({
  'a.js': `const cp = require('child_process'); const pool = new (require('pg').Pool)(); app.post('/x', async (req, res) => { ${code} })`,
})
const java = (body: string, more = ''): Files => ({
  'A.java': `@RestController class A { ${more} @PostMapping("/a") Object f(@RequestParam String q) throws Exception { ${body} } }`,
})
const mongo = (query: string) =>
  php(`function take(MongoDB\\Collection $c, $code) { return $c->findOne(${query}); } take($c, $_POST['code']);`)
const helper = (path: string): Files => ({
  'Helper.php': `<?php class Nord_Zoom_Helper_Data extends Mage_Core_Helper_Abstract { function path($n) { return '/media/' . ${path}; } }`,
  'C.php':
    "<?php class C extends Mage_Core_Controller_Front_Action { function a() { readfile(Mage::helper('zoom')->path($this->getRequest()->getParam('f'))); } }",
})
const stream = (filter: string) =>
  java(
    `ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(q))); ${filter} return in.readObject();`,
  )
const handler = (parameter: string, method: string): Files => ({
  'A.java': `@RestController class A { ${method} Object f(${parameter} body) throws Exception { return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(body); } }`,
})
const file = (storage: string): Files => ({
  'a.js': `const multer = require('multer'); const cp = require('child_process'); const upload = multer(${storage}); app.post('/x', upload.single('f'), (req, res) => { cp.exec('convert ' + req.file.path) })`,
})
const maker = (made: string): Files => ({
  'lib/ids.js': `function randomId(n) { ${made} } module.exports = { randomId }`,
  'a.js':
    "const { randomId } = require('./lib/ids'); function f() { const resetToken = randomId(20); return resetToken }",
})
const model = (property: string): Files => ({
  'app/Models/User.php': `<?php namespace App\\Models; use Illuminate\\Foundation\\Auth\\User as Authenticatable; class User extends Authenticatable { ${property} }`,
  'C.php':
    '<?php use App\\Models\\User; use Illuminate\\Http\\Request; class C extends Controller { function s(Request $request) { User::create($request->all()); } }',
})

/** What makes foreign data harmless, or does not, on either side of the same line. */
const pairs: [name: string, rule: string, bad: Files, good: Files][] = [
  [
    'words of a program one by one',
    'command-injection',
    java('new ProcessBuilder("sh", "-c", "cut " + q).start(); return null;'),
    java('new ProcessBuilder("cut", "-ss", q).start(); return null;'),
  ],
  [
    'words of a program in a list',
    'command-injection',
    java('Runtime.getRuntime().exec(new String[] { "bash", "-c", q }); return null;'),
    java('Runtime.getRuntime().exec(new String[] { "cut", q }); return null;'),
  ],
  [
    'a time that is parsed',
    'command-injection',
    java('Runtime.getRuntime().exec("cut " + q.trim()); return null;'),
    java('Runtime.getRuntime().exec("cut " + LocalTime.parse(q).toString()); return null;'),
  ],
  [
    'a filter of a stream of objects',
    'unsafe-deserialisation',
    stream('in.setObjectInputFilter(ObjectInputFilter.Config.createFilter("maxdepth=6"));'),
    stream('in.setObjectInputFilter(ObjectInputFilter.Config.createFilter("a.Plan;!*"));'),
  ],
  [
    'a body without an annotation',
    'xml-external-entities',
    handler('InputStream', '@PostMapping("/a")'),
    handler('InputStream', '@EventListener'),
  ],
  [
    'a tag of a page',
    'cross-site-scripting',
    {
      'T.java':
        'class T extends SimpleTagSupport { public void doTag() throws Exception { String w = ((PageContext) getJspContext()).getRequest().getParameter("w"); getJspContext().getOut().print("<b>" + w); } }',
    },
    {
      'T.java':
        'class T extends SimpleTagSupport { public void doTag() throws Exception { String w = ((PageContext) getJspContext()).getRequest().getParameter("w"); getJspContext().getOut().print("<b>" + HtmlUtils.htmlEscape(w)); } }',
    },
  ],
  [
    'values beside a statement',
    'sql-injection',
    js('await pool.query({ text: `SELECT ${req.body.c} FROM a`, values: [req.body.v] })'),
    js(
      'const values = []; values.push(req.body.v); await pool.query({ text: `SELECT a FROM b WHERE c = $${values.length}`, values })',
    ),
  ],
  [
    'signs written as numbers',
    'cross-site-scripting',
    js("res.send('<p>' + req.body.q.replace(/[&<>\"']/g, (sign) => sign))"),
    js("res.send('<p>' + req.body.q.replace(/[&<>\"']/g, (sign) => `&#${sign.charCodeAt(0)};`))"),
  ],
  [
    'the name of an upload',
    'command-injection',
    file('{ storage: multer.diskStorage({ filename: (req, file, done) => done(null, file.originalname) }) }'),
    file("{ dest: '/tmp' }"),
  ],
  [
    'a field of the session',
    'trust-boundary',
    js('for (const [name, value] of Object.entries(req.body || {})) req.session[name] = value'),
    js(
      "for (const [name, value] of Object.entries(req.body || {})) if (['sort'].includes(name)) req.session[name] = value",
    ),
  ],
  [
    'a maker of numbers in another file',
    'weak-token',
    maker("let id = ''; while (id.length < n) id += 'abc'.charAt(Math.floor(Math.random() * 3)); return id"),
    maker("return require('crypto').randomBytes(n).toString('hex')"),
  ],
  [
    'a filter that looks into its elements',
    'sql-injection',
    js(
      "const rows = req.body.t.split('\\n').map((line) => line.split(';')).filter((row) => row.length === 2).map(([sku]) => ({ sku })); await pool.query(`SELECT '${rows.map((row) => row.sku).join()}'`)",
    ),
    js(
      "const rows = req.body.t.split('\\n').map((line) => line.split(';')).filter((row) => row.length === 2 && /^[a-z0-9]+$/.test(row[0].trim())).map(([sku]) => ({ sku })); await pool.query(`SELECT '${rows.map((row) => row.sku).join()}'`)",
    ),
  ],
  ['a helper by its short name', 'path-traversal', helper('$n'), helper('basename($n)')],
  [
    'control characters',
    'log-injection',
    php("error_log('refused ' . preg_replace('/[\\x00-\\x08]/', ' ', $_POST['n']));"),
    php("error_log('refused ' . preg_replace('/[\\x00-\\x1F\\x7F]+/', ' ', $_POST['n']));"),
  ],
  ['an operator of its own', 'nosql-injection', mongo("['code' => $code]"), mongo("['code' => ['$eq' => $code]]")],
  [
    'a text by its type',
    'nosql-injection',
    php(
      "function take(MongoDB\\Collection $c, string|array $q) { $c->findOne(['code' => $q]); } take($c, $_POST['q']);",
    ),
    php("function take(MongoDB\\Collection $c, ?string $q) { $c->findOne(['code' => $q]); } take($c, $_POST['q']);"),
  ],
  [
    'a number by its type',
    'sql-injection',
    php("function take($db, int|string $q) { mysqli_query($db, 'SELECT ' . $q); } take($db, $_POST['q']);"),
    php("function take($db, int|null $q) { mysqli_query($db, 'SELECT ' . $q); } take($db, $_POST['q']);"),
  ],
  [
    'what is no number taken out of a list',
    'sql-injection',
    php(
      "$x = (array) json_decode($_COOKIE['x'], true); foreach ($x as $k => $v) { if (!is_int($v)) { unset($x[$k]); } } mysqli_query($db, 'SELECT a FROM b WHERE c IN (' . implode(',', array_keys($x)) . ')');",
    ),
    php(
      "$x = (array) json_decode($_COOKIE['x'], true); foreach ($x as $k => $v) { if (!is_int($k) || !is_int($v)) { unset($x[$k]); } } mysqli_query($db, 'SELECT a FROM b WHERE c IN (' . implode(',', array_keys($x)) . implode(',', $x) . ')');",
    ),
  ],
  [
    'what is printed into a file of XML',
    'cross-site-scripting',
    php("function save() { ob_start(); ?><p><?= $_POST['n'] ?></p><?php put('a.html', ob_get_clean()); }"),
    php("function save() { ob_start(); ?><u><?= $_POST['n'] ?></u><?php put_contents('a.xml', ob_get_clean()); }"),
  ],
  [
    'a text of Smarty',
    'template-injection',
    php("$this->context->smarty->fetch('string:<p>' . Tools::getValue('t') . '</p>');"),
    php("$this->context->smarty->fetch('module:a/b.tpl', Tools::getValue('t'));"),
  ],
  [
    'any field of a record',
    'mass-assignment',
    php(
      'function f(Customer $c) { foreach (Tools::getAllValues() as $name => $value) $c->$name = $value; $c->update(); }',
    ),
    php(
      "function f(Customer $c) { foreach (Tools::getAllValues() as $name => $value) if (in_array($name, ['firstname'], true)) $c->$name = $value; $c->update(); }",
    ),
  ],
  ['a class called after that of its framework', 'mass-assignment', model('protected $guarded = [];'), model('')],
  [
    'marks of a cookie taken off',
    'insecure-cookie',
    php(
      "use Symfony\\Component\\HttpFoundation\\Cookie; function f($t) { return Cookie::create('remember')->withValue($t)->withHttpOnly(false); }",
    ),
    php(
      "use Symfony\\Component\\HttpFoundation\\Cookie; function f($t) { return Cookie::create('remember')->withValue($t)->withHttpOnly(true); }",
    ),
  ],
  [
    'a cookie that holds a secret',
    'insecure-cookie',
    php("$token = bin2hex(random_bytes(32)); setcookie('stay', $token, time() + 9, '/');"),
    php("$colour = shop_colour(); setcookie('stay', $colour, time() + 9, '/');"),
  ],
  [
    'a record made of what came',
    'template-injection',
    php(
      "namespace App; use App\\Models\\Card; function f(\\Illuminate\\Http\\Request $r) { $c = Card::create(['text' => $r->input('text')]); \\Illuminate\\Support\\Facades\\Blade::render($c->text); }",
    ),
    php(
      "namespace App; use App\\Models\\Card; function f(\\Illuminate\\Http\\Request $r) { $c = Card::create(['text' => $r->input('text')]); \\Illuminate\\Support\\Facades\\Blade::render('{{ $text }}', ['text' => $c->text]); }",
    ),
  ],
  [
    'a class of the shop called like a facade',
    'open-redirect',
    php("class Http { static function go($to) { header('Location: ' . $to); } } Http::go($_GET['to']);"),
    php(
      "class Http { static function go($to) { header('Location: /' . ltrim($to, '/\\\\')); } } Http::go($_GET['to']);",
    ),
  ],
]

describe('what makes data harmless', () => {
  it.each(pairs)('%s', (_, rule, bad, good) => {
    expect(found(bad)).toContain(rule)
    expect(found(good)).not.toContain(rule)
  })
})
