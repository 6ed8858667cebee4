import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scanTree } from '../scan/scan.ts'
import type { Files } from '../scan/test-php.ts'

/** Rules reported at default confidence in a folder of its own. */
function found(files: Files): string[] {
  const root = mkdtempSync(join(tmpdir(), 'second-order-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return scanTree(root)
      .findings.filter(({ confidence }) => confidence !== 'low')
      .map(({ rule }) => rule.slice('code/'.length))
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

const express = (body: string): Files => ({ 'app.js': body })
const handler = 'app.use((err, req, res, next) => { res.status(400).send(`<p>${err.message}</p>`); });'
const review = 'class C extends AbstractController { #[Route("/x")] public function x(Request $request): Response {'

/** What one part of a program keeps and another shows: once as it is, once made harmless on the way. */
const pairs: [name: string, rule: string, bad: Files, good: Files][] = [
  [
    'error answered by a handler',
    'cross-site-scripting',
    express(
      `app.get('/s', (req, res) => { if (!sizes[req.query.n]) throw new Error('no size ' + req.query.n); res.end(); }); ${handler}`,
    ),
    express(
      `app.get('/s', (req, res) => { if (!sizes[req.query.n]) throw new Error('no such size'); res.end(); }); ${handler}`,
    ),
  ],
  [
    'error caught around a call',
    'cross-site-scripting',
    {
      'a.php':
        '<?php function f($n) { if (strlen($n) < 3) throw new E("no $n"); } try { f($_GET["n"]); } catch (E $e) { echo "<p>" . $e->getMessage(); }',
    },
    {
      'a.php':
        '<?php function f($n) { if (strlen($n) < 3) throw new E("no $n"); } try { f($_GET["n"]); } catch (E $e) { echo "<p>" . htmlspecialchars($e->getMessage()); }',
    },
  ],
  [
    'session of Express',
    'open-redirect',
    express(
      "r.get('/in', (req, res) => { req.session.back = req.query.back; res.render('in'); }); r.post('/in', (req, res) => { const to = req.session.back || '/'; req.session.regenerate(() => { res.redirect(to); }); });",
    ),
    express(
      "r.get('/in', (req, res) => { req.session.back = req.originalUrl; res.render('in'); }); r.post('/in', (req, res) => { const to = req.session.token || '/'; req.session.regenerate(() => { res.redirect(to); }); });",
    ),
  ],
  [
    'records of a mapper',
    'cross-site-scripting',
    express(
      "app.post('/r', async (req, res) => { await prisma.review.create({ data: { text: req.body.text } }); res.end(); }); app.get('/r', async (req, res) => { const all = await prisma.review.findMany(); res.send('<ul>' + all.map((r) => `<li>${r.text}</li>`).join('')); });",
    ),
    express(
      "app.post('/r', async (req, res) => { await prisma.review.create({ data: { text: req.body.text } }); res.end(); }); app.get('/r', async (req, res) => { const all = await prisma.review.findMany(); res.send('<ul>' + all.map((r) => `<li>${r.shop}</li>`).join('')); });",
    ),
  ],
  [
    'notice of one page to the next',
    'cross-site-scripting',
    {
      'C.php': `<?php ${review} $this->addFlash('error', 'no ' . $request->query->get('c')); return $this->redirectToRoute('cart'); } }`,
      'templates/f.html.twig': "{% for m in app.flashes('error') %}<p>{{ m|raw }}</p>{% endfor %}",
    },
    {
      'C.php': `<?php ${review} $this->addFlash('error', 'no ' . $request->query->get('c')); return $this->redirectToRoute('cart'); } }`,
      'templates/f.html.twig': "{% for m in app.flashes('error') %}<p>{{ m }}</p>{% endfor %}",
    },
  ],
  [
    'names of fields as keys',
    'sql-injection',
    {
      'a.php':
        '<?php class A { private $f = []; function take() { foreach ($_GET as $k => $v) { $this->f[$k] = $v; } } function show() { $w = []; foreach ($this->f as $k => $v) { $w[] = "t.$k = " . "\\"" . addslashes($v) . "\\""; } mysqli_query($this->db, "SELECT * FROM t WHERE " . implode(" AND ", $w)); } } $a = new A(); $a->take(); $a->show();',
    },
    {
      'a.php':
        '<?php class A { private $f = []; function take() { foreach ($_GET as $k => $v) { if (in_array($k, ["a", "b"], true)) { $this->f[$k] = $v; } } } function show() { $w = []; foreach ($this->f as $k => $v) { $w[] = "t.$k = " . "\\"" . addslashes($v) . "\\""; } mysqli_query($this->db, "SELECT * FROM t WHERE " . implode(" AND ", $w)); } } $a = new A(); $a->take(); $a->show();',
    },
  ],
  [
    'property that the request names',
    'mass-assignment',
    {
      'a.php':
        '<?php class User { public $name; public $role; function save($pdo) {} } $u = new User(); foreach ($_POST as $k => $v) { $u->$k = $v; } $u->save($pdo);',
    },
    {
      'a.php':
        '<?php class User { public $name; public $role; function save($pdo) {} } $u = new User(); foreach (["name"] as $k) { $u->$k = $_POST[$k]; } $u->save($pdo);',
    },
  ],
  [
    'finished SQL of CS-Cart',
    'sql-injection',
    {
      'a.php':
        "<?php $c = db_quote(' AND a = ?s', $_REQUEST['a']); if ($_REQUEST['b']) { $c .= \" AND b = '\" . $_REQUEST['b'] . \"'\"; } db_get_array('SELECT * FROM ?:o WHERE 1 ?p LIMIT ?i', $c, $_REQUEST['n']);",
    },
    {
      'a.php':
        "<?php $c = db_quote(' AND a = ?s', $_REQUEST['a']); if ($_REQUEST['b']) { $c .= db_quote(' AND b = ?s', $_REQUEST['b']); } db_get_array('SELECT * FROM ?:o WHERE 1 ?p LIMIT ?i', $c, $_REQUEST['n']);",
    },
  ],
  [
    'row of PrestaShop',
    'sql-injection',
    { 'a.php': "<?php Db::getInstance()->insert('note', ['text' => trim(Tools::getValue('text'))]);" },
    { 'a.php': "<?php Db::getInstance()->insert('note', ['text' => pSQL(trim(Tools::getValue('text')))]);" },
  ],
  [
    'old reader of YAML',
    'unsafe-deserialisation',
    {
      'package.json': '{ "dependencies": { "js-yaml": "^3.13.1" } }',
      'a.js': "const yaml = require('js-yaml'); app.post('/x', (req, res) => { save(yaml.load(req.body)); });",
    },
    {
      'package.json': '{ "dependencies": { "js-yaml": "^4.1.0" } }',
      'a.js': "const yaml = require('js-yaml'); app.post('/x', (req, res) => { save(yaml.load(req.body)); });",
    },
  ],
]

describe('what is kept in one place and used in another', () => {
  it.each(pairs)('%s: the hole', (_name, rule, bad) => {
    expect(found(bad)).toContain(rule)
  })
  it.each(pairs)('%s: made harmless', (_name, rule, _bad, good) => {
    expect(found(good)).not.toContain(rule)
  })
})
