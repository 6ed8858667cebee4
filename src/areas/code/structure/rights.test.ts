import { describe, expect, it } from 'vitest'
import { type Files, found } from '../scan/test-files.ts'

const front = (body: string, more = '') => ({
  'modules/m/controllers/front/page.php': `<?php class MPageModuleFrontController extends ModuleFrontController { public $auth = true; ${more} public function postProcess() { ${body} } }`,
})
const mage = (action: string, body: string) => ({
  'app/code/local/N/M/controllers/XController.php': `<?php class N_M_XController extends Mage_Core_Controller_Front_Action { public function ${action}() { ${body} } }`,
})
const laravel = (route: string, body: string) => ({
  'routes/web.php': `<?php use App\\Http\\Controllers\\TalkController; ${route}`,
  'app/Http/Controllers/TalkController.php': `<?php namespace App\\Http\\Controllers; use App\\Models\\Talk; class TalkController extends Controller { public function all($r) { return $r->user()->talks(); } public function one(Talk $talk) { ${body} return view('talk', compact('talk')); } }`,
})
const catalog = (check: string) => ({
  'catalog/controller/extension/parcel.php': `<?php class ControllerExtensionParcel extends Controller { public function sent() { ${check} $this->model_checkout_order->addOrderHistory((int)$this->request->post['n'], 3); } }`,
})
const admin = (check: string) => ({
  'admin/controller/extension/rule.php': `<?php class ControllerExtensionRule extends Controller { public function save() { ${check} $this->model_extension_rule->saveRules($this->request->post['rule']); } }`,
})
const script = (path: string, load: string, body: string) => ({
  [path]: `<?php require '../inc/${load}.php'; ${body}`,
  'inc/db.php': "<?php $db = new PDO(getenv('DSN'));",
  'inc/auth.php': "<?php session_start(); if (empty($_SESSION['admin'])) { header('Location: /'); exit; }",
})
const resolver = (id: string) => ({
  'R.php': `<?php class R implements Magento\\Framework\\GraphQl\\Query\\ResolverInterface { public function resolve($field, $context, $info, $value = null, $args = null) { return $this->ledger->of(${id}); } }`,
})
const hook = (check: string) => ({
  'src/hooks/pay.js': `router.post('/pay', async (req, res) => { ${check} await orders.markPaid(req.body.orderId); res.end(); });`,
})
const medusa = (folder: string) => ({
  [`src/api/${folder}/prices/route.ts`]:
    'export async function POST(req, res) { await updatePriceListsWorkflow(req.scope).run({ input: req.body }); res.json({}); }',
})
const moduleClass = (check: string) => ({
  'modules/m/controllers/front/run.php': `<?php class MRunModuleFrontController extends ModuleFrontController { public function postProcess() { ${check} $s = new MStore(); $s->reset(); } }`,
  'modules/m/classes/MStore.php':
    "<?php class MStore { public function reset() { Db::getInstance()->execute('UPDATE ' . _DB_PREFIX_ . 'stock_available SET quantity = 0'); } }",
})
const account = (body: string) => ({
  'app/code/N/M/Controller/Account/View.php': `<?php namespace N\\M\\Controller\\Account; use Magento\\Customer\\Controller\\AbstractAccount; class View extends AbstractAccount { public function execute() { ${body} return $t; } }`,
})
const symfony = (body: string) => ({
  'src/Controller/StockController.php': `<?php namespace App\\Controller; class StockController extends AbstractController { #[Route('/stock/{id}', methods: ['POST'])] public function set(Product $p, EntityManagerInterface $em): Response { ${body} return $this->json([]); } }`,
})
const shopware = (defaults: string) => ({
  'src/C.php': `<?php namespace A; class C extends AbstractController { #[Route(path: '/api/_action/a', defaults: ${defaults}, methods: ['POST'])] public function save(Request $r) { $this->systemConfig->set('A.config.url', $r->request->get('url')); } }`,
})
const ownAddress = (more: string) => ({
  'account/save.php': `<?php session_start(); if (empty($_SESSION['customer_id'])) { exit; } if (!hash_equals($_SESSION['csrf'] ?? '', $_POST['csrf'] ?? '')) { exit('token'); } $pdo->prepare('UPDATE addresses SET city = ? WHERE id = ?${more}')->execute([$_POST['city'], $_POST['id']${more ? ", $_SESSION['customer_id']" : ''}]);`,
})
const review = (authorize: string) => ({
  'routes/web.php':
    "<?php use App\\Http\\Controllers\\ReviewController; Route::put('/reviews/{review}', [ReviewController::class, 'update'])->middleware('auth');",
  'app/Http/Controllers/ReviewController.php':
    '<?php namespace App\\Http\\Controllers; use App\\Models\\Review; use App\\Http\\Requests\\Keep; class ReviewController extends Controller { public function update(Keep $r, Review $review) { $review->update($r->validated()); } }',
  'app/Http/Requests/Keep.php': `<?php namespace App\\Http\\Requests; class Keep extends FormRequest { public function authorize(): bool { ${authorize} } }`,
})
const nest = (guard: string) => ({
  'roles.ts':
    "import { SetMetadata } from '@nestjs/common'\nexport const Roles = (...roles: string[]) => SetMetadata('roles', roles)",
  'c.ts': `@Controller('admin/codes') ${guard} export class C { constructor(private readonly codes: Codes) {} @Roles('admin') @Delete(':id') remove(@Param('id') id: string) { return this.codes.remove(id) } }`,
})

const row =
  "Db::getInstance()->getRow('SELECT file FROM ' . _DB_PREFIX_ . 'desk_message WHERE id_message = ' . (int) Tools::getValue('id')"
const pairs: [string, string, Files, Files][] = [
  [
    'missing-authorisation',
    'row of a table of customers by a number that was sent',
    front(`readfile(${row})['file']);`),
    front(`readfile(${row} . ' AND id_customer = ' . (int) $this->context->customer->id)['file']);`),
  ],
  [
    'missing-authorisation',
    'what a handler calls, and what comes before it',
    front('$this->show(Tools::getValue("id"));', 'function show($id) { return new Order((int) $id); }'),
    front(
      '$this->show(Tools::getValue("id"));',
      'function show($id) { return new Order((int) $id); } function init() { if (!hash_equals(sign(Tools::getValue("id")), Tools::getValue("s"))) { die; } }',
    ),
  ],
  [
    'missing-request-token',
    'account changed by a link of PrestaShop',
    front('$abo = Abo::of(Tools::getValue("id"), $this->context->customer->id); $abo->delete();'),
    front(
      'if (!$this->isTokenValid()) { return; } $abo = Abo::of(Tools::getValue("id"), $this->context->customer->id); $abo->delete();',
    ),
  ],
  [
    'missing-authorisation',
    'order of Magento 1, with a text that looks like a comment',
    mage(
      'viewAction',
      "$this->_redirect('*/*/'); Mage::register('o', Mage::getModel('sales/order')->load($this->getRequest()->getParam('id')));",
    ),
    mage(
      'viewAction',
      "$this->_redirect('*/*/'); $o = Mage::getModel('sales/order')->load($this->getRequest()->getParam('id')); if ($o->getCustomerId() == Mage::getSingleton('customer/session')->getCustomerId()) { Mage::register('o', $o); } $this->_redirect('*/*/');",
    ),
  ],
  [
    'missing-authorisation',
    'all subscribers of Magento 1',
    mage(
      'csvAction',
      "$all = Mage::getResourceModel('newsletter/subscriber_collection'); $this->_prepareDownloadResponse('a.csv', $all->toCsv());",
    ),
    mage(
      'csvAction',
      "if (!hash_equals($this->key, $this->getRequest()->getHeader('K'))) { return; } $all = Mage::getResourceModel('newsletter/subscriber_collection'); $this->_prepareDownloadResponse('a.csv', $all->toCsv());",
    ),
  ],
  [
    'missing-authorisation',
    'model of a route of Laravel that belongs to users',
    laravel("Route::middleware('auth')->get('talks/{talk}', [TalkController::class, 'one']);", ''),
    laravel("Route::middleware('auth')->get('talks/{talk}', [TalkController::class, 'one'])->can('view', 'talk');", ''),
  ],
  [
    'missing-authorisation',
    'history of an order in OpenCart',
    catalog(''),
    catalog("if (!isset($this->session->data['api_id'])) { return; }"),
  ],
  [
    'missing-authorisation',
    'page of the back office in OpenCart',
    admin(''),
    admin("if (!$this->user->hasPermission('modify', 'extension/rule')) { return; }"),
  ],
  [
    'missing-authorisation',
    'script of the staff',
    script('admin/drop.php', 'db', "$db->prepare('DELETE FROM products WHERE id = ?')->execute([$_POST['id']]);"),
    script('admin/drop.php', 'auth', "$db->prepare('DELETE FROM products WHERE id = ?')->execute([$_POST['id']]);"),
  ],
  [
    'missing-request-token',
    'mail address set by a script',
    script(
      'me/mail.php',
      'db',
      "$db->prepare('UPDATE customers SET email = ? WHERE id = ?')->execute([$_POST['m'], $_SESSION['id']]);",
    ),
    script(
      'me/mail.php',
      'db',
      "if (!hash_equals($_SESSION['csrf'], $_POST['csrf'])) { exit; } $db->prepare('UPDATE customers SET email = ? WHERE id = ?')->execute([$_POST['m'], $_SESSION['id']]);",
    ),
  ],
  [
    'missing-authorisation',
    'customer that a question names',
    resolver("$args['customer_id']"),
    resolver('$context->getUserId()'),
  ],
  [
    'missing-authorisation',
    'hook of a payment service',
    hook(''),
    hook('if (!verify(req.body, req.get("x-signature"))) return res.end();'),
  ],
  [
    'missing-authorisation',
    'order whose customer the page only shows',
    front("$o = new Order((int) Tools::getValue('id')); $this->context->smarty->assign(['c' => $o->getCustomer()]);"),
    front(
      "$o = new Order((int) Tools::getValue('id')); if ($o->id_customer != $this->context->customer->id) { die; } $this->context->smarty->assign(['c' => $o->getCustomer()]);",
    ),
  ],
  [
    'missing-authorisation',
    'stock thrown away by a class of the module',
    moduleClass(''),
    moduleClass("if (!hash_equals(Configuration::get('M_KEY'), (string) Tools::getValue('key'))) { die; }"),
  ],
  [
    'missing-authorisation',
    'page behind the sign-in of Magento 2 that takes any ticket',
    account("$t = $this->ticketRepository->getById($this->getRequest()->getParam('id'));"),
    account(
      "$t = $this->ticketRepository->getById($this->getRequest()->getParam('id')); if ($t->getCustomerId() != $this->session->getCustomerId()) { return null; }",
    ),
  ],
  [
    'missing-authorisation',
    'right that Symfony asks for when all is written',
    symfony("$em->flush(); $this->denyAccessUnlessGranted('ROLE_STOCK');"),
    symfony("$this->denyAccessUnlessGranted('ROLE_STOCK'); $em->flush();"),
  ],
  [
    'missing-authorisation',
    'setting of Shopware without a sign-in',
    shopware("['auth_required' => false, '_routeScope' => ['api']]"),
    shopware("['_acl' => ['system_config:update'], '_routeScope' => ['api']]"),
  ],
  [
    'missing-authorisation',
    'addresses of all customers handed out by a script of the staff',
    script(
      'admin/csv.php',
      'db',
      "session_start(); foreach ($db->query('SELECT id, email FROM customers') as $row) { fputcsv(STDOUT, $row); }",
    ),
    script(
      'admin/csv.php',
      'auth',
      "foreach ($db->query('SELECT id, email FROM customers') as $row) { fputcsv(STDOUT, $row); }",
    ),
  ],
  [
    'missing-authorisation',
    'row of a customer behind the token of a form',
    ownAddress(''),
    ownAddress(' AND customer_id = ?'),
  ],
  [
    'missing-authorisation',
    'review of somebody else, changed',
    review('return true;'),
    review("return $this->user()->can('update', $this->route('review'));"),
  ],
  ['missing-authorisation', 'roles that are noted, and that no guard reads', nest(''), nest('@UseGuards(RolesGuard)')],
  ['missing-authorisation', 'workflow of the staff in a route of the store', medusa('store'), medusa('admin')],
]

describe('rights', () => {
  it.each(pairs)('%s: %s', (rule, _what, bad, good) => {
    expect(found(bad)).toContain(rule)
    expect(found(good)).not.toContain(rule)
  })
})
