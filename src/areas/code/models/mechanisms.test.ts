import { describe, expect, it } from 'vitest'
import { type Files, found } from '../scan/test-files.ts'

const php = (code: string): Files => ({ 'a.php': `<?php ${code}` })
const query = (text: string) => `mysqli_query($db, ${text});`

/** Ways on which data goes from one part of a program to another without a call that can be read, once as a hole and once mended. */
const pairs: [name: string, rule: string, bad: Files, good: Files][] = [
  [
    'a method that is not declared',
    'sql-injection',
    php(
      `class T { function __call($n, $a) { ${query("'SELECT * FROM a WHERE ' . $n . ' = ' . $a[0]")} } } (new T())->colour($_GET['c']);`,
    ),
    php(
      `class T { function __call($n, $a) { ${query("'SELECT * FROM a WHERE ' . $n . ' = ' . (int) $a[0]")} } } (new T())->colour($_GET['c']);`,
    ),
  ],
  [
    'properties that are not declared',
    'cross-site-scripting',
    php(
      "class V { private $d = []; function __set($n, $v) { $this->d[$n] = $v; } function show() { echo '<p>' . $this->d['t']; } } $v = new V(); $v->t = $_GET['t']; $v->show();",
    ),
    php(
      "class V { private $d = []; function __set($n, $v) { $this->d[$n] = htmlspecialchars($v); } function show() { echo '<p>' . $this->d['t']; } } $v = new V(); $v->t = $_GET['t']; $v->show();",
    ),
  ],
  [
    'an object that is called',
    'command-injection',
    php("class Run { function __invoke($a) { exec('ping ' . $a); } } $run = new Run(); $run($_POST['h']);"),
    php(
      "class Run { function __invoke($a) { exec('ping ' . escapeshellarg($a)); } } $run = new Run(); $run($_POST['h']);",
    ),
  ],
  [
    'an object that is gone through',
    'sql-injection',
    php(
      `class L implements IteratorAggregate { function __construct(private $l) {} function getIterator(): Iterator { foreach ($this->l as $i) yield $i; } } foreach (new L($_POST['l']) as $i) ${query("'DELETE FROM a WHERE i = ' . $i")}`,
    ),
    php(
      `class L implements IteratorAggregate { function __construct(private $l) {} function getIterator(): Iterator { foreach ($this->l as $i) yield (int) $i; } } foreach (new L($_POST['l']) as $i) ${query("'DELETE FROM a WHERE i = ' . $i")}`,
    ),
  ],
  [
    'an object used like an array',
    'sql-injection',
    php(
      `class B implements ArrayAccess { private $d = []; function offsetSet($k, $v): void { $this->d[$k] = $v; } function offsetGet($k): mixed { return $this->d[$k]; } } $b = new B(); $b['n'] = $_GET['n']; ${query("'SELECT * FROM a WHERE n = ' . $b['n']")}`,
    ),
    php(
      `class B implements ArrayAccess { private $d = []; function offsetSet($k, $v): void { $this->d[$k] = intval($v); } function offsetGet($k): mixed { return $this->d[$k]; } } $b = new B(); $b['n'] = $_GET['n']; ${query("'SELECT * FROM a WHERE n = ' . $b['n']")}`,
    ),
  ],
  [
    'rows of a short table, each by itself',
    'cross-site-scripting',
    php("$d = []; foreach (['a' => 'x', 'b' => 'y'] as $k => $v) $d[$k] = $_GET[$v]; echo '<p>' . $d['b'];"),
    php("$d = ['c' => 'z']; foreach (['a' => 'x', 'b' => 'y'] as $k => $v) $d[$k] = $_GET[$v]; echo '<p>' . $d['c'];"),
  ],
  [
    'the class that a trait is used by',
    'weak-cipher',
    php(
      "trait C { function seal($t) { return openssl_encrypt($t, static::KIND, K); } } class Bank { use C; const KIND = 'des-ede3-ecb'; function f() { return $this->seal('x'); } }",
    ),
    php(
      "trait C { function seal($t) { return openssl_encrypt($t, static::KIND, K); } } class Bank { use C; const KIND = 'aes-256-gcm'; function f() { return $this->seal('x'); } }",
    ),
  ],
  [
    'elements changed by reference',
    'sql-injection',
    php(
      `$l = explode(';', $_GET['l']); array_walk($l, function (&$i) { $i = trim($i); }); ${query("'SELECT * FROM a WHERE i IN (' . implode(',', $l) . ')'")}`,
    ),
    php(
      `$l = explode(';', $_GET['l']); array_walk($l, function (&$i) { $i = (int) trim($i); }); ${query("'SELECT * FROM a WHERE i IN (' . implode(',', $l) . ')'")}`,
    ),
  ],
  [
    'elements folded into one text',
    'sql-injection',
    php(
      `$w = array_reduce($_POST['p'], fn ($all, $p) => $all . " OR n = '$p'", '0'); ${query("'SELECT * FROM a WHERE ' . $w")}`,
    ),
    php(
      `$w = array_reduce($_POST['p'], fn ($all, $p) => $all . " OR n = '" . addslashes($p) . "'", '0'); ${query("'SELECT * FROM a WHERE ' . $w")}`,
    ),
  ],
  [
    'marks of a text filled in',
    'sql-injection',
    php(query("strtr('SELECT * FROM a WHERE n = \":n\"', [':n' => $_GET['n']])")),
    php(query("strtr('SELECT * FROM a WHERE n = \":n\"', [':n' => addslashes($_GET['n'])])")),
  ],
  [
    'defaults written over by what came',
    'sql-injection',
    php(`$o = array_replace(['by' => 'id'], $_GET); ${query("'SELECT * FROM a ORDER BY ' . $o['by']")}`),
    php(`$o = array_replace($_GET, ['by' => 'id']); ${query("'SELECT * FROM a ORDER BY ' . $o['by']")}`),
  ],
  [
    'fields by a definition of filters',
    'sql-injection',
    php(
      `$f = filter_input_array(INPUT_POST, ['n' => FILTER_DEFAULT]); ${query("'SELECT * FROM a WHERE n = ' . $f['n']")}`,
    ),
    php(
      `$f = filter_input_array(INPUT_POST, ['n' => FILTER_VALIDATE_INT]); ${query("'SELECT * FROM a WHERE n = ' . $f['n']")}`,
    ),
  ],
  [
    'a hook of WordPress raised elsewhere',
    'cross-site-scripting',
    {
      'plugins/a/z.php': "<?php add_action('a_shown', function ($t) { echo '<b>' . $t; });",
      'plugins/a/b.php': "<?php function show() { do_action('a_shown', $_GET['t']); }",
    },
    {
      'plugins/a/z.php': "<?php add_action('a_shown', function ($t) { echo '<b>' . esc_html($t); });",
      'plugins/a/b.php': "<?php function show() { do_action('a_shown', $_GET['t']); }",
    },
  ],
  [
    'a message by its class',
    'sql-injection',
    {
      'src/Paid.php': '<?php class Paid { public function __construct(public string $by) {} }',
      'src/PaidHandler.php': `<?php class PaidHandler { function __invoke(Paid $p) { ${query('"INSERT INTO l VALUES (\'$p->by\')"')} } }`,
      'src/C.php': "<?php class C { function f() { $this->bus->dispatch(new Paid($_POST['by'])); } }",
    },
    {
      'src/Paid.php': '<?php class Paid { public function __construct(public string $by) {} }',
      'src/PaidHandler.php': `<?php class PaidHandler { function __invoke(Paid $p) { $by = addslashes($p->by); ${query('"INSERT INTO l VALUES (\'$by\')"')} } }`,
      'src/C.php': "<?php class C { function f() { $this->bus->dispatch(new Paid($_POST['by'])); } }",
    },
  ],
  [
    'a method added to a class of a library',
    'sql-injection',
    php(
      "Builder::macro('near', function ($z) { return $this->whereRaw('zip = ' . $z); }); DB::table('a')->near($_GET['z']);",
    ),
    php(
      "Builder::macro('near', function ($z) { return $this->whereRaw('zip = ?', [$z]); }); DB::table('a')->near($_GET['z']);",
    ),
  ],
  [
    'a function given to one that is not known',
    'sql-injection',
    php(
      `function save($t) { transact(function () use ($t) { global $db; ${query('"INSERT INTO a VALUES (\'$t\')"')} }); } save('x'); save($_POST['t']);`,
    ),
    php(
      `function save($t) { transact(function () use ($t) { global $db; ${query('"INSERT INTO a VALUES (\'$t\')"')} }); } save('x'); save(addslashes($_POST['t']));`,
    ),
  ],
  [
    'all that came, spread over the session',
    'trust-boundary',
    php("$_SESSION['who'] = array_merge($_SESSION['who'], $_POST);"),
    php("$_SESSION['who'] = array_merge($_SESSION['who'], ['town' => $_POST['town']]);"),
  ],
  [
    'attributes of a request that the program set',
    'sql-injection',
    {
      'src/H.php': `<?php class H { function handle(Psr\\Http\\Message\\ServerRequestInterface $r) { $s = $r->getAttribute('by'); ${query('"SELECT * FROM a ORDER BY $s"')} } }`,
      'src/M.php':
        "<?php class M { function process(Psr\\Http\\Message\\ServerRequestInterface $r, $h) { return $h->handle($r->withAttribute('by', $r->getQueryParams()['by'])); } }",
    },
    {
      'src/H.php': `<?php class H { function handle(Psr\\Http\\Message\\ServerRequestInterface $r) { $s = $r->getAttribute('by'); ${query('"SELECT * FROM a ORDER BY $s"')} } }`,
      'src/M.php':
        "<?php class M { function process(Psr\\Http\\Message\\ServerRequestInterface $r, $h) { return $h->handle($r->withAttribute('by', 'name')); } }",
    },
  ],
  [
    'events of Node',
    'command-injection',
    {
      'bus.js': "const { EventEmitter } = require('events'); const bus = new EventEmitter(); module.exports = { bus }",
      'jobs.js':
        "const { bus } = require('./bus'); const { exec } = require('child_process'); const jobs = { 'photo.added': (name) => exec('convert ' + name) }; for (const [k, f] of Object.entries(jobs)) bus.on(k, f)",
      'app.js':
        "const { bus } = require('./bus'); app.post('/p', (req, res) => { bus.emit('photo.added', req.body.name); res.end() })",
    },
    {
      'bus.js': "const { EventEmitter } = require('events'); const bus = new EventEmitter(); module.exports = { bus }",
      'jobs.js':
        "const { bus } = require('./bus'); const { execFile } = require('child_process'); const jobs = { 'photo.added': (name) => execFile('convert', [name]) }; for (const [k, f] of Object.entries(jobs)) bus.on(k, f)",
      'app.js':
        "const { bus } = require('./bus'); app.post('/p', (req, res) => { bus.emit('photo.added', req.body.name); res.end() })",
    },
  ],
  [
    'a procedure with a schema',
    'sql-injection',
    {
      'r.ts':
        "import { z } from 'zod'; export const r = router({ all: procedure.input(z.object({ by: z.string() })).query(({ input }) => db.$queryRawUnsafe(`SELECT * FROM a ORDER BY ${input.by}`)) })",
    },
    {
      'r.ts':
        "import { z } from 'zod'; export const r = router({ all: procedure.input(z.object({ by: z.enum(['a', 'b']) })).query(({ input }) => db.$queryRawUnsafe(`SELECT * FROM a ORDER BY ${input.by}`)) })",
    },
  ],
  [
    'a field marked for the request',
    'sql-injection',
    {
      'F.java': 'class F { @QueryParam("q") String q; }',
      'R.java':
        '@Path("/r") class R { EntityManager em; @GET Object all(@BeanParam F f) { return em.createQuery("from P where n = \'" + f.q + "\'").getResultList(); } }',
    },
    {
      'F.java': 'class F { @QueryParam("q") int q; }',
      'R.java':
        '@Path("/r") class R { EntityManager em; @GET Object all(@BeanParam F f) { return em.createQuery("from P where n = " + f.q).getResultList(); } }',
    },
  ],
  [
    'an event of Spring',
    'sql-injection',
    {
      'A.java':
        'class Seen { private final String by; Seen(String by) { this.by = by; } String getBy() { return by; } } @RestController class A { ApplicationEventPublisher p; @PostMapping("/x") void f(@RequestBody String b) { p.publishEvent(new Seen(b)); } } class L { JdbcTemplate j; @EventListener void on(Seen e) { j.execute("insert into l values (\'" + e.getBy() + "\')"); } }',
    },
    {
      'A.java':
        'class Seen { private final String by; Seen(String by) { this.by = by; } String getBy() { return by; } } @RestController class A { ApplicationEventPublisher p; @PostMapping("/x") void f(@RequestBody String b) { p.publishEvent(new Seen(b)); } } class L { JdbcTemplate j; @EventListener void on(Seen e) { j.update("insert into l values (?)", e.getBy()); } }',
    },
  ],
  [
    'a component that is told not to escape',
    'cross-site-scripting',
    {
      'NameBean.java':
        'class NameBean { String getName() { return FacesContext.getCurrentInstance().getExternalContext().getRequestParameterMap().get("n"); } }',
      'p.xhtml': '<p><h:outputText escape="false" value="#{nameBean.name}"/></p>',
    },
    {
      'NameBean.java':
        'class NameBean { String getName() { return FacesContext.getCurrentInstance().getExternalContext().getRequestParameterMap().get("n"); } }',
      'p.xhtml': '<p><h:outputText value="#{nameBean.name}"/></p>',
    },
  ],
  [
    'a template of Latte',
    'cross-site-scripting',
    {
      'a.php': "<?php $latte = new Latte\\Engine(); $latte->render('templates/a.latte', ['n' => $_GET['n']]);",
      'templates/a.latte': '<p>{$n|upper|noescape}</p>',
    },
    {
      'a.php': "<?php $latte = new Latte\\Engine(); $latte->render('templates/a.latte', ['n' => $_GET['n']]);",
      'templates/a.latte': '<p>{$n|upper}</p>',
    },
  ],
]

describe('ways through a program', () => {
  it.each(pairs)('%s', (_, rule, bad, good) => {
    expect(found(bad)).toContain(rule)
    expect(found(good)).not.toContain(rule)
  })
})
