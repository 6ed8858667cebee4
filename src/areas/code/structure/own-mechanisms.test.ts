import { expect, it } from 'vitest'
import { type Files, found } from '../scan/test-files.ts'

const rest = (mark: string): Files => ({
  'V.java': `package a; @Path("/admin/codes") @RolesAllowed("staff") public class V { @Inject Codes codes; @DELETE @Path("/{c}") ${mark} public void drop(@PathParam("c") String c) { codes.remove(c); } }`,
})
const orders = (find: string): Files => ({
  'O.java': `package a; @RestController @PreAuthorize("isAuthenticated()") public class O { private final OrderRepository orders; @GetMapping("/my/orders/{id}") public Order one(@PathVariable Long id, Principal p) { return ${find}; } }`,
})
const next = (matcher: string): Files => ({
  'middleware.ts': `export function middleware(r: NextRequest) { if (!who(r)) return NextResponse.redirect('/in'); } export const config = { matcher: [${matcher}] }`,
  'app/api/admin/rates/[id]/route.ts':
    'export async function DELETE(_r: Request, { params }) { await prisma.rate.delete({ where: { id: params.id } }); }',
})
const review = (where: string): Files => ({
  'app/api/comments/[id]/route.ts': `export async function DELETE(_r: Request, { params }) { const session = await getServerSession(o); if (!session) return new Response(null, { status: 401 }); await prisma.comment.${where}; }`,
})
const module = (check: string): Files => ({
  'admin/controller/extension/gift.php': `<?php class ControllerExtensionGift extends Controller { public function index() { ${check} $this->model_setting_setting->editSetting('gift', $this->request->post); } }`,
})
const points = (answer: string): Files => ({
  'T.php': `<?php namespace A; class T implements HttpPostActionInterface, CsrfAwareActionInterface { public function validateForCsrf(RequestInterface $r): ?bool { ${answer} } public function execute() { $this->ledger->move($this->session->getCustomerId(), $this->request->getParam('to')); } }`,
})
const gateway = (check: string): Files => ({
  'g.php': `<?php add_action('woocommerce_api_g', function () { $e = json_decode(file_get_contents('php://input'), true); ${check} wc_get_order((int) $e['order'])->payment_complete(); });`,
})
const route = (asks: string): Files => ({
  'r.php': `<?php add_action('rest_api_init', function () { register_rest_route('n/v1', '/x', ['methods' => 'POST', 'callback' => 'n_x', 'permission_callback' => function () { return ${asks}; }]); }); function n_x() { delete_option('x'); }`,
})
const plan = (check: string): Files => ({
  'app/code/local/N/M/controllers/PlanController.php': `<?php class N_M_PlanController extends Mage_Core_Controller_Front_Action { public function preDispatch() { parent::preDispatch(); if (!Mage::getSingleton('customer/session')->authenticate($this)) { $this->setFlag('', 'no-dispatch', true); } } public function stopAction() { if (!$this->_validateFormKey()) { return; } $plan = Mage::getModel('n_m/plan')->load((int) $this->getRequest()->getPost('id')); ${check} $plan->setState('off')->save(); } }`,
})
const key = (value: string): Files => ({
  'k.php': `<?php class K extends Module { function getCronKey() { return ${value}; } }`,
})

const pairs: [string, string, Files, Files][] = [
  ['missing-authorisation', 'a method that anybody may call in a class for the staff', rest('@PermitAll'), rest('')],
  [
    'missing-authorisation',
    'a record by its number for whoever is signed in',
    orders('orders.findById(id)'),
    orders('orders.findByIdAndOwner(id, p.getName())'),
  ],
  [
    'missing-authorisation',
    'a middleware that does not match the address',
    next("'/admin/:path*'"),
    next("'/admin/:path*', '/api/admin/:path*'"),
  ],
  [
    'missing-authorisation',
    'what somebody else wrote',
    review('delete({ where: { id: params.id } })'),
    review('deleteMany({ where: { id: params.id, authorId: session.user.id } })'),
  ],
  [
    'missing-authorisation',
    'a right that is only shown',
    module("$data['may'] = $this->user->hasPermission('modify', 'gift');"),
    module("if (!$this->user->hasPermission('modify', 'gift')) { return; }"),
  ],
  ['missing-request-token', 'forms that are all taken for the own', points('return true;'), points('return null;')],
  [
    'missing-authorisation',
    'a payment that anybody reports',
    gateway(''),
    gateway("if (!hash_equals(sign($e), $_SERVER['HTTP_X_S'])) { exit; }"),
  ],
  [
    'missing-authorisation',
    'a route for whoever is signed in',
    route("is_user_logged_in() || current_user_can('edit_x')"),
    route("is_user_logged_in() && current_user_can('edit_x')"),
  ],
  [
    'missing-authorisation',
    'a record of the module by its number',
    plan(''),
    plan("if ($plan->getCustomerId() != Mage::getSingleton('customer/session')->getCustomerId()) { return; }"),
  ],
  [
    'weak-token',
    'a hash of what the shop shows',
    key("md5(Configuration::get('PS_SHOP_DOMAIN') . date('Y'))"),
    key("md5(Configuration::get('PS_SHOP_DOMAIN') . _COOKIE_KEY_)"),
  ],
  [
    'hard-coded-secret',
    'the password of a connection',
    { 'c.php': "<?php $d = new PDO('mysql:host=x', 'ex', 'Vq7!mZ29xLpt#4');" },
    { 'c.php': "<?php $d = new PDO('mysql:host=x', 'ex', getenv('W'));" },
  ],
  [
    'insecure-cookie',
    'the cookie of a session of Express',
    { 's.js': "const session = require('express-session'); app.use(session({ cookie: { httpOnly: false } }));" },
    { 's.js': "const session = require('express-session'); app.use(session({ cookie: { httpOnly: true } }));" },
  ],
  [
    'code-injection',
    'a callback that the request names',
    { 'm.php': "<?php echo json_encode(array_map($_GET['f'], [1, 2]));" },
    { 'm.php': "<?php $t = ['a' => 'trim']; echo json_encode(array_map($t[$_GET['f']] ?? 'trim', [1, 2]));" },
  ],
  [
    'cross-site-scripting',
    'a list that is like any text',
    { 'l.php': "<?php $s = $_GET['s']; if (!in_array($s, [true, 38])) { $s = '38'; } echo '<p>' . $s;" },
    { 'l.php': "<?php $s = $_GET['s']; if (!in_array($s, [true, 38], true)) { $s = '38'; } echo '<p>' . $s;" },
  ],
  [
    'file-inclusion',
    "a function of a framework's name",
    { 'v.php': '<?php function view($n) { include __DIR__ . "/v/$n.php"; } view($_GET["t"]);' },
    { 'v.php': '<?php function view($n) { include __DIR__ . "/v/$n.php"; } view("help");' },
  ],
  [
    'nosql-injection',
    'a script of MongoDB',
    { 'q.php': '<?php $p->find([\'$where\' => "this.n == \'" . $_GET["q"] . "\'"]);' },
    { 'q.php': "<?php $p->find(['$where' => 'this.n > 1', 'q' => (string) $_GET['q']]);" },
  ],
]

it.each(pairs)('%s: %s', (rule, _, bad, good) => {
  expect(found(bad)).toContain(rule)
  expect(found(good)).not.toContain(rule)
})
