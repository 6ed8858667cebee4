import { describe, expect, it } from 'vitest'
import { type Files, found, one } from '../scan/test-php.ts'

/** An idiom in other words than the labelled sets have it, once as a hole and once mended. */
const pairs: [name: string, rule: string, bad: Files, good: Files][] = [
  // The language.
  [
    'defaults added to what came',
    'sql-injection',
    one("$f = $_GET + ['by' => 'name']; mysqli_query($db, 'SELECT * FROM a ORDER BY ' . $f['by']);"),
    one("$f = ['by' => 'name'] + $_GET; mysqli_query($db, 'SELECT * FROM a ORDER BY ' . $f['by']);"),
  ],
  [
    'a method as a closure',
    'sql-injection',
    one(
      "class K { function raw($x) { return trim($x); } function go($db) { $l = array_map($this->raw(...), $_POST['l']); mysqli_query($db, 'DELETE FROM a WHERE i IN (' . implode(',', $l) . ')'); } }",
    ),
    one(
      "class K { function num($x) { return (int) $x; } function go($db) { $l = array_map($this->num(...), $_POST['l']); mysqli_query($db, 'DELETE FROM a WHERE i IN (' . implode(',', $l) . ')'); } }",
    ),
  ],
  [
    'elements changed in place',
    'sql-injection',
    one(
      "foreach ($_POST['i'] as $k => $v) { $l[$k] = $v; } foreach ($l as &$v) { if ($v) continue; $v = (int) $v; } mysqli_query($db, 'DELETE FROM a WHERE i IN (' . implode(',', $l) . ')');",
    ),
    one(
      "$l = (array) $_POST['i']; foreach ($l as $k => &$v) { $v = intval($v); } unset($v); mysqli_query($db, 'DELETE FROM a WHERE i IN (' . implode(',', $l) . ')');",
    ),
  ],
  [
    'extract',
    'path-traversal',
    one("function show($data) { $file = 'terms.txt'; extract($data); readfile('texts/' . $file); } show($_REQUEST);"),
    one(
      "function show($data) { $file = 'terms.txt'; extract($data, EXTR_SKIP); readfile('texts/' . $file); } show($_REQUEST);",
    ),
  ],
  [
    'seal compared before reading',
    'unsafe-deserialisation',
    one(
      "$cart = $_COOKIE['cart']; $seal = hash_hmac('sha256', 'cart', KEY); if (!hash_equals($seal, $_COOKIE['seal'])) exit; unserialize($cart);",
    ),
    one(
      "$cart = $_COOKIE['cart']; $seal = hash_hmac('sha256', $cart, KEY); if (!hash_equals($seal, (string) $_COOKIE['seal'])) exit; unserialize($cart);",
    ),
  ],
  [
    'object shown as text',
    'cross-site-scripting',
    one(
      "class Tag { private $t; function __construct($t) { $this->t = $t; } function __toString() { return '<b>' . $this->t . '</b>'; } } echo 'Tag: ' . new Tag($_GET['t']);",
    ),
    one(
      "class Tag { private $t; function __construct($t) { $this->t = $t; } function __toString() { return '<b>' . htmlspecialchars($this->t) . '</b>'; } } echo 'Tag: ' . new Tag($_GET['t']);",
    ),
  ],
  [
    'JSON in a script',
    'cross-site-scripting',
    one("$j = json_encode($_GET['s'], JSON_UNESCAPED_SLASHES); echo '<script>let s = ' . $j . '</script>';"),
    one(
      "$j = json_encode($_GET['s'], JSON_UNESCAPED_SLASHES | JSON_HEX_TAG); echo '<script>let s = ' . $j . '</script>';",
    ),
  ],
  [
    'upload read line by line',
    'command-injection',
    one(
      "$f = new SplFileObject($_FILES['l']['tmp_name']); foreach (rows($f) as $r) { exec('import ' . $r); } function rows($f) { while (!$f->eof()) { yield $f->fgets(); } }",
    ),
    one(
      "$f = new SplFileObject($_FILES['l']['tmp_name']); foreach (rows($f) as $r) { exec('import ' . escapeshellarg($r)); } function rows($f) { while (!$f->eof()) { yield $f->fgets(); } }",
    ),
  ],
  [
    'scheme of a link',
    'cross-site-scripting',
    one("$to = $_GET['to']; echo '<a href=\"' . htmlspecialchars($to) . '\">go</a>';"),
    one(
      "$to = $_GET['to']; if (!in_array(parse_url($to, PHP_URL_SCHEME), ['http', 'https'], true)) $to = '/'; echo '<a href=\"' . htmlspecialchars($to) . '\">go</a>';",
    ),
  ],
  [
    'host in a pattern',
    'server-side-request-forgery',
    one(
      "$u = $_GET['u']; if (preg_match('#^https://img\\\\.acme\\\\.example#', $u)) echo strlen(file_get_contents($u));",
    ),
    one("$u = $_GET['u']; if (preg_match('#^https://img\\.acme\\.example/#', $u)) echo strlen(file_get_contents($u));"),
  ],
  // What is written is read elsewhere.
  [
    'column by a placeholder with a name',
    'cross-site-scripting',
    {
      'save.php':
        "$s = $pdo->prepare('INSERT INTO reviews (id, body) VALUES (:id, :body)'); $s->bindValue(':id', 1); $s->bindValue(':body', $_POST['body']); $s->execute();",
      'show.php':
        "foreach ($pdo->query('SELECT id, body FROM reviews') as $row) {} $s = $pdo->prepare('SELECT body FROM reviews WHERE id = ?'); $s->execute([1]); $r = $s->fetch(); echo '<p>' . $r['body'] . '</p>';",
    },
    {
      'save.php':
        "$s = $pdo->prepare('INSERT INTO reviews (id, body) VALUES (:id, :body)'); $s->bindValue(':id', 1); $s->bindValue(':body', $_POST['body']); $s->execute();",
      'show.php':
        "$s = $pdo->prepare('SELECT body FROM reviews WHERE id = ?'); $s->execute([1]); $r = $s->fetch(); echo '<p>' . htmlspecialchars($r['body']) . '</p>';",
    },
  ],
  [
    'column written in the text of a statement',
    'sql-injection',
    {
      'in.php':
        'mysqli_query($db, "UPDATE guests SET nick = \'" . mysqli_real_escape_string($db, $_POST[\'nick\']) . "\' WHERE id = 4");',
      'out.php':
        "$r = mysqli_query($db, 'SELECT nick FROM guests'); while ($g = mysqli_fetch_assoc($r)) { mysqli_query($db, \"SELECT 1 FROM bans WHERE nick = '\" . $g['nick'] . \"'\"); }",
    },
    {
      'in.php':
        'mysqli_query($db, "UPDATE guests SET nick = \'" . mysqli_real_escape_string($db, $_POST[\'nick\']) . "\' WHERE id = 4");',
      'out.php':
        "$r = mysqli_query($db, 'SELECT nick FROM guests'); while ($g = mysqli_fetch_assoc($r)) { mysqli_query($db, \"SELECT 1 FROM bans WHERE nick = '\" . mysqli_real_escape_string($db, $g['nick']) . \"'\"); }",
    },
  ],
  [
    'row of WordPress',
    'cross-site-scripting',
    one(
      "function a() { global $wpdb; $wpdb->insert($wpdb->prefix . 'wishes', ['words' => wp_unslash($_POST['w'])]); } function b() { global $wpdb; $r = $wpdb->get_row(\"SELECT words FROM {$wpdb->prefix}wishes\"); echo '<p>' . $r->words . '</p>'; }",
    ),
    one(
      "function a() { global $wpdb; $wpdb->insert($wpdb->prefix . 'wishes', ['words' => wp_unslash($_POST['w'])]); } function b() { global $wpdb; $r = $wpdb->get_row(\"SELECT words FROM {$wpdb->prefix}wishes\"); echo '<p>' . esc_html($r->words) . '</p>'; }",
    ),
  ],
  // Records.
  [
    'table of Laravel',
    'mass-assignment',
    one(
      'class C { function s(Request $request, $id) { DB::table("users")->where("id", $id)->update($request->all()); } }',
    ),
    one(
      'class C { function s(Request $request, $id) { DB::table("users")->where("id", $id)->update($request->only("name")); } }',
    ),
  ],
  [
    'CakePHP, new record with every field',
    'mass-assignment',
    {
      'E/Account.php':
        "namespace App\\Model\\Entity; class Account extends Entity { protected $_accessible = ['*' => true, 'id' => false]; }",
      'C.php':
        'namespace App\\Controller; class C extends AppController { function add() { $a = $this->Accounts->newEntity($this->request->getData()); $this->Accounts->save($a); } }',
    },
    {
      'E/Account.php':
        "namespace App\\Model\\Entity; class Account extends Entity { protected $_accessible = ['name' => true]; }",
      'C.php':
        'namespace App\\Controller; class C extends AppController { function add() { $a = $this->Accounts->newEntity($this->request->getData()); $this->Accounts->save($a); } }',
    },
  ],
  [
    'Symfony, denormalised into what is stored',
    'mass-assignment',
    one(
      "class C { function p(Request $request, DenormalizerInterface $d, $user) { $d->denormalize($request->toArray(), User::class, null, ['object_to_populate' => $user]); } }",
    ),
    one(
      "class C { function p(Request $request, DenormalizerInterface $d, $user) { $d->denormalize($request->toArray(), User::class, null, ['object_to_populate' => $user, 'attributes' => ['name']]); } }",
    ),
  ],
  [
    'option by a name that came',
    'mass-assignment',
    one("foreach ($_POST['settings'] as $name => $value) { update_option($name, sanitize_text_field($value)); }"),
    one(
      "foreach ($_POST['settings'] as $name => $value) { update_option('acme_' . $name, sanitize_text_field($value)); }",
    ),
  ],
  // Frameworks.
  [
    'Yii, rules hold a field to a choice',
    'sql-injection',
    {
      'm.php':
        "class Find extends Model { public $by; public function rules() { return [[['by'], 'safe']]; } public function run($p) { $this->load($p); return Yii::$app->db->createCommand('SELECT * FROM a ORDER BY ' . $this->by)->queryAll(); } }",
      'c.php': 'class FController { function actionI() { (new Find())->run(Yii::$app->request->get()); } }',
    },
    {
      'm.php':
        "class Find extends Model { public $by; public function rules() { return [[['by'], 'in', 'range' => ['a', 'b']]]; } public function run($p) { $this->load($p); return Yii::$app->db->createCommand('SELECT * FROM a ORDER BY ' . $this->by)->queryAll(); } }",
      'c.php': 'class FController { function actionI() { (new Find())->run(Yii::$app->request->get()); } }',
    },
  ],
  [
    'CodeIgniter, decoded segment',
    'path-traversal',
    one("class Bills extends CI_Controller { function get($file) { readfile('/srv/bills/' . urldecode($file)); } }"),
    one("class Bills extends CI_Controller { function get($file) { readfile('/srv/bills/' . $file); } }"),
  ],
  [
    'CodeIgniter 4, segment',
    'cross-site-scripting',
    one("class Hi extends CodeIgniter\\Controller { public function show($name) { echo '<b>' . $name; } }"),
    one("class Hi extends CodeIgniter\\Controller { public function show(int $name) { echo '<b>' . $name; } }"),
  ],
  [
    'CodeIgniter 4, order',
    'sql-injection',
    one(
      "class Cards extends CodeIgniter\\Model { function list($sort) { $b = $this->db->table('cards'); $b->where('a', 1); $b->orderBy($sort, 'asc'); return $b->get(); } } class C extends CodeIgniter\\Controller { function index() { return (new Cards())->list($this->request->getGet('sort')); } }",
    ),
    one(
      "class Cards extends CodeIgniter\\Model { function list($sort) { $b = $this->db->table('cards'); $b->where('a', $sort); $b->orderBy(in_array($sort, ['name', 'value'], true) ? $sort : 'name', 'asc'); return $b->get(); } } class C extends CodeIgniter\\Controller { function index() { return (new Cards())->list($this->request->getGet('sort')); } }",
    ),
  ],
  [
    'Magento, what was posted and the post of a blog',
    'cross-site-scripting',
    { 'view/frontend/templates/a.phtml': '<p><?php echo $block->getRequest()->getPost()["q"] ?></p>' },
    { 'view/frontend/templates/a.phtml': '<p><?php $post = $block->getPost(); echo $post->getPublishDate("F") ?></p>' },
  ],
  [
    'Magento, expression of a collection',
    'sql-injection',
    one(
      "class Find extends Magento\\Framework\\App\\Action\\Action { function execute() { $c = $this->posts->create(); $c->addExpressionFieldToSelect('near', 'MATCH (title) AGAINST (\"{{term}}\")', ['term' => $this->getRequest()->getParam('q')]); } }",
    ),
    one(
      "class Find extends Magento\\Framework\\App\\Action\\Action { function execute() { $c = $this->posts->create(); $c->addExpressionFieldToSelect('near', 'MATCH (title) AGAINST ({{term}})', ['term' => $c->getConnection()->quote($this->getRequest()->getParam('q'))]); } }",
    ),
  ],
  [
    'CodeIgniter 3, condition',
    'sql-injection',
    one(
      "class Cards extends CI_Controller { function index() { $this->db->where('a BETWEEN ' . $this->input->get('s') . ' AND 9'); } }",
    ),
    one(
      "class Cards extends CI_Controller { function index() { $this->db->where('a BETWEEN ' . $this->db->escape($this->input->get('s')) . ' AND 9'); } }",
    ),
  ],
  [
    'CodeIgniter 3, order',
    'sql-injection',
    one(
      "class Cards extends CI_Controller { function index() { $this->db->from('cards')->order_by($this->input->get('s')); } }",
    ),
    one(
      "class Cards extends CI_Controller { function index() { $this->db->from('cards')->order_by((int) $this->input->get('s')); } }",
    ),
  ],
  [
    'CodeIgniter 3, view',
    'cross-site-scripting',
    {
      'application/controllers/Find.php':
        "class Find extends CI_Controller { function index() { $this->load->view('find', ['q' => $this->input->get('q')]); } }",
      'application/views/find.php': '<h1><?= $q ?></h1>',
    },
    {
      'application/controllers/Find.php':
        "class Find extends CI_Controller { function index() { $this->load->view('find', ['q' => $this->input->get('q')]); } }",
      'application/views/find.php': '<h1><?= html_escape($q) ?></h1>',
    },
  ],
  [
    'session of Symfony',
    'trust-boundary',
    one(
      "class C { function s(Request $request) { $request->getSession()->set('customer_group', $request->query->get('g')); } }",
    ),
    one(
      "class C { function s(Request $request) { $request->getSession()->set('language', $request->query->get('g')); } }",
    ),
  ],
  [
    'Livewire, field that is locked',
    'sql-injection',
    one(
      "namespace App\\Livewire; use Livewire\\Component; class T extends Component { public $by = 'a'; function render() { return DB::select('SELECT * FROM a ORDER BY ' . $this->by); } }",
    ),
    one(
      "namespace App\\Livewire; use Livewire\\Component; use Livewire\\Attributes\\Locked; class T extends Component { #[Locked] public $by = 'a'; function render() { return DB::select('SELECT * FROM a ORDER BY ' . $this->by); } }",
    ),
  ],
  [
    'collection of Laravel',
    'command-injection',
    one(
      'class C { function s(Request $request) { collect($request->input("files"))->each(fn ($f) => exec("rm " . $f)); } }',
    ),
    one(
      'class C { function s(Request $request) { collect($request->input("files"))->map(fn ($f) => escapeshellarg($f))->each(fn ($f) => exec("rm " . $f)); } }',
    ),
  ],
  [
    'request ended by a condition',
    'open-redirect',
    one(
      "class C { function s(Request $request) { $to = $request->input('to'); abort_if(!is_string($to), 400); return redirect($to); } }",
    ),
    one(
      "class C { function s(Request $request) { $to = $request->input('to'); abort_if(!in_array($to, ['/a', '/b'], true), 400); return redirect($to); } }",
    ),
  ],
  [
    'block of Magento 2 and its template',
    'cross-site-scripting',
    {
      'Block/Hint.php':
        "namespace A; class Hint extends \\Magento\\Framework\\View\\Element\\Template { protected $_template = 'A_B::hint.phtml'; function _prepareLayout() { $this->setData('hint_text', $this->getRequest()->getParam('h')); } }",
      'view/frontend/templates/hint.phtml': '<p><?= $block->getHintText() ?></p>',
    },
    {
      'Block/Hint.php':
        "namespace A; class Hint extends \\Magento\\Framework\\View\\Element\\Template { protected $_template = 'A_B::hint.phtml'; function _prepareLayout() { $this->setData('hint_text', $this->getRequest()->getParam('h')); } }",
      'view/frontend/templates/hint.phtml': '<p><?= $block->escapeHtml($block->getHintText()) ?></p>',
    },
  ],
  [
    'documents whose entities are put in',
    'xml-external-entities',
    one("$d = new DOMDocument(); $d->substituteEntities = true; $d->loadXML($_POST['x']);"),
    one("$d = new DOMDocument(); $d->substituteEntities = false; $d->loadXML($_POST['x']);"),
  ],
  [
    'number of a gift card',
    'weak-token',
    one(
      "function giftCode() { $code = ''; for ($i = 0; $i < 9; $i++) { $code .= 'ABC'[mt_rand(0, 2)]; } return $code; }",
    ),
    one(
      "function giftCode() { $code = ''; for ($i = 0; $i < 9; $i++) { $code .= 'ABC'[random_int(0, 2)]; } return $code; }",
    ),
  ],
  [
    'client that checks nothing',
    'no-certificate-check',
    { 'config/services.php': "return ['pim' => ['timeout' => 3, 'http_errors' => false, 'verify' => false]];" },
    {
      'config/services.php':
        "return ['pim' => ['timeout' => 3, 'http_errors' => false, 'verify' => true], 'codes' => ['verify' => false]];",
    },
  ],
  [
    'route with a schema',
    'sql-injection',
    one(
      "register_rest_route('a/v1', 'b', ['callback' => 'acme_b', 'permission_callback' => '__return_true', 'args' => ['by' => ['type' => 'string']]]); function acme_b($request) { global $wpdb; $wpdb->get_results('SELECT * FROM a ORDER BY ' . $request->get_param('by')); }",
    ),
    one(
      "register_rest_route('a/v1', 'b', ['callback' => 'acme_b', 'permission_callback' => '__return_true', 'args' => ['by' => ['sanitize_callback' => 'absint']]]); function acme_b($request) { global $wpdb; $wpdb->get_results('SELECT * FROM a ORDER BY ' . $request->get_param('by')); }",
    ),
  ],
  [
    'field that the framework checks',
    'sql-injection',
    one(
      "class Q { public function __construct(#[Assert\\NotBlank] public string $by) {} } class C { function l(#[MapQueryString] Q $q, Connection $c) { $c->fetchOne('SELECT 1 FROM a ORDER BY ' . $q->by); } }",
    ),
    one(
      "class Q { public function __construct(#[Assert\\Regex('/^[a-z]+$/')] public string $by) {} } class C { function l(#[MapQueryString] Q $q, Connection $c) { $c->fetchOne('SELECT 1 FROM a ORDER BY ' . $q->by); } }",
    ),
  ],
]

describe('idioms of PHP', () => {
  it.each(pairs)('%s: the hole', (_name, rule, bad) => {
    expect(found(bad)).toContain(rule)
  })
  it.each(pairs)('%s: mended', (_name, rule, _bad, good) => {
    expect(found(good)).not.toContain(rule)
  })
})
