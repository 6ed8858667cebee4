import { describe, expect, it } from 'vitest'
import { type Files, found } from '../scan/test-files.ts'

const nest = (guard: string) => ({
  'src/stock.controller.ts': `@Controller('admin/stock') ${guard} export class StockController { constructor(private readonly stock: StockService) {} @Put(':sku') set(@Param('sku') sku: string) { return this.stock.set(sku, 0); } }`,
})
const spring = (find: string, who: string, rule: string) => ({
  'A.java': `@RestController public class A { private OrderRepository orders; @DeleteMapping("/orders/{id}") public void drop(@PathVariable Long id${who}) { orders.delete(orders.${find}); } }`,
  'S.java': `@Configuration public class S { @Bean SecurityFilterChain chain(HttpSecurity http) throws Exception { return http.authorizeHttpRequests(a -> a.requestMatchers("/admin/**").hasRole("STAFF")${rule}.anyRequest().permitAll()).build(); } }`,
})
const sylius = (find: string) => ({
  'C.php': `<?php final class C { #[Route('/account/returns/{id}', methods: ['GET'])] public function __invoke(int $id): JsonResponse { $r = $this->returns->${find}; return new JsonResponse($r->getAddress()); } }`,
})
const wordpress = (asks: string) => ({
  'p.php': `<?php add_action('init', 'x_export'); function x_export() { if (!is_admin() || empty($_GET['x_export'])) return; ${asks} $out = fopen('php://output', 'w'); foreach (get_users() as $u) fputcsv($out, [$u->user_email]); exit; }`,
})
const handed = (asks: string) => ({
  'p.php': `<?php add_action('wp_enqueue_scripts', 'x_assets'); add_action('wp_ajax_x_save', 'x_save'); function x_assets() { wp_localize_script('x', 'x', ['nonce' => wp_create_nonce('x_save')]); } function x_save() { check_ajax_referer('x_save'); ${asks} update_option('x_label', sanitize_text_field($_POST['label'])); }`,
})
const onEveryPage = (where: string, asks: string) => ({
  'p.php': `<?php add_action('admin_enqueue_scripts', 'x_assets'); add_action('wp_ajax_x_key', 'x_key'); function x_assets($hook) { ${where} wp_localize_script('x', 'x', ['nonce' => wp_create_nonce('x_key')]); } function x_key() { check_ajax_referer('x_key'); ${asks} global $wpdb; $wpdb->insert('x_keys', ['user' => absint($_POST['user'])]); }`,
})
const package_ = (find: string) => ({
  'packages/Shop/src/Routes/customer-routes.php':
    "<?php Route::prefix('account')->group(function () { Route::controller(OrderController::class)->prefix('orders')->group(function () { Route::get('again/{id}', 'again'); }); });",
  'packages/Shop/src/Http/Controllers/OrderController.php': `<?php namespace Shop\\Http\\Controllers; class OrderController extends Controller { public function again(int $id) { $order = $this->orderRepository->${find}; foreach ($order->items as $item) { Cart::addProduct($item->product, $item->additional); } return redirect()->route('cart'); } }`,
})
const prestashop = (asks: string) => ({
  'modules/x/list.php': `<?php include '../../config/config.inc.php'; ${asks} foreach (Db::getInstance()->executeS('SELECT email FROM ' . _DB_PREFIX_ . 'customer WHERE active = 1') as $row) { echo $row['email'], "\\n"; }`,
})
const laravel = (middleware: string) => ({
  'routes/api.php': `<?php Route::get('/brands', [BrandController::class, 'index']); Route::put('/brands/{brand}', [BrandController::class, 'update'])${middleware};`,
  'app/BrandController.php':
    '<?php class BrandController extends Controller { function update(Request $r, Brand $brand) { $brand->save(); } }',
})
const guard = (end: string) => ({
  'staff/top.php': `<?php session_start(); if (!isset($_SESSION['staff_id'])) { header('Location: login.php'); ${end} }`,
  'staff/price.php':
    "<?php require 'top.php'; $pdo->prepare('UPDATE product SET price = ? WHERE id = ?')->execute([(float) $_POST['p'], (int) $_POST['id']]);",
})
const next = (asks: string) => ({
  'app/api/admin/coupons/route.ts': `import { prisma } from '@/lib/prisma'\nexport async function POST(request: Request) { ${asks} const { percent } = await request.json(); await prisma.coupon.create({ data: { percent: Number(percent) } }); return Response.json({}); }`,
})

/** What only some may do, once open to all and once guarded. */
const pairs: [name: string, bad: Files, good: Files][] = [
  ['Nest', nest(''), nest('@UseGuards(StaffGuard)')],
  [
    'Nest, guard of the whole',
    nest(''),
    {
      ...nest(''),
      'src/app.module.ts':
        '@Module({ providers: [{ provide: APP_GUARD, useClass: StaffGuard }] }) export class AppModule {}',
    },
  ],
  [
    'Next.js',
    next(''),
    next("if ((await auth())?.user?.role !== 'admin') return new Response(null, { status: 403 });"),
  ],
  [
    'Spring, order of anybody',
    spring('findById(id)', '', ''),
    spring(
      'findByIdAndOwner(id, principal.getName())',
      ', Principal principal',
      '.requestMatchers("/orders/**").authenticated()',
    ),
  ],
  [
    'Symfony, return of anybody',
    sylius('find($id)'),
    sylius("findOneBy(['id' => $id, 'customer' => $this->customers->getCustomer()])"),
  ],
  ['WordPress, list of accounts', wordpress(''), wordpress("if (!current_user_can('list_users')) return;")],
  ['WordPress, token handed to visitors', handed(''), handed("if (!current_user_can('manage_options')) wp_die();")],
  [
    'WordPress, token on every page of the back office',
    onEveryPage('', ''),
    onEveryPage('', "if (!current_user_can('manage_options')) wp_die();"),
  ],
  [
    'WordPress, token on the page of the plug-in only',
    onEveryPage('', ''),
    onEveryPage("if ($hook !== 'toplevel_page_x') return;", ''),
  ],
  [
    'WordPress, right asked for by a helper of the plug-in',
    onEveryPage('', "x_tools()->load($_POST['user']);"),
    onEveryPage('', "if (!x_tools()->can_user_edit_key(absint($_POST['user']))) wp_die();"),
  ],
  [
    'Laravel, routes of a package',
    package_('findOrFail($id)'),
    package_("findOneWhere(['customer_id' => auth()->guard('customer')->id(), 'id' => $id])"),
  ],
  [
    'PrestaShop, list of customers',
    prestashop(''),
    prestashop("if (!hash_equals(Configuration::get('X_KEY'), (string) Tools::getValue('key'))) die;"),
  ],
  ['Laravel, what only the shop writes', laravel(''), laravel("->middleware('auth:sanctum', 'can:brands')")],
  ['script that goes on', guard(''), guard('exit;')],
]

const page = (call: string, asks: string) => ({
  'p.php': `<?php class X_Rows { public function delete_row($id) { global $wpdb; $wpdb->query($wpdb->prepare("DELETE FROM x_rows WHERE id = %d", $id)); } public function known() { update_option('x_seen', time()); return true; } } class X_Page { public function menu() { add_submenu_page('woocommerce', 'X', 'X', 'manage_woocommerce', 'x', array(&$this, 'show')); } public function show() { ${asks} if (isset($_GET['drop'])) { $rows = new X_Rows(); $rows->${call}; } } }`,
})

describe('pages of a back office that do something by a link', () => {
  it('work done by an object of the plug-in', () => {
    expect(found(page('delete_row((int) $_GET["drop"])', ''))).toContain('missing-request-token')
  })
  it('asked for, and an object that is only asked', () => {
    expect(found(page('delete_row((int) $_GET["drop"])', "check_admin_referer('x');"))).not.toContain(
      'missing-request-token',
    )
    expect(found(page('delete_row((int) $_GET["drop"])', 'x_tools()->checking_nonce();'))).not.toContain(
      'missing-request-token',
    )
    expect(found(page('known()', ''))).not.toContain('missing-request-token')
  })
})

describe('open doors', () => {
  it.each(pairs)('%s: the hole', (_name, bad) => {
    expect(found(bad)).toContain('missing-authorisation')
  })
  it.each(pairs)('%s: guarded', (_name, _bad, good) => {
    expect(found(good)).not.toContain('missing-authorisation')
  })
})
