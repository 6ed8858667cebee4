import { describe, expect, it } from 'vitest'
import { type Files, found, one } from '../scan/test-php.ts'

const page = (path: string, text: string): Files => ({ [path]: text })
const views = (controller: string, path: string, view: string): Files => ({
  'src/Controller/LoginController.php': controller,
  [path]: view,
})

const yii = (body: string) =>
  page(
    'controllers/ItemController.php',
    `use craft\\web\\Controller; class ItemController extends Controller { public function actionX() { ${body} } }`,
  )
/** A class that is asked for by the name of another edition; a second one is called alike. */
const named = (cls: string, checked: string): Files => ({
  'setup/Store.php': 'namespace EditionB\\Setup; class Store { public function __call($n, $a) { return 1; } }',
  'core/Store.php': `namespace EditionB\\Core\\Db; class Store { public function id($v) { return ${checked}; } }`,
  'x.php': `$s = new \\EditionA\\${cls}(); mysqli_query($db, 'SELECT 1 FROM a WHERE id = ' . $s->id($_GET['id']));`,
})
const joomla = (body: string) =>
  page(
    'com_x/controllers/item.php',
    `class XControllerItem extends JControllerLegacy { public function show() { ${body} } }`,
  )
const think = (body: string) =>
  page(
    'app/Item.php',
    `namespace app; use think\\Controller; class Item extends Controller { public function x() { ${body} } }`,
  )
const layout = (value: string): Files => ({
  'application/modules/layout/controllers/Layout.php':
    'class Layout extends MX_Controller { public function load_view($view, $data = []) { $v = explode("/", $view); $this->load->view($v[0] . "/" . $v[1], $data); } }',
  'application/modules/bills/controllers/Ajax.php': `class Ajax extends MX_Controller { public function modal() { $this->layout->load_view('bills/modal', ['bill_id' => ${value}]); } }`,
  'application/modules/bills/views/modal.php': '<script>var a = { id: <?php echo $bill_id; ?> };</script>',
})
const form = (flag: string): Files => ({
  'application/models/Mdl_bills.php':
    "class Mdl_bills extends CI_Model { public $v = []; public function run() { foreach (array_keys($_POST) as $k) { $this->v[$k] = $this->input->post($k); } } public function value($k, $escape = false) { $v = $this->v[$k] ?? ''; return $escape ? htmlspecialchars($v) : $v; } }",
  'application/views/form.php': [...'abcdefgh']
    .map((name) => `<input value="<?php echo $this->mdl_bills->value('${name}', ${flag}); ?>">`)
    .join('\n'),
})
const bundle = (value: string) =>
  views(
    `namespace A; use Symfony\\Component\\HttpFoundation\\Request; class LoginController extends StaffController { public function login(Request $request) { $p['error'] = ${value}; return $this->render('@A/Staff/login.html.twig', $p); } }`,
    'src/Resources/views/Staff/login.html.twig',
    "<div>{% if error is defined %}{{ error|trans([], 'staff')|raw }}{% endif %}</div>",
  )
const openCart = (body: string, view: string): Files => ({
  'catalog/controller/a/b.php': `class ControllerAB extends Controller { public function index() { ${body} $this->response->setOutput($this->load->view('a/b', $data)); } }`,
  'catalog/view/theme/default/template/a/b.twig': view,
})

const wrapper =
  'class F { static function get($type, $name, $filter) { $v = filter_input($type, $name, $filter); return $v === false ? null : $v; } }'

const escaped = (how: string) =>
  `echo '<input value="' . enc($_GET['a']) . '">'; function enc($v) { try { return ${how}; } catch (Exception $x) { return $v; } }`

/** How each platform gives the request, or shows a page, once as a hole and once mended. */
const pairs: [name: string, rule: string, bad: Files, good: Files][] = [
  [
    'Craft',
    'path-traversal',
    yii("unlink('/srv/' . $this->request->getRequiredBodyParam('f'));"),
    yii("unlink('/srv/' . basename($this->request->getRequiredBodyParam('f')));"),
  ],
  [
    'Joomla, input of a controller',
    'path-traversal',
    joomla("readfile('media/' . $this->input->get('f', '', 'RAW'));"),
    joomla("readfile('media/' . $this->input->get('f', '', 'cmd'));"),
  ],
  [
    'Joomla, what a list remembers',
    'sql-injection',
    joomla(
      "$o = JFactory::getApplication()->getUserStateFromRequest('x', 'order', 'id'); JFactory::getDbo()->setQuery('SELECT * FROM a ORDER BY ' . $o);",
    ),
    joomla(
      "$o = JFactory::getApplication()->getUserStateFromRequest('x', 'order', 'id', 'int'); JFactory::getDbo()->setQuery('SELECT * FROM a ORDER BY ' . $o);",
    ),
  ],
  [
    'Drupal, a form',
    'sql-injection',
    one(
      'class F extends FormBase { function submitForm(array &$form, FormStateInterface $s) { \\Drupal::database()->query("DELETE FROM {x} WHERE n = \'" . $s->getValue(\'n\') . "\'"); } }',
    ),
    one(
      "class F extends FormBase { function submitForm(array &$form, FormStateInterface $s) { \\Drupal::database()->query('DELETE FROM {x} WHERE n = :n', [':n' => $s->getValue('n')]); } }",
    ),
  ],
  [
    'Zend 1',
    'sql-injection',
    one(
      "class ItemController extends Zend_Controller_Action { function xAction() { $this->db->fetchAll('SELECT * FROM t WHERE i = ' . $this->_getParam('i')); } }",
    ),
    one(
      "class ItemController extends Zend_Controller_Action { function xAction() { $this->db->fetchAll('SELECT * FROM t WHERE i = ' . (int) $this->_getParam('i')); } }",
    ),
  ],
  [
    'Dolibarr',
    'sql-injection',
    one("$r = $db->query(\"SELECT a FROM t WHERE r = '\" . GETPOST('r', 'alpha') . \"'\");"),
    one(
      "$r = $db->query(\"SELECT a FROM t WHERE r = '\" . $db->escape(GETPOST('r', 'alpha')) . \"' AND i = \" . GETPOST('i', 'int'));",
    ),
  ],
  [
    'OXID',
    'sql-injection',
    one(
      'oxDb::getDb()->getAll("select * from t where i = \'" . oxRegistry::getConfig()->getRequestParameter(\'i\') . "\'");',
    ),
    one(
      "oxDb::getDb()->getAll('select * from t where i = ' . oxDb::getDb()->quote(oxRegistry::getConfig()->getRequestParameter('i')));",
    ),
  ],
  [
    'TYPO3',
    'sql-injection',
    one("$GLOBALS['TYPO3_DB']->exec_SELECTquery('*', 't', 'uid = ' . GeneralUtility::_GP('i'));"),
    one("$GLOBALS['TYPO3_DB']->exec_SELECTquery('*', 't', 'uid = ' . (int) GeneralUtility::_GP('i'));"),
  ],
  [
    'ThinkPHP',
    'sql-injection',
    think("return Db::query('select * from t where i = ' . input('i'));"),
    think("return Db::query('select * from t where i = ' . input('i/d'));"),
  ],
  [
    'all that was sent, through a helper',
    'cross-site-scripting',
    one("echo '<b>' . Any::getOption('q', $_REQUEST) . '</b>';"),
    one("echo '<b>' . htmlspecialchars(Any::getOption('q', $_REQUEST)) . '</b>';"),
  ],
  [
    'a form of Symfony',
    'open-redirect',
    one(
      'class C extends AbstractController { function x(Request $r) { $f = $this->createForm(A::class); $f->handleRequest($r); return new RedirectResponse($f->get("u")->getData()); } }',
    ),
    one(
      'class C extends AbstractController { function x(Request $r) { $f = $this->createForm(A::class); $f->handleRequest($r); return new RedirectResponse("/at/" . $f->get("u")->getData()); } }',
    ),
  ],
  [
    'a page of a bundle',
    'cross-site-scripting',
    bundle("$request->get('e')"),
    bundle("htmlspecialchars($request->get('e'))"),
  ],
  [
    'a page of a module',
    'cross-site-scripting',
    layout("$this->input->post('i')"),
    layout("(int) $this->input->post('i')"),
  ],
  ['a switch of a model, many times', 'cross-site-scripting', form('false'), form('true')],
  [
    'an address of OpenCart in a script',
    'cross-site-scripting',
    openCart(
      "$data['u'] = $this->url->link('a', 'p=' . $this->request->get['p']);",
      "<script>location = '{{ u }}';</script>",
    ),
    openCart(
      "$data['u'] = $this->url->link('a', 'p=' . (int) $this->request->get['p']);",
      "<script>location = '{{ u }}';</script>",
    ),
  ],
  [
    'a condition within Twig',
    'cross-site-scripting',
    openCart("$data['m'] = html_entity_decode($this->request->get['m']);", "<b>{{ m ? m : 'none' }}</b>"),
    openCart(
      "$data['m'] = html_entity_decode($this->request->get['m']);",
      "<option {{ m == '1' ? 'selected' }}>1</option>{{ 'A' in m ? 'checked' : '' }}",
    ),
  ],
  [
    'decoded after it was encoded',
    'cross-site-scripting',
    openCart("$data['u'] = urldecode($this->request->get['u']);", '<input value="{{ u }}">'),
    openCart("$data['u'] = urldecode(http_build_query($this->request->get));", '<input value="{{ u }}">'),
  ],
  [
    'a date in its own form',
    'cross-site-scripting',
    one("echo '<b>' . Dates::of($_GET['d'])->format('[text] Y') . '</b>' . $_GET['d'];"),
    one("echo '<b>' . Dates::of($_GET['d'])->format('Y-m-d') . '</b>';"),
  ],
  [
    'a filter that is named to a function around it',
    'cross-site-scripting',
    one(`${wrapper} echo '<input value="' . F::get(INPUT_POST, 'a', FILTER_UNSAFE_RAW) . '">';`),
    one(`${wrapper} echo '<input value="' . F::get(INPUT_POST, 'a', FILTER_SANITIZE_SPECIAL_CHARS) . '">';`),
  ],
  [
    'a way out that is never taken',
    'cross-site-scripting',
    one(
      `${escaped('own($v)')} function own($v) { if (strlen($v) > 9) throw new Exception('x'); return htmlspecialchars($v); }`,
    ),
    one(escaped('htmlspecialchars($v)')),
  ],
  [
    'an answer to a question of a server',
    'weak-password-hash',
    one("$kept = md5($user . ':' . $password);"),
    one("$answer = md5($user . ':' . $challenge['realm'] . ':' . $password);"),
  ],
  [
    'a list of texts put in quotes',
    'sql-injection',
    one("$ids = implode(', ', $_GET['ids']); mysqli_query($db, \"DELETE FROM a WHERE id IN ($ids)\");"),
    one(
      "$ids = implode(', ', $this->db->quoteArray($_GET['ids'])); mysqli_query($db, \"DELETE FROM a WHERE id IN ($ids)\");",
    ),
  ],
  [
    'the class whose full name ends alike, where two have one last part',
    'sql-injection',
    named('Core\\Db\\Store', '$v'),
    named('Core\\Db\\Store', 'intval($v)'),
  ],
  [
    'a statement by its form, whoever runs it',
    'sql-injection',
    one("$rows = $this->storage->getColumn('SELECT a FROM t WHERE i = ' . $_GET['x']);"),
    one(
      "$this->storage->getColumn('SELECT a FROM t WHERE i = ?', [$_GET['x']]); note('select it from ' . $_GET['x']);",
    ),
  ],
  [
    'a condition behind the name of its table',
    'sql-injection',
    one("$db->delete('tags', 'id IN (' . implode(',', $_GET['ids']) . ')');"),
    one("$db->delete('tags', 'id IN (' . implode(',', array_map('intval', $_GET['ids'])) . ')');"),
  ],
  [
    'a request by the name of its variable',
    'sql-injection',
    one("$x = $request->getParameter('x'); mysqli_query($db, 'SELECT * FROM t WHERE i = ' . $x);"),
    one("$x = $configuration->getVar('x'); mysqli_query($db, 'SELECT * FROM t WHERE i = ' . $x);"),
  ],
]

describe('platforms of PHP', () => {
  it.each(pairs)('%s: the hole', (_name, rule, bad) => {
    expect(found(bad)).toContain(rule)
  })
  it.each(pairs)('%s: mended', (_name, rule, _bad, good) => {
    expect(found(good)).not.toContain(rule)
  })
  it('a closure of a controller is no action', () => {
    const text =
      'namespace App\\Http\\Controllers; class ItemController extends Controller { function __construct() { $this->middleware(function ($request, $next) { return $next($request); }); } }'
    expect(found({ 'app/Http/Controllers/ItemController.php': text })).toEqual([])
  })
})
