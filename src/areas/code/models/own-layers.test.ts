import { describe, expect, it } from 'vitest'
import { type Files, found } from '../scan/test-php.ts'

/** What programs build for themselves between the request and the page: each once as a hole, once made harmless at its end. */
const layers: [name: string, rule: string, program: (end: (value: string) => string) => Files][] = [
  [
    'services under names, kept by a class',
    'cross-site-scripting',
    (end) => ({
      'app.php':
        'class App { private static $s = []; static function set($n, $s) { self::$s[$n] = $s; } static function get($n) { return self::$s[$n]; } }',
      'boot.php': "App::set('request', new Req()); App::set('view', new stdClass);",
      'page.php': `function page() { echo '<b>' . ${end("App::get('request')->param('n')")}; }`,
      'req.php': 'class Req { function param($k) { return $_GET[$k]; } }',
    }),
  ],
  [
    'services that are made when they are asked for',
    'sql-injection',
    (end) => ({
      'box.php':
        'class Box implements ArrayAccess { private $f = []; private $made = []; function offsetSet($k, $v): void { $this->f[$k] = $v; } function offsetGet($k): mixed { if (!isset($this->made[$k])) $this->made[$k] = $this->f[$k]($this); return $this->made[$k]; } function offsetExists($k): bool { return isset($this->f[$k]); } }',
      'services.php':
        "$c = new Box(); $c['in'] = function ($c) { return new In($_REQUEST); }; $c['db'] = function ($c) { return new PDO('sqlite::memory:'); };",
      'in.php':
        'class In { private $r; function __construct($r) { $this->r = $r; } function str($k) { return trim($this->r[$k] ?? ""); } }',
      'page.php': `require 'services.php'; $c['db']->query('SELECT * FROM t WHERE id = ' . ${end("$c['in']->str('id')")});`,
    }),
  ],
  [
    'a service given to a constructor that names no type',
    'cross-site-scripting',
    (end) => ({
      'a.php': `class Page { private $in; function __construct($in) { $this->in = $in; } function show() { echo '<p>' . ${end("$this->in->word('q')")}; } } class In { function word($k) { return $_POST[$k]; } } $p = new Page(new In()); $p->show();`,
    }),
  ],
  [
    'an object in a global variable',
    'cross-site-scripting',
    (end) => ({
      'boot.php': 'class Req { function get($k) { return $_GET[$k]; } } if (!defined("CLI")) { $req = new Req(); }',
      'page.php': `function box() { global $req; echo '<p>' . ${end("$req->get('q')")}; }`,
    }),
  ],
  [
    'global variables set by a function',
    'cross-site-scripting',
    (end) => ({
      'import.php': "function import() { global $city; $city = $_GET['city']; $GLOBALS['town'] = $_GET['town']; }",
      'page.php': `$city = $town = ''; import(); echo '<p>' . ${end('$city')} . '</p><p>' . ${end("$GLOBALS['town']")};`,
    }),
  ],
  [
    'all that was sent as global variables',
    'cross-site-scripting',
    (end) => ({ 'a.php': `foreach ($_REQUEST as $k => $v) { $GLOBALS[$k] = $v; } echo '<p>' . ${end('$city')};` }),
  ],
  [
    'methods and properties that no class declares',
    'cross-site-scripting',
    (end) => ({
      'a.php': `class In { function __call($m, $a) { $from = ['get' => $_GET, 'post' => $_POST]; return $from[$m][$a[0]]; } function __get($k) { return $_COOKIE[$k]; } } $in = new In(); echo '<p>' . ${end("$in->get('q')")} . '</p><p>' . ${end('$in->theme')};`,
    }),
  ],
  [
    'variables of a page under names of its own',
    'cross-site-scripting',
    (end) => ({
      'page.php': `class Page { private $d = []; function __set($k, $v) { $this->d[$k] = $v; } function __get($k) { return $this->d[$k]; } function show($f) { include 'skins/' . $f; } } $t = new Page; $t->hint = $_GET['hint']; $t->show('box.php');`,
      'skins/box.php': `<i title="<?php echo ${end('$this->hint')}; ?>">x</i>`,
    }),
  ],
  [
    'a page called like the script that shows it',
    'cross-site-scripting',
    (end) => ({
      'lib/view.php':
        "class View { private $vars = []; private $dir = 'pages/'; function set($k, $v) { $this->vars[$k] = $v; } function render($f) { extract($this->vars); include $this->dir . $f . '.php'; } }",
      'pages/show.php': `<h2><?php echo ${end('$title')}; ?></h2>`,
      'show.php': "$v = new View(); $v->set('title', $_GET['t']); $v->render('show');",
    }),
  ],
  [
    'parts of a form in a list',
    'cross-site-scripting',
    (end) => ({
      'a.php': `abstract class Part { protected $v; function __construct($v) { $this->v = $v; } abstract function html(); } class Text extends Part { function html() { return '<input value="' . ${end('$this->v')} . '">'; } } class Form { private $parts = []; function add(Part $p) { $this->parts[] = $p; return $this; } function __toString() { $h = '<form>'; foreach ($this->parts as $p) $h .= $p->html(); return $h; } } $f = new Form(); $f->add(new Text($_GET['q'])); echo $f;`,
    }),
  ],
  [
    'a part of a form by the name of its class',
    'cross-site-scripting',
    (end) => ({
      'a.php': `class Field_Text { private $a; function __construct($a) { $this->a = $a; } function html() { return '<b>' . ${end("$this->a['v']")}; } } function field($t, $a) { $c = 'Field_' . ucfirst($t); $f = new $c($a); return $f->html(); } echo field('text', ['v' => $_GET['v']]);`,
    }),
  ],
  [
    'ways that are closures in a property',
    'cross-site-scripting',
    (end) => ({
      'a.php': `class Ways { private $w = []; function add($p, $h) { $this->w[$p] = $h; } function run() { foreach ($this->w as $p => $h) if (preg_match("#^$p$#", urldecode($_SERVER['REQUEST_URI']), $m)) { array_shift($m); call_user_func_array($h, $m); } } } $w = new Ways(); $w->add('/tag/(.+)', function ($tag) { echo '<h1>' . ${end('$tag')}; }); $w->run();`,
    }),
  ],
  [
    'functions that hang on a name',
    'cross-site-scripting',
    (end) => ({
      'hooks.php':
        'class Hooks { static $h = []; static function on($n, $f) { self::$h[$n][] = $f; } static function fire($n, $x) { foreach (self::$h[$n] as $f) $x = call_user_func($f, $x); return $x; } }',
      'listen.php': `Hooks::on('title', 'heading'); function heading($t) { return '<h1>' . ${end('$t')}; }`,
      'page.php': "echo Hooks::fire('title', $_GET['title']);",
    }),
  ],
  [
    'a controller and its method out of the address',
    'cross-site-scripting',
    (end) => ({
      'index.php':
        "[$cls, $act] = explode('/', $_GET['r']); $cls = ucfirst($cls) . 'Controller'; $c = new $cls(); $c->setParams($_GET); $c->$act();",
      'base.php':
        'abstract class BaseController { protected $params = []; function setParams($p) { $this->params = $p; } protected function param($k) { return $this->params[$k] ?? null; } }',
      'news.php': `class NewsController extends BaseController { function view() { echo '<h1>' . ${end("$this->param('title')")}; } }`,
    }),
  ],
  [
    'one object for all, which holds another',
    'cross-site-scripting',
    (end) => ({
      'a.php': `class Kernel { public $req; private static $k; static function i() { if (!self::$k) self::$k = new Kernel; return self::$k; } function boot() { $this->req = new Req(); $this->req->load($_POST + $_GET); } } class Req { public $q = []; function load($a) { $this->q = $a; } } Kernel::i()->boot(); echo '<p>' . ${end("Kernel::i()->req->q['s']")};`,
    }),
  ],
  [
    "a class of one's own that is called like a library's",
    'sql-injection',
    (end) => ({
      'select.php':
        "class Select { private $o = ''; function order($c, $d) { $this->o = $c . ' ' . $d; return $this; } function __toString() { return 'SELECT * FROM t ORDER BY ' . $this->o; } }",
      'page.php': `$s = new Select(); $s->order('id', ${end("$_GET['d']")}); $pdo = new PDO('x'); $pdo->query((string) $s);`,
    }),
  ],
]

const harmless = (rule: string) => (value: string) =>
  rule === 'sql-injection' ? `(int) ${value}` : `htmlspecialchars(${value}, ENT_QUOTES)`

describe('layers that programs build for themselves', () => {
  it.each(layers)('%s', (_name, rule, program) => {
    expect([found(program((value) => value)).includes(rule), found(program(harmless(rule))).includes(rule)]).toEqual([
      true,
      false,
    ])
  })
})
