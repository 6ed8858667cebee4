import { describe, expect, it } from 'vitest'
import { type Files, found, one } from '../scan/test-php.ts'

/** Pages of the staff that begin with a guard, and a script beside them. */
const guarded = (refusal: string): Files => ({
  'lib.php': 'function needs_user() { if (empty($_SESSION["user"])) { header("Location: login.php"); exit; } }',
  ...Object.fromEntries(
    ['stock', 'prices', 'rates'].map((name) => [
      `desk/${name}.php`,
      `require "../lib.php"; needs_user(); echo "${name}";`,
    ]),
  ),
  'desk/people.php': `require "../lib.php"; ${refusal} $r = $db->query("SELECT id, name, mail FROM users"); echo json_encode($r->fetch_all());`,
})

/** What only some may do, once open to all and once guarded. */
const pairs: [name: string, rule: string, bad: Files, good: Files][] = [
  [
    'plain PHP, form without the token of its neighbours',
    'missing-request-token',
    {
      'lib.php': 'function check_token($sent) { if ($sent !== $_SESSION["form_token"]) { die("no"); } }',
      'address.php':
        'require "lib.php"; check_token($_POST["t"]); mysqli_query($db, "UPDATE users SET city = 1 WHERE id = " . (int) $_SESSION["uid"]);',
      'mail.php':
        'require "lib.php"; if (isset($_POST["on"])) { $q = "UPDATE users SET news = 1 WHERE id = " . (int) $_SESSION["uid"]; mysqli_query($db, $q); }',
    },
    {
      'lib.php': 'function check_token($sent) { if ($sent !== $_SESSION["form_token"]) { die("no"); } }',
      'address.php':
        'require "lib.php"; check_token($_POST["t"]); mysqli_query($db, "UPDATE users SET city = 1 WHERE id = " . (int) $_SESSION["uid"]);',
      'start.php': 'require "lib.php"; if ($_POST) { check_token($_POST["t"]); }',
      'mail.php':
        'require "start.php"; if (isset($_POST["on"])) { $q = "UPDATE users SET news = 1 WHERE id = " . (int) $_SESSION["uid"]; mysqli_query($db, $q); }',
    },
  ],
  [
    'plain PHP, script without the guard of its neighbours',
    'missing-authorisation',
    guarded('if (mode() == "strict" && !$_SESSION["user"]) { exit; }'),
    guarded('if (!$_SESSION["user"]) { http_response_code(403); exit; }'),
  ],
  [
    'Magento 1, all may',
    'missing-authorisation',
    one(
      'class A_B_Adminhtml_RuleController extends Mage_Adminhtml_Controller_Action { protected function _isAllowed() { return true; } public function massDeleteAction() { foreach ($this->getRequest()->getParam("ids") as $id) Mage::getModel("a/rule")->load($id)->delete(); } }',
    ),
    one(
      'class A_B_Adminhtml_RuleController extends Mage_Adminhtml_Controller_Action { protected function _isAllowed() { return Mage::getSingleton("admin/session")->isAllowed("a/rule"); } public function massDeleteAction() { foreach ($this->getRequest()->getParam("ids") as $id) Mage::getModel("a/rule")->load($id)->delete(); } }',
    ),
  ],
  [
    'Shopware, class without sign-in',
    'missing-authorisation',
    one(
      "#[Route(defaults: ['_routeScope' => ['api'], 'auth_required' => false])] class S { #[Route(path: '/api/s', methods: ['POST'])] public function set(Request $r, Context $c) { $this->products->upsert([['id' => $r->get('id'), 'stock' => 1]], $c); } }",
    ),
    one(
      "#[Route(defaults: ['_routeScope' => ['api'], 'auth_required' => false])] class S { #[Route(path: '/api/s', methods: ['POST'])] public function set(Request $r, Context $c) { if (!hash_equals($this->key, (string) $r->headers->get('x-key'))) throw new E(); $this->products->upsert([['id' => $r->get('id'), 'stock' => 1]], $c); } }",
    ),
  ],
  [
    'OpenCart, settings of the shop',
    'missing-authorisation',
    {
      'catalog/controller/extension/total/x.php':
        'class ControllerExtensionTotalX extends Controller { public function set() { $this->db->query("UPDATE " . DB_PREFIX . "setting SET value = \'" . (int)$this->request->get[\'v\'] . "\' WHERE `key` = \'x\'"); } }',
    },
    {
      'catalog/controller/extension/total/x.php':
        "class ControllerExtensionTotalX extends Controller { public function set() { if (!isset($this->session->data['api_id'])) return; $this->db->query(\"UPDATE \" . DB_PREFIX . \"setting SET value = '\" . (int)$this->request->get['v'] . \"' WHERE `key` = 'x'\"); } }",
    },
  ],
  [
    'PrestaShop, settings by anybody',
    'missing-authorisation',
    one(
      "class ModSetModuleFrontController extends ModuleFrontController { public function initContent() { $this->store(); } private function store() { Configuration::updateValue('MOD_URL', Tools::getValue('url')); } }",
    ),
    one(
      "class ModSetModuleFrontController extends ModuleFrontController { public function initContent() { if (Tools::getValue('token') !== Configuration::get('MOD_TOKEN')) die; $this->store(); } private function store() { Configuration::updateValue('MOD_URL', Tools::getValue('url')); } }",
    ),
  ],
  [
    'WordPress, every request',
    'missing-authorisation',
    one(
      "add_action('init', 'sh_reset'); function sh_reset() { if (isset($_GET['sh_reset'])) { delete_option('sh_settings'); } }",
    ),
    one(
      "add_action('init', 'sh_reset'); function sh_reset() { if (isset($_GET['sh_reset']) && current_user_can('manage_options')) { delete_option('sh_settings'); } }",
    ),
  ],
  [
    'Laravel, group by an array',
    'missing-authorisation',
    {
      'routes/web.php':
        "Route::group(['prefix' => 'backend', 'middleware' => ['web']], function () { Route::resource('coupons', CouponController::class); });",
      'app/CouponController.php':
        'class CouponController extends Controller { function destroy($id) { Coupon::destroy($id); } }',
    },
    {
      'routes/web.php':
        "Route::group(['prefix' => 'backend', 'middleware' => ['web', 'staff']], function () { Route::resource('coupons', CouponController::class); });",
      'app/CouponController.php':
        'class CouponController extends Controller { function destroy($id) { Coupon::destroy($id); } }',
    },
  ],
  [
    'Laravel, controller asks by itself',
    'missing-authorisation',
    {
      'routes/web.php': "Route::post('/admin/stock/{id}', 'StockController@set');",
      'app/StockController.php':
        'class StockController extends Controller { function set($id) { Stock::find($id)->save(); } }',
    },
    {
      'routes/web.php': "Route::post('/admin/stock/{id}', 'StockController@set');",
      'app/StockController.php':
        "class StockController extends Controller { function set($id) { $this->authorize('stock'); Stock::find($id)->save(); } }",
    },
  ],
  [
    'Laravel 11, forms without token',
    'missing-request-token',
    {
      'routes/web.php':
        "Route::prefix('me')->middleware('auth:web')->group(function () { Route::put('/address', [A::class, 'set']); });",
      'bootstrap/app.php':
        "return Application::configure()->withMiddleware(function (Middleware $m) { $m->validateCsrfTokens(except: ['me/*', 'stripe/*']); })->create();",
    },
    {
      'routes/web.php':
        "Route::prefix('me')->middleware('auth:web')->group(function () { Route::put('/address', [A::class, 'set']); }); Route::post('stripe/hook', H::class);",
      'bootstrap/app.php':
        "return Application::configure()->withMiddleware(function (Middleware $m) { $m->validateCsrfTokens(except: ['stripe/*']); })->create();",
    },
  ],
]

describe('rights in PHP', () => {
  it.each(pairs)('%s: the hole', (_name, rule, bad) => {
    expect(found(bad)).toContain(rule)
  })
  it.each(pairs)('%s: guarded', (_name, rule, _bad, good) => {
    expect(found(good)).not.toContain(rule)
  })
})
