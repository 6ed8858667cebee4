import { describe, expect, it } from 'vitest'
import { type Files, found } from '../../scan/test-php.ts'

const joomla = (last: string): Files => ({
  'com_x/controllers/item.php': `class XControllerItem extends JControllerLegacy { public function save() { JSession::checkToken() or jexit('x'); $this->getModel()->save($this->input->post->getArray()); } public function publish() { JSession::checkToken() or jexit('x'); $this->getModel()->publish($this->input->getInt('id')); } public function remove() { ${last} $this->getModel()->delete($this->input->getInt('id')); } }`,
})
const magento = (last: string): Files => ({
  'app/code/community/A/B/controllers/AddressController.php': `class A_B_AddressController extends Mage_Core_Controller_Front_Action { public function saveAction() { if (!$this->_validateFormKey()) { return $this->_redirect('*/*/'); } Mage::getModel('a/b')->setData($this->getRequest()->getPost())->save(); } public function deleteAction() { ${last} $a = Mage::getModel('a/b')->load($this->getRequest()->getParam('id')); if ($a->getCustomerId() == Mage::getSingleton('customer/session')->getCustomerId()) { $a->delete(); } } }`,
})
const craft = (last: string): Files => ({
  'src/controllers/DiscountsController.php': `class DiscountsController extends BaseCp { public function actionSave() { $this->requirePermission('manage'); $this->discounts->save($this->request->getBodyParam('d')); } public function actionDelete() { $this->requirePermission('manage'); $this->discounts->deleteById(1); } public function actionEdit() { $this->requirePermission('manage'); return 1; } public function actionClearUsage() { ${last} $this->discounts->update($this->request->getBodyParam('id'), 0); } }`,
})
const laravel = (type: string): Files => ({
  'app/Http/Controllers/OrderController.php': `namespace App; class OrderController extends Controller { public function store(R $r) { $this->authorize('create', Order::class); Order::create($r->only('a')); } public function update(R $r, Order $order) { $this->authorize('update', $order); $order->update($r->only('a')); } public function show(Order $order) { $this->authorize('view', $order); return $order; } public function destroy(${type} $r, Order $order) { $order->delete(); return back(); } }`,
  'app/Http/Requests/Destroy.php':
    'namespace App; class Destroy extends FormRequest { public function authorize() { return $this->user()->isAdmin(); } }',
})
const yii = (more: string): Files => ({
  'src/controllers/AddressController.php': `class AddressController extends Controller { public $enableCsrfValidation = false; public function actionDelete() { ${more} Address::findOne(['id' => 1, 'user_id' => Yii::$app->user->id])->delete(); return $this->redirect(['index']); } }`,
})
const update = (id: string) =>
  `mysqli_query($db, "UPDATE clients SET name = '' WHERE id = " . intval($_POST['${id}']));`
/** Plain PHP: branches that the request chooses among, the last one of which asks so. */
const branches = (last: string): Files => ({
  'agent/post.php': `require 'inc.php'; if (isset($_POST['add_client'])) { validateCSRFToken($_POST['csrf_token']); ${update('a')} } if (isset($_POST['edit_client'])) { validateCSRFToken($_POST['csrf_token']); ${update('b')} } if (isset($_POST['archive_client'])) { ${last} ${update('c')} }`,
})
const word: Files = {
  'agent/post.php': branches('')['agent/post.php']!.replace(`${update('c')} }`, "$title = __('Update client'); }"),
}
const part = (calls: string, check: string): Files => ({
  'agent/post.php': `${branches("validateCSRFToken($_POST['t']);")['agent/post.php']} ${check} if ($_POST['n']) { ${calls}(1); }`,
  'agent/part.php': `validateCSRFToken($_POST['t']); function keep($id) { if (isset($_POST['a'])) { validateCSRFToken($_POST['t']); ${update('a')} } if (isset($_POST['b'])) { validateCSRFToken($_POST['t']); ${update('b')} } if (isset($_POST['more'])) { ${update('c')} } }`,
})
const rights = (last: string): Files => ({
  'scp/page.php': `switch ($_POST['do']) { case 'create': if (!$staff->hasPerm('x')) exit; ${update('a')} break; case 'update': if (!$staff->hasPerm('x')) exit; ${update('b')} break; case 'merge': if (!$staff->hasPerm('x')) exit; ${update('c')} break; case 'delete': ${last} ${update('d')} break; }`,
})
const board = (name: string, check: string) =>
  `class ${name}Controller extends BoardBase { public function save() { ${check} $this->m->save($this->request->getValue('a')); } public function remove() { ${check} $this->m->remove($this->request->getValue('a')); } }`
const family = (check: string): Files => ({
  ...Object.fromEntries(
    ['Task', 'Link', 'Note'].map((name) => [`app/${name}Controller.php`, board(name, '$this->checkCSRFParam();')]),
  ),
  'app/ColumnController.php': `class ColumnController extends BoardBase { public function move() { ${check} $this->m->move($this->request->getValue('a')); } }`,
})
const resolvers = (check: string): Files => ({
  'src/Resolver.php':
    "class Resolver { protected function insert($d) { return function ($root, $args) use ($d) { $this->access($d, 'save'); return $this->manager()->save($args['i']); }; } }",
  'src/Catalog.php': `class Catalog extends Resolver { protected function insert($d) { return function ($root, $args) use ($d) { ${check} return $this->manager()->insert($args['i'], 1); }; } }`,
})
const link = (check: string): Files => ({
  'src/Controller/LogController.php': `namespace App\\Controller; class LogController extends AbstractController { /** @Route(path="/flush-log", methods={"GET"}) */ public function deleteLog(Request $r) { ${check} file_put_contents($this->log(), ''); return $this->redirectToRoute('x'); } /** @Route(path="/delete", methods={"POST"}) */ public function deleteItem(Request $r) { if (!$this->isCsrfTokenValid('x', $r->get('t'))) throw $this->createAccessDeniedException(); $this->items->remove($r->get('id')); } }`,
})
const token = 'missing-request-token'
const right = 'missing-authorisation'

/** A method without the check that its siblings make, and with it. */
const pairs: [name: string, rule: string, bad: Files, good: Files][] = [
  ['Joomla', token, joomla(''), joomla('$this->checkToken();')],
  ['Magento 1', token, magento(''), magento("if (!$this->_validateFormKey()) { return $this->_redirect('*/*/'); }")],
  ['Craft, a right', right, craft(''), craft("$this->requirePermission('manage');")],
  ['Laravel, the class of the request asks', right, laravel('R'), laravel('Destroy')],
  ['branches of a script', token, branches(''), branches("validateCSRFToken($_POST['csrf_token']);")],
  ['a part that nobody calls who has asked', token, part('show', ''), part('keep', 'validateCSRFToken($_POST["t"]);')],
  ['a statement, and a word of a page', token, branches(''), word],
  ['branches of a script, a right', right, rights(''), rights("if (!$staff->hasPerm('x')) exit;")],
  ['Symfony, taken away by a link', token, link(''), link("if (!$this->isCsrfTokenValid('x', $r->get('t'))) exit;")],
  ['classes of one family', token, family(''), family('$this->checkCSRFParam();')],
  ['a method that takes the place of one that asks', right, resolvers(''), resolvers("$this->access($d, 'save');")],
  [
    'Yii, the check of all switched off',
    token,
    yii(''),
    yii("if (!hash_equals($this->secret(), $this->request->post('secret'))) exit;"),
  ],
]

describe('a method beside its siblings', () => {
  it.each(pairs)('%s: the hole', (_name, rule, bad) => {
    expect(found(bad)).toContain(rule)
  })
  it.each(pairs)('%s: mended', (_name, rule, _bad, good) => {
    expect(found(good)).not.toContain(rule)
  })
})
