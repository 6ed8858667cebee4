import { describe, expect, it } from 'vitest'
import { type Files, found } from '../scan/test-files.ts'

const points = (who: string): Files => ({
  'modules/p/controllers/front/points.php': `<?php class PPointsModuleFrontController extends ModuleFrontController { public $auth = true; public function postProcess() { $this->module->ledger()->put((int) ${who}, (int) Tools::getValue('points')); } }`,
  'modules/p/classes/Ledger.php':
    "<?php class Ledger { public function put($id, $points) { return Db::getInstance()->execute('UPDATE ' . _DB_PREFIX_ . 'points SET points = ' . (int) $points . ' WHERE id_customer = ' . (int) $id); } }",
})
const offer = (check: string): Files => ({
  'modules/b/controllers/front/pdf.php': `<?php class BPdfModuleFrontController extends ModuleFrontController { public function postProcess() { if (!$this->context->customer->isLogged()) { exit; } $bid = new Bid((int) Tools::getValue('id')); ${check} (new PDF([$bid], 'Bid', $this->context->smarty))->render('D'); } }`,
  'modules/b/classes/Bid.php': '<?php class Bid extends ObjectModel { public $id_customer; public $total; }',
})
const hook = (name: string): Files => ({
  'modules/b/b.php': `<?php class B extends Module { public function ${name}($params) { if (Tools::isSubmit('submitB')) { $this->keep(); } } private function keep() { Configuration::updateValue('B_LINK', Tools::getValue('link')); } }`,
})
const notice = (check: string): Files => ({
  'modules/pay/controllers/front/ipn.php': `<?php class PayIpnModuleFrontController extends ModuleFrontController { public function postProcess() { $order = new Order((int) Tools::getValue('reference')); ${check} $order->setCurrentState((int) Configuration::get('PS_OS_PAYMENT')); die('ok'); } }`,
})
const chosen = (names: string): Files => ({
  'modules/s/controllers/front/ajax.php': `<?php class SAjaxModuleFrontController extends ModuleFrontController { public function displayAjax() { $method = Tools::getValue('do'); if (in_array($method, [${names}], true)) { $this->$method(); } } private function actionList() { return 1; } private function actionDelete() { Db::getInstance()->delete('stars', 'id = ' . (int) Tools::getValue('id')); } }`,
})
const script = (key: string): Files => ({
  'modules/q/ajax.php':
    "<?php require_once '../../config/config.inc.php'; QHelper::positions(Tools::getValue('rows')); echo 'ok';",
  'modules/q/classes/QHelper.php': `<?php class QHelper { public static function positions($rows) { ${key} foreach ($rows as $i => $id) { Db::getInstance()->execute('UPDATE x SET position = ' . (int) $i . ' WHERE id = ' . (int) $id); } } }`,
})
const backOffice = (mark: string): Files => ({
  'modules/s/src/Controller/Admin/C.php': `<?php namespace S\\Controller\\Admin; class C extends PrestaShopAdminController { #[AdminSecurity("is_granted('update')")] public function save(Request $r): Response { $this->repository->save($r->request->all()); return $this->json([]); } ${mark} public function toggle(int $id): Response { $this->repository->update($id, []); return $this->json([]); } }`,
})
const guard = (body: string): Files => ({
  'a.js': `const router = require('express').Router(); function only(req, res, next) { ${body} } router.delete('/admin/products/:id', only, async (req, res) => { await db.query('DELETE FROM products WHERE id = $1', [req.params.id]); res.end(); });`,
})
const said = (test: string): Files => ({
  'a.js': `const router = require('express').Router(); router.delete('/api/products/:id', async (req, res) => { if (${test}) { return res.status(403).end(); } await Product.destroy({ where: { id: req.params.id } }); res.end(); });`,
})
const header = (param: string, test: string): Files => ({
  'A.java': `package a; @RestController public class A { private final JdbcTemplate jdbc; @DeleteMapping("/api/products/{id}") public ResponseEntity<Void> drop(@PathVariable long id, ${param}) { if (${test}) { return ResponseEntity.status(403).build(); } jdbc.update("DELETE FROM product WHERE id = ?", id); return ResponseEntity.ok().build(); } }`,
})
const behind = (first: string, last: string): Files => ({
  'admin/drop.php': `<?php require __DIR__ . '/../db.php'; ${first} $pdo->prepare('DELETE FROM coupons WHERE id = ?')->execute([(int) $_POST['id']]); ${last}`,
  'admin/check.php': "<?php session_start(); if (empty($_SESSION['admin'])) { header('Location: login.php'); exit; }",
  'db.php': "<?php $pdo = new PDO(getenv('DSN'));",
})
const include = "require __DIR__ . '/check.php';"

describe('rights in modules', () => {
  it.each<[string, Files, Files]>([
    [
      'rows of the customer whose number was sent',
      points("Tools::getValue('id_customer')"),
      points('$this->context->customer->id'),
    ],
    [
      'a record that says whose it is',
      offer(''),
      offer('if ($bid->id_customer != $this->context->customer->id) { exit; }'),
    ],
    ['settings saved by a hook', hook('hookDisplayHeader'), hook('hookDisplayBackOfficeHeader')],
    [
      'a notice of a payment',
      notice(''),
      notice(
        "if (!hash_equals(hash_hmac('sha256', $order->reference, Configuration::get('S')), Tools::getValue('sig'))) { die; }",
      ),
    ],
    ['a method that is chosen by its name', chosen("'actionList', 'actionDelete'"), chosen("'actionList'")],
    [
      'a script and the class that it calls',
      script(''),
      script("if (Tools::getValue('secure_key') != Configuration::get('Q')) { die; }"),
    ],
    [
      'an action of the back office beside others',
      backOffice(''),
      backOffice('#[AdminSecurity("is_granted(\'update\')")]'),
    ],
    [
      'an answer that ends nothing',
      guard("if (req.user.role !== 'admin') { res.status(403).end(); } next();"),
      guard("if (req.user.role !== 'admin') { return res.status(403).end(); } next();"),
    ],
    ['a role that the caller names', said("req.headers['x-role'] !== 'admin'"), said("req.user.role !== 'admin'")],
    [
      'a header that the caller sets',
      header('@RequestHeader("X-Staff") boolean staff', '!staff'),
      header('Principal who', '!staff.contains(who.getName())'),
    ],
    ['a guard behind the work', behind('', include), behind(include, '')],
  ])('%s', (_name, open, kept) => {
    expect(found(open)).toContain('missing-authorisation')
    expect(found(kept)).not.toContain('missing-authorisation')
  })
})
