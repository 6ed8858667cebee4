import { describe, expect, it } from 'vitest'
import { type Files, found } from '../../scan/test-files.ts'

const ps = (body: string): Files => ({
  'modules/gift/controllers/front/note.php': `<?php class GiftNoteModuleFrontController extends ModuleFrontController { public function initContent() { ${body} } }`,
})
const oc = (condition: string): Files => ({
  'catalog/controller/extension/rma.php':
    '<?php class ControllerExtensionRma extends Controller { public function index() { $this->load->model("extension/rma"); $this->response->setOutput(json_encode($this->model_extension_rma->getReturn((int)$this->request->get["id"]))); } }',
  'catalog/model/extension/rma.php': `<?php class ModelExtensionRma extends Model { public function getReturn($id) { return $this->db->query("SELECT * FROM ret WHERE return_id = " . (int)$id${condition})->row; } }`,
})
const laravel = (fetch: string): Files => ({
  'app/Http/Controllers/InvoiceController.php': `<?php namespace App\\Http\\Controllers; use App\\Models\\Invoice; class InvoiceController extends Controller { public function show(int $id) { $invoice = ${fetch}; return view('invoice', ['invoice' => $invoice]); } }`,
  'routes/web.php':
    "<?php Route::middleware('auth')->get('/account/invoices/{id}', [App\\Http\\Controllers\\InvoiceController::class, 'show']);",
})
const magento = (check: string): Files => ({
  'A.php': `<?php class A implements Magento\\Framework\\App\\Action\\HttpGetActionInterface { public function execute() { $invoice = $this->invoiceRepository->get($this->request->getParam('id')); ${check} return $this->json->create()->setData(['street' => $invoice->getStreet()]); } }`,
})
const woo = (check: string): Files => ({
  'p.php': `<?php add_action('wp_ajax_bill', 'p_bill'); function p_bill() { $order = wc_get_order((int) $_GET['n']); ${check} echo esc_html($order->get_billing_phone()); exit; }`,
})
const spring = (fetch: string): Files => ({
  'C.java': `@RestController class C { @GetMapping("/me/invoices") Object all(Principal p) { return invoices.findByOwner(p.getName()); } @GetMapping("/me/invoices/{id}") Object one(@PathVariable long id${fetch === 'findById(id)' ? '' : ', Principal p'}) { return invoices.${fetch}; } }`,
})
const nest = (where: string): Files => ({
  'c.ts': `@Controller('orders') @UseGuards(JwtGuard) export class C { @Get() all(@Req() req: R) { return this.db.order.findMany({ where: { by: req.user.id } }) } @Get(':id') one(@Param('id') id: number, @Req() req: R) { return this.db.order.findFirst({ where: { ${where} } }) } }`,
})
const express = (where: string): Files => ({
  'r.js': `router.get('/orders', signedIn, async (req, res) => { res.json(await Order.find({ by: req.user.id })) }); router.get('/orders/:id', signedIn, async (req, res) => { res.json(await Order.${where}) });`,
})
const next = (where: string): Files => ({
  'app/api/invoices/[id]/route.ts': `export async function GET(_request, { params }) { const session = await getServerSession(); if (!session) return new Response(null, { status: 401 }); return Response.json(await db.invoice.findUnique({ where: { id: params.id${where} } })) }`,
})
const rows = (where: string): Files => ({
  'list.php':
    '<?php session_start(); $all = $db->prepare("SELECT id FROM orders WHERE customer_id = ?"); $all->execute([$_SESSION["customer"]]);',
  'order.php': `<?php session_start(); if (!isset($_SESSION["customer"])) { header("Location: login.php"); exit; } $one = $db->prepare("SELECT * FROM orders WHERE id = ?${where}`,
})
const people = (where: string): Files =>
  ps(`echo json_encode(Db::getInstance()->executeS('SELECT email, lastname FROM ps_customer WHERE ${where}'));`)
const magentoForm = (says: string): Files => ({
  'S.php': `<?php class S implements CsrfAwareActionInterface { public function validateForCsrf($r): ?bool { ${says} } public function execute() { if ($this->session->isLoggedIn()) { $this->subscribers->delete($this->session->getCustomerId()); } } }`,
})
const symfonyForm = (check: string): Files => ({
  'S.php': `<?php class S extends AbstractController { #[Route('/wishes/{id}/drop', methods: ['POST'])] #[IsGranted('ROLE_USER')] public function drop(Wish $wish, Request $request) { ${check} $this->em->remove($wish); $this->em->flush(); return $this->redirectToRoute('wishes'); } }`,
})
const action = (first: string): Files => ({
  'src/app/(shop)/admin/stock/actions.ts': `'use server'; export async function setStock(data: FormData) { ${first} await db.stock.update({ where: { id: 1 }, data: { n: 2 } }) }`,
})

const pairs: [name: string, rule: string, bad: Files, good: Files][] = [
  [
    'PrestaShop',
    'missing-authorisation',
    ps('$order = new Order((int) Tools::getValue("id_order")); echo $order->gift_message;'),
    ps(
      '$order = new Order((int) Tools::getValue("id_order")); if ($order->id_customer != $this->context->customer->id) die; echo $order->gift_message;',
    ),
  ],
  ['OpenCart', 'missing-authorisation', oc(''), oc(' . " AND customer_id = " . (int)$this->customer->getId()')],
  [
    'Laravel',
    'missing-authorisation',
    laravel('Invoice::findOrFail($id)'),
    laravel("Invoice::where('customer_id', auth()->id())->findOrFail($id)"),
  ],
  [
    'Magento 2',
    'missing-authorisation',
    magento(''),
    magento('if ($invoice->getOrder()->getCustomerId() != $this->session->getCustomerId()) return null;'),
  ],
  [
    'WooCommerce',
    'missing-authorisation',
    woo(''),
    woo('if ($order->get_user_id() !== get_current_user_id()) wp_die();'),
  ],
  ['Spring', 'missing-authorisation', spring('findById(id)'), spring('findByIdAndOwner(id, p.getName())')],
  ['Nest', 'missing-authorisation', nest('id'), nest('id, by: req.user.id')],
  [
    'Express',
    'missing-authorisation',
    express('findById(req.params.id)'),
    express('findOne({ _id: req.params.id, by: req.user.id })'),
  ],
  ['Next.js, route', 'missing-authorisation', next(''), next(', customer: session.user.id')],
  [
    'plain PHP',
    'missing-authorisation',
    rows('"); $one->execute([$_GET["id"]]);'),
    rows(' AND customer_id = ?"); $one->execute([$_GET["id"], $_SESSION["customer"]]);'),
  ],
  [
    'PrestaShop, all customers',
    'missing-authorisation',
    people('active = 1'),
    people("id_customer = ' . (int) $this->context->customer->id . '"),
  ],
  ['Magento 2, form', 'missing-request-token', magentoForm('return true;'), magentoForm('return null;')],
  [
    'Symfony, form',
    'missing-request-token',
    symfonyForm(''),
    symfonyForm('if (!$this->isCsrfTokenValid("drop", $request->request->get("t"))) throw new E();'),
  ],
  ['Next.js, action', 'missing-authorisation', action(''), action('await requireStaff();')],
]

describe("one customer's records and forms", () => {
  it.each(pairs)('%s: open', (_name, rule, bad) => {
    expect(found(bad)).toContain(rule)
  })
  it.each(pairs)('%s: guarded', (_name, rule, _bad, good) => {
    expect(found(good)).not.toContain(rule)
  })
})
