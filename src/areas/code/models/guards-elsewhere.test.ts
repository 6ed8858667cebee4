import { describe, expect, it } from 'vitest'
import { type Files, found } from '../scan/test-files.ts'

const php = (code: string): Files => ({ 'a.php': `<?php ${code}` })
const servlet = (code: string, more = '', files: Files = {}): Files => ({
  'A.java': `public class A extends HttpServlet { ${more} protected void doGet(HttpServletRequest r, HttpServletResponse s) throws Exception { ${code} } }`,
  ...files,
})
const parsers = (setting: string, used = 'Xml.made()'): Files =>
  servlet(`SAXReader x = ${used}; x.read(r.getInputStream());`, '', {
    'Xml.java': `class Xml { static SAXReader made() throws Exception { SAXReader f = new SAXReader(); ${setting} return f; } }`,
  })
const dtd = (on: boolean) => `f.setFeature("http://apache.org/xml/features/disallow-doctype-decl", ${on});`
const lookup = (check: string): Files => ({
  'a.js': `const app = require('express')(); const find = ({ mail }) => users.findOne({ mail }); app.post('/a', async (req, res) => { ${check} res.json(await find(req.body)) })`,
})
const changes = (made: string): Files => ({
  'a.js': `const app = require('express')(); const FIELDS = ['name', 'phone']; app.put('/me', async (req, res) => { const c = await Customer.findByPk(1); await c.update(Object.fromEntries(${made}.map((f) => [f, String(req.body[f])]))) })`,
})
const upload = (check: string): Files =>
  php(
    `class ControllerUp extends Controller { function index() { $json = array(); $n = basename($this->request->files['f']['name']); ${check} move_uploaded_file($this->request->files['f']['tmp_name'], 'up/' . $n); } }`,
  )
const asked = "if (!in_array(utf8_strtolower(substr(strrchr($n, '.'), 1)), array('png'))) { $json['error'] = 'type'; }"
const kept = (check: string): Files =>
  php(`${check} move_uploaded_file($_FILES['f']['tmp_name'], 'up/' . basename($_FILES['f']['name']));`)
const formula = (form: string): Files =>
  php(`if (!preg_match('${form}', $_POST['f'])) exit; eval('return ' . $_POST['f'] . ';');`)
const renderer = (kept: string): Files => ({
  'C.php': `<?php class R { private $size; function size($s) { $this->size = ${kept}; return $this; } function render() { return shell_exec('pdf ' . $this->size); } } class C { function __construct(private R $r) {} function a() { $this->r->size($_GET['s'])->render(); } }`,
})
const uploader = (setting: string): Files =>
  php(`use Magento\\Framework\\File\\UploaderFactory; class C { private $f; function __construct(UploaderFactory $f) { $this->f = $f; }
    function a() { $u = $this->f->create(['fileId' => 'p']); ${setting} $u->save('/x'); } }`)
const view = (word: string): Files => ({
  'app/Http/Controllers/C.php':
    "<?php class C extends Controller { function s(Request $request) { return view('s', ['t' => $request->query('q')]); } }",
  'resources/views/s.blade.php': `<h1>{!! __('For :t', ['t' => ${word}]) !!}</h1>`,
})
const shown = (escape: string): Files =>
  servlet(
    's.setContentType("text/html"); Page p = new Page(); p.line(r.getParameter("q")); s.getWriter().print(p.html());',
    '',
    {
      'Page.java': `class Page { private final StringBuilder b = new StringBuilder(); void line(String t) { b.append(${escape}(t)); } String html() { return "<html>" + b + "</html>"; } }`,
    },
  )
const manual = (check: string): Files => php(`$n = wp_unslash($_GET['m']); ${check} readfile('/srv/' . $n);`)

/** The check, or what it lacks, stands away from the place where it counts. */
const pairs: [name: string, rule: string, bad: Files, good: Files][] = [
  ['a parser made elsewhere', 'xml-external-entities', parsers(dtd(false)), parsers(dtd(true))],
  ['a parser not made there', 'xml-external-entities', parsers(dtd(true), 'new SAXReader()'), parsers(dtd(true))],
  [
    'the last part of a path',
    'path-traversal',
    servlet('Files.copy(new File("/srv", new File(r.getParameter("n")).getParent()).toPath(), s.getOutputStream());'),
    servlet('Files.copy(new File("/srv", new File(r.getParameter("n")).getName()).toPath(), s.getOutputStream());'),
  ],
  [
    'the last part of a path in a variable',
    'path-traversal',
    servlet(
      'File f = new File("/srv", r.getParameter("n")); log(f.getName()); Files.copy(f.toPath(), s.getOutputStream());',
    ),
    servlet(
      'File f = new File(r.getParameter("n")); Files.copy(new File("/srv", f.getName()).toPath(), s.getOutputStream());',
    ),
  ],
  [
    'a field checked before the whole is handed on',
    'nosql-injection',
    lookup("if (typeof req.body.code !== 'string') return res.end();"),
    lookup("if (typeof req.body.mail !== 'string') return res.end();"),
  ],
  [
    'a checked field written anew',
    'nosql-injection',
    lookup("if (typeof req.body.mail !== 'string') return res.end(); req.body.mail = req.query.mail;"),
    lookup("if (typeof req.body.mail !== 'string') return res.end(); req.body.mail = 'x';"),
  ],
  [
    'PHP, cast to a text',
    'nosql-injection',
    php("$c = (new MongoDB\\Client)->shop->a; $c->findOne(['pin' => (array) $_POST['pin']]);"),
    php("$c = (new MongoDB\\Client)->shop->a; $c->findOne(['pin' => (string) $_POST['pin']]);"),
  ],
  [
    'fields of the program',
    'mass-assignment',
    changes('Object.keys(req.body)'),
    changes('FIELDS.filter((f) => f in req.body)'),
  ],
  ['a complaint, asked for', 'unsafe-upload', upload(`${asked} if ($other)`), upload(`${asked} if (!$json)`)],
  [
    'a complaint in a branch',
    'unsafe-upload',
    upload(`if ($strict) { ${asked} } else { $json['note'] = ''; } if (!$json)`),
    upload(`if ($sent) { ${asked} } else { $json['error'] = 'file'; } if (!$json)`),
  ],
  [
    'an ending that WordPress allows',
    'unsafe-upload',
    kept("$c = wp_check_filetype($_POST['label']); if (!$c['ext']) exit;"),
    kept("$c = wp_check_filetype($_FILES['f']['name']); if (!$c['ext']) exit;"),
  ],
  [
    'an ending by a pattern',
    'unsafe-upload',
    kept("if (!preg_match('/\\.(jpe?g|phar)$/i', $_FILES['f']['name'])) exit;"),
    kept("if (!preg_match('/\\.(jpe?g|png)$/i', $_FILES['f']['name'])) exit;"),
  ],
  [
    'an ending compared',
    'unsafe-upload',
    kept("if (!str_ends_with($_FILES['f']['name'], '.php')) exit;"),
    kept("if (!str_ends_with($_FILES['f']['name'], '.pdf')) exit;"),
  ],
  ['a formula', 'code-injection', formula('/\\A[0-9a-z.+() -]+\\z/'), formula('/\\A[0-9w.+() -]+\\z/')],
  ['what a service was given to keep', 'command-injection', renderer('$s'), renderer('escapeshellarg($s)')],
  ['an uploader without a list', 'unsafe-upload', uploader(''), uploader("$u->setAllowedExtensions(['png']);")],
  ['a sentence with places', 'cross-site-scripting', view('$t'), view('e($t)')],
  ['a page put together in a builder', 'cross-site-scripting', shown(''), shown('HtmlUtils.htmlEscape')],
  [
    'an outcome kept in a variable',
    'cross-site-scripting',
    php("$n = $_GET['n']; $ok = true; if ($strict) { $ok = preg_match('/^\\w+$/', $n); } if (!$ok) exit; echo $n;"),
    php("$n = $_GET['n']; $ok = preg_match('/^\\w+$/', $n); if (!$ok) exit; echo $n;"),
  ],
  [
    'an outcome of what was there before',
    'sql-injection',
    servlet(
      'String q = r.getParameter("q"); boolean ok = OK.contains(q); q = r.getParameter("p"); if (!ok) return; j.createStatement().execute("order by " + q);',
      'static final Set<String> OK = Set.of("a", "b"); Connection j;',
    ),
    servlet(
      'String q = r.getParameter("q"); boolean ok = OK.contains(q); if (!ok) return; j.createStatement().execute("order by " + q);',
      'static final Set<String> OK = Set.of("a", "b"); Connection j;',
    ),
  ],
  [
    'signs that may not occur',
    'path-traversal',
    servlet(
      'String n = r.getParameter("n"); if (!BAD.matcher(n).find()) return; Files.copy(Path.of("/srv", n), s.getOutputStream());',
      'static final Pattern BAD = Pattern.compile("[^a-z0-9_-]");',
    ),
    servlet(
      'String n = r.getParameter("n"); if (BAD.matcher(n).find()) return; Files.copy(Path.of("/srv", n), s.getOutputStream());',
      'static final Pattern BAD = Pattern.compile("[^a-z0-9_-]");',
    ),
  ],
  [
    'a purifier',
    'cross-site-scripting',
    php("$p = new HTMLPurifier(); echo html_entity_decode($p->purify($_POST['t']));"),
    php("$p = new HTMLPurifier(); echo $p->purify($_POST['t']);"),
  ],
  [
    'validate_file',
    'path-traversal',
    manual('if (0 === validate_file($n)) exit;'),
    manual('if (0 !== validate_file($n)) exit;'),
  ],
  [
    'the shop asked whether an address is its own',
    'open-redirect',
    php("$b = Tools::getValue('b'); if (Tools::urlBelongToShop($b)) { $b = 'index.php'; } Tools::redirect($b);"),
    php("$b = Tools::getValue('b'); Tools::redirect(Tools::urlBelongToShop($b) ? $b : 'index.php');"),
  ],
  [
    'an address of one host is no path',
    'path-traversal',
    php("if (strpos($_GET['u'], 'https://a.example/') === 0) exit; echo strlen(file_get_contents($_GET['u']));"),
    php("if (strpos($_GET['u'], 'https://a.example/') !== 0) exit; echo strlen(file_get_contents($_GET['u']));"),
  ],
]

describe('checks that stand elsewhere', () => {
  it.each(pairs)('%s', (_name, rule, bad, good) => {
    expect(found(bad)).toContain(rule)
    expect(found(good)).not.toContain(rule)
  })
})
