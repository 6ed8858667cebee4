import { describe, expect, it } from 'vitest'
import { type Files, found } from '../scan/test-files.ts'

const symfony = (rules: string, walls = ''): Files => ({
  'src/Controller/CouponController.php':
    '<?php namespace App\\Controller; class CouponController extends AbstractController { public function delete(int $id): Response { $this->coupons->remove($this->coupons->find($id)); return $this->redirectToRoute("x"); } }',
  'config/routes.yaml':
    'x:\n    path: /admin/coupons/{id}\n    controller: App\\Controller\\CouponController::delete\n    methods: [POST]\n',
  'config/packages/security.yaml': `security:\n    firewalls:\n${walls}        main: { lazy: true }\n    access_control:\n${rules}`,
})
const bound = (mark: string): Files => ({
  'src/Controller/OrderController.php': `<?php namespace App\\Controller; #[IsGranted('ROLE_USER')] class OrderController extends AbstractController { #[Route('/account/orders/{id}/invoice')] ${mark} public function invoice(Order $order, Pdf $pdf): Response { return new Response($pdf->of($order)); } }`,
})
const staffOfSymfony = (mark: string): Files => ({
  'src/Controller/Admin/A.php':
    "<?php namespace App\\Controller\\Admin; #[IsGranted('ROLE_ADMIN')] #[Route('/admin/a')] class AController extends AbstractController { #[Route('/{id}', methods: ['POST'])] public function save(Product $p): Response { $this->em->flush(); return new Response(); } }",
  'src/Controller/Admin/B.php': `<?php namespace App\\Controller\\Admin; ${mark} #[Route('/admin/b')] class BController extends AbstractController { #[Route('/{id}', methods: ['POST'])] public function save(Product $p): Response { $p->setStock(1); $this->em->flush(); return new Response(); } }`,
})
const card = (route: string, check: string): Files => ({
  'src/Controller/CardController.php': `<?php namespace App\\Controller; class CardController extends AbstractController { #[Route('/account/cards/{id}/drop'${route})] public function drop(int $id, Request $request): Response { ${check} $card = $this->cards->findOneBy(['id' => $id, 'owner' => $this->getUser()]); $this->em->remove($card); return $this->redirectToRoute('cards'); } }`,
})
const shopware = (filter: string): Files => ({
  'R.php': `<?php #[Route(defaults: ['_routeScope' => ['store-api']])] class ReturnRoute { #[Route(path: '/store-api/return/{id}', methods: ['POST'], defaults: ['_loginRequired' => true])] public function create(string $id, SalesChannelContext $context): Response { $criteria = new Criteria([$id]); ${filter} return new Response($this->orderRepository->search($criteria, $context->getContext())->first()); } }`,
})
const acl = (right: string): Files => ({
  'P.php': `<?php #[Route(defaults: ['_routeScope' => ['api']])] class P { #[Route(path: '/api/list', defaults: ['_acl' => ['product:read']])] public function list() { return 1; } #[Route(path: '/api/price/{id}', methods: ['POST']${right})] public function price(string $id, Context $context) { $this->productRepository->update([['id' => $id, 'price' => 1]], $context); } }`,
})
const presta = (value: string): Files => ({
  'modules/deal/controllers/front/price.php': `<?php class DealPriceModuleFrontController extends ModuleFrontController { public function postProcess() { $rule = new CartRule(); $rule->reduction_percent = ${value}; $rule->add(); } }`,
})
const lets = (body: string): Files => ({
  'modules/deal/controllers/admin/AdminDeal.php': `<?php class AdminDealController extends ModuleAdminController { public function checkAccess() { ${body} } public function postProcess() { Configuration::updateValue('DEAL', Tools::getValue('rate')); } }`,
})
const anonymous = (resource: string): Files => ({
  'etc/webapi.xml': `<routes><route url="/V1/o/:id" method="GET"><service class="N\\Api\\TrackInterface" method="byId"/><resources><resource ref="${resource}"/></resources></route></routes>`,
  'Model/Track.php':
    '<?php namespace N\\Model; class Track implements \\N\\Api\\TrackInterface { public function byId($id) { return $this->orderRepository->get($id)->getShippingAddress()->getStreet(); } }',
})
const woo = (check: string): Files => ({
  'p.php': `<?php add_action('wp_ajax_n_price', 'n_price'); function n_price() { check_ajax_referer('n'); ${check} $product = wc_get_product(absint($_POST['id'])); $product->set_regular_price(wc_format_decimal($_POST['price'])); $product->save(); }`,
})
const wooRoute = (check: string): Files => ({
  'p.php': `<?php add_action('rest_api_init', function () { register_rest_route('n/v1', '/o/(?P<id>\\d+)', ['methods' => 'GET', 'callback' => 'n_o', 'permission_callback' => 'is_user_logged_in']); }); function n_o($request) { $order = wc_get_order((int) $request['id']); ${check} return ['mail' => $order->get_billing_email()]; }`,
})
const laravel = (middleware: string): Files => ({
  'routes/web.php': `<?php use App\\Http\\Controllers\\Admin\\CouponController; Route::middleware(['auth'${middleware}])->prefix('admin')->group(function () { Route::delete('/coupons/{coupon}', [CouponController::class, 'destroy']); }); Route::middleware(['auth', 'can:taxes'])->prefix('admin')->group(function () { Route::delete('/taxes/{tax}', [X::class, 'destroy']); });`,
  'app/Http/Controllers/Admin/CouponController.php':
    '<?php namespace App\\Http\\Controllers\\Admin; class CouponController extends Controller { public function destroy(Coupon $coupon) { $coupon->delete(); } }',
})
const resource = (check: string): Files => ({
  'routes/api.php':
    "<?php Route::middleware('auth:sanctum')->group(function () { Route::apiResource('orders', App\\Http\\Controllers\\OrderController::class); });",
  'app/Http/Controllers/OrderController.php': `<?php namespace App\\Http\\Controllers; use App\\Models\\Order; class OrderController extends Controller { ${check} public function show(Order $order) { return new OrderResource($order->load('items')); } }`,
})
const script = (test: string): Files => ({
  'admin/price.php': `<?php session_start(); require '../db.php'; if (${test}) { http_response_code(403); exit; } $s = $pdo->prepare('UPDATE products SET price = ? WHERE id = ?'); $s->execute([$_POST['price'], $_POST['id']]);`,
  'admin/tax.php':
    "<?php session_start(); require '../db.php'; if (($_SESSION['role'] ?? '') !== 'admin') { exit; } $s = $pdo->prepare('UPDATE taxes SET rate = ?'); $s->execute([$_POST['rate']]);",
  'db.php': "<?php $pdo = new PDO(getenv('DSN'));",
})
const rows = (check: string, where: string): Files => ({
  'api/order.php': `<?php require '../db.php'; ${check} $s = $pdo->prepare('SELECT street FROM orders WHERE id = ?${where}'); $s->execute([(int) $_GET['id']]); echo json_encode($s->fetch());`,
  'db.php': "<?php session_start(); $pdo = new PDO(getenv('DSN'));",
  'account.php':
    "<?php require 'db.php'; if (empty($_SESSION['customer_id'])) { exit; } $s = $pdo->prepare('SELECT id FROM orders WHERE customer_id = ?'); $s->execute([$_SESSION['customer_id']]);",
})

const livewire = (mark: string): Files => ({
  'app/Livewire/Detail.php': `<?php namespace App\\Livewire; use App\\Models\\Order; use Livewire\\Component; class Detail extends Component { ${mark} public int $orderId; public function cancel() { Order::findOrFail($this->orderId)->update(['status' => 'cancelled']); } }`,
})
const closure = (order: string): Files => ({
  'routes/web.php': `<?php use App\\Models\\Order; Route::get('/orders/{id}/pdf', function (int $id) { return Pdf::of(${order}); })->middleware('auth');`,
})
const builder = (more: string): Files => ({
  'routes/web.php':
    "<?php Route::get('/account/invoices/{id}', [App\\Http\\Controllers\\InvoiceController::class, 'show'])->middleware('auth');",
  'app/Http/Controllers/InvoiceController.php': `<?php namespace App\\Http\\Controllers; class InvoiceController extends Controller { public function show(int $id) { return view('invoice', ['row' => DB::table('invoices')->where('id', $id)${more}->first()]); } }`,
})
const shortCode = (check: string): Files => ({
  'p.php': `<?php add_shortcode('n_o', 'n_o'); function n_o() { $order = wc_get_order(absint($_GET['o'])); ${check} return esc_html($order->get_billing_address_1()); }`,
})

const role = "($_SESSION['role'] ?? '') !== 'admin'"
const pairs: [rule: string, title: string, hole: Files, mended: Files][] = [
  [
    'missing-authorisation',
    'Symfony, routes and rules in YAML',
    symfony('        - { path: ^/account, roles: ROLE_USER }\n'),
    symfony('        - { path: ^/admin, roles: ROLE_ADMIN }\n'),
  ],
  [
    'missing-authorisation',
    'Symfony, a firewall switched off',
    symfony(
      '        - { path: ^/admin, roles: ROLE_ADMIN }\n',
      '        open: { pattern: ^/admin/coupons, security: false }\n',
    ),
    symfony('        - { path: ^/admin, roles: ROLE_ADMIN }\n', '        open: { pattern: ^/css, security: false }\n'),
  ],
  [
    'missing-authorisation',
    'Symfony, a record that the route hands over',
    bound(''),
    bound("#[IsGranted('VIEW', subject: 'order')]"),
  ],
  [
    'missing-authorisation',
    'Symfony, a class of the staff without the right of the others',
    staffOfSymfony(''),
    staffOfSymfony("#[IsGranted('ROLE_STOCK')]"),
  ],
  [
    'missing-request-token',
    'Symfony, a card removed by a link',
    card('', ''),
    card(
      ", methods: ['POST']",
      "if (!$this->isCsrfTokenValid('drop', $request->request->get('_token'))) { throw new Denied(); }",
    ),
  ],
  [
    'missing-authorisation',
    'Shopware, criteria without the customer',
    shopware(''),
    shopware("$criteria->addFilter(new EqualsFilter('orderCustomer.customerId', $context->getCustomer()->getId()));"),
  ],
  [
    'missing-authorisation',
    'Shopware, a route without the right of the others',
    acl(''),
    acl(", defaults: ['_acl' => ['product:update']]"),
  ],
  [
    'missing-authorisation',
    'PrestaShop, a voucher as the visitor wants it',
    presta("(float) Tools::getValue('percent')"),
    presta('5'),
  ],
  [
    'missing-authorisation',
    'PrestaShop, a page of the back office for every employee',
    lets('return true;'),
    lets('return parent::checkAccess();'),
  ],
  [
    'missing-authorisation',
    'Magento 2, a service that shows any order',
    anonymous('anonymous'),
    anonymous('N_Track::orders'),
  ],
  [
    'missing-authorisation',
    'WooCommerce, a price behind a token only',
    woo(''),
    woo("if (!current_user_can('edit_products')) { wp_die(); }"),
  ],
  [
    'missing-authorisation',
    'WooCommerce, any order for whoever has signed in',
    wooRoute(''),
    wooRoute('if ($order->get_customer_id() !== get_current_user_id()) { return null; }'),
  ],
  ['missing-authorisation', 'Laravel, a sign-in where others need a right', laravel(''), laravel(", 'can:coupons'")],
  [
    'missing-authorisation',
    'Laravel, a resource of customers',
    resource(''),
    resource("public function __construct() { $this->authorizeResource(Order::class, 'order'); }"),
  ],
  [
    'missing-authorisation',
    'plain PHP, any sign-in where others ask for a role',
    script("!isset($_SESSION['user_id'])"),
    script(role),
  ],
  [
    'missing-authorisation',
    'plain PHP, a role out of the cookie',
    script("($_COOKIE['role'] ?? '') !== 'admin'"),
    script(role),
  ],
  [
    'missing-authorisation',
    'plain PHP, a row for whoever asks',
    rows('', ''),
    rows("if (empty($_SESSION['customer_id'])) { exit; }", ' AND customer_id = ?'),
  ],
  ['missing-authorisation', 'Livewire, a number that the page sends back', livewire(''), livewire('#[Locked]')],
  [
    'missing-authorisation',
    'Laravel, a route written in place',
    closure('Order::findOrFail($id)'),
    closure('auth()->user()->orders()->findOrFail($id)'),
  ],
  ['missing-authorisation', 'Laravel, a row of a table', builder(''), builder("->where('customer_id', auth()->id())")],
  [
    'missing-authorisation',
    'WooCommerce, a short code that shows any order',
    shortCode(''),
    shortCode("if (!$order->key_is_valid($_GET['key'])) { return ''; }"),
  ],
]

describe('who may call what in shops of PHP', () => {
  it.each(pairs)('%s, %s: hole', (rule, _title, hole) => expect(found(hole)).toContain(rule))
  it.each(pairs)('%s, %s: mended', (rule, _title, _hole, mended) => expect(found(mended)).not.toContain(rule))
})
