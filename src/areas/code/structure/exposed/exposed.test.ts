import { describe, expect, it } from 'vitest'
import { type Files, found } from '../../scan/test-files.ts'

const exposed = 'information-exposure'
const open = 'missing-authorisation'
const boots =
  "include dirname(__FILE__) . '/../../config/config.inc.php'; include dirname(__FILE__) . '/../../init.php';"
const page = (body: string): Files => ({
  'modules/x/controllers/front/go.php': `<?php class XGoModuleFrontController extends ModuleFrontController { public function postProcess() { ${body} } }`,
})
const script = (body: string): Files => ({ 'modules/x/go.php': `<?php ${boots} ${body}` })
const plugin = (body: string): Files => ({ 'wp-content/plugins/x/x.php': `<?php ${body}` })
const logger = (path: string, content: string) =>
  plugin(
    `class X_Log { private $file; function __construct() { $this->file = ${path}; } function write($text) { file_put_contents($this->file, date('c') . ' ' . $text, FILE_APPEND); } } class X_Pay { function pay($order) { $body = ${content}; $log = new X_Log(); $log->write('asked ' . json_encode($body)); } }`,
  )
const export_ = (name: string) => ({
  'modules/x/classes/E.php': `<?php class E { const FOLDER = 'x/export/'; function run() { $all = Db::getInstance()->executeS('SELECT firstname, email FROM ' . _DB_PREFIX_ . 'customer'); $h = fopen(_PS_MODULE_DIR_ . self::FOLDER . ${name}, 'w'); foreach ($all as $one) { fputcsv($h, $one); } } }`,
})
const magento = (folder: string) => ({
  'app/code/A/F/Cron/E.php': `<?php namespace A\\F\\Cron; class E { function execute() { $file = fopen(BP . '/${folder}/orders_' . date('Ymd') . '.csv', 'w'); foreach ($this->orders->getItems() as $order) { fputcsv($file, [$order->getCustomerEmail()]); } } }`,
})
const opencart = (path: string) => ({
  'upload/catalog/controller/extension/payment/x.php': `<?php class ControllerExtensionPaymentX extends Controller { public function callback() { $h = fopen(${path}, 'a'); fwrite($h, json_encode($this->request->post)); } }`,
})
const laravel = (path: string) => ({
  'app/Export.php': `<?php class Export { function run() { $rows = User::all()->map(fn ($u) => $u->name . ';' . $u->email)->implode(','); file_put_contents(${path}, $rows); } }`,
})
const order = (path: string) => ({
  'save.php': `<?php $h = fopen(${path}, 'a'); fwrite($h, $_POST['name'] . $_POST['card_number']);`,
})
const notice = (of: string): Files => ({
  'modules/x/x.php':
    "<?php class X extends Module { function hookNotice() { file_put_contents(dirname(__FILE__) . '/logs/n.log', print_r($_POST, true), FILE_APPEND); } }",
  'modules/x/logs/.htaccess': of,
})
const debug = (value: string) => ({
  'n.php': `<?php class N { static $debug = ${value}; static function note() { if (self::$debug) { error_log(print_r($_REQUEST, true), 3, __DIR__ . '/n.log'); } } }`,
})
const connect = (asks: string) =>
  page(
    `$customer = new Customer((int) Tools::getValue('id_customer')); ${asks} $this->context->updateCustomer($customer); Tools::redirect('index.php');`,
  )
const signIn = (asks: string) =>
  plugin(
    `add_action('wp_ajax_nopriv_x', 'x'); function x() { $user = get_user_by('email', $_POST['email']); ${asks} wp_set_auth_cookie($user->ID); }`,
  )
const download = (asks: string) =>
  script(
    `${asks} $name = basename(Tools::getValue('file')); header('Content-Disposition: attachment; filename="' . $name . '"'); readfile(_PS_MODULE_DIR_ . 'x/export/' . $name);`,
  )
const answer = (asks: string) => script(`${asks} echo json_encode(['token' => Configuration::get('X_API_TOKEN')]);`)
const setting = (name: string) =>
  plugin(`add_action('wp_ajax_nopriv_x', 'x'); function x() { wp_send_json_success(['k' => get_option('${name}')]); }`)

const pairs: readonly [name: string, rule: string, bad: Files, good: Files][] = [
  ['export, name', exposed, export_("'all.csv'"), export_("bin2hex(random_bytes(16)) . '.csv'")],
  ['export, folder', exposed, magento('pub/media'), magento('var/export')],
  ['export of Laravel', exposed, laravel("public_path('e/users.csv')"), laravel("storage_path('e/users.csv')")],
  [
    'logger, content',
    exposed,
    logger("plugin_dir_path(__FILE__) . 'x.log'", "['email' => $order->get_billing_email()]"),
    logger("plugin_dir_path(__FILE__) . 'x.log'", "['total' => $order->get_total()]"),
  ],
  [
    'logger, folder',
    exposed,
    logger("WP_CONTENT_DIR . '/x.log'", "['phone' => $order->get_billing_phone()]"),
    logger("'/var/log/x.log'", "['phone' => $order->get_billing_phone()]"),
  ],
  ['notice kept', exposed, opencart("DIR_APPLICATION . 'x.txt'"), opencart("DIR_LOGS . 'x.txt'")],
  ['order beside the page', exposed, order("'data/orders.txt'"), order("'../../private/orders.txt'")],
  ['folder that is closed', exposed, notice('Options -Indexes'), notice('Require all denied')],
  [
    'static switch',
    exposed,
    {
      'n.php':
        "<?php function n() { static $on = true; if ($on) { error_log(print_r($_POST, true), 3, __DIR__ . '/n.log'); } }",
    },
    {
      'n.php':
        "<?php function n() { static $on = false; if ($on) { error_log(print_r($_POST, true), 3, __DIR__ . '/n.log'); } }",
    },
  ],
  [
    'log of a service',
    exposed,
    {
      'p.php':
        "<?php define('P_LOG', WP_CONTENT_DIR . '/p.log'); function p_write($m) { error_log($m, 3, P_LOG); } class P { static function log($m) { p_write('P ' . $m); } function pay($response) { P::log(json_encode($response)); } }",
    },
    {
      'p.php':
        "<?php define('P_LOG', '/var/log/p.log'); function p_write($m) { error_log($m, 3, P_LOG); } class P { static function log($m) { p_write('P ' . $m); } function pay($response) { P::log(json_encode($response)); } }",
    },
  ],
  ['switch of the code', exposed, debug('true'), debug('false')],
  [
    'phpinfo',
    exposed,
    { 'i.php': "<?php require 'c.php'; if (isset($_GET['info'])) { phpinfo(); }" },
    { 'i.php': "<?php require 'c.php'; if ($_SESSION['is_admin'] && isset($_GET['info'])) { phpinfo(); }" },
  ],
  [
    'phpinfo alone',
    exposed,
    { 'info.php': '<?php phpinfo();' },
    { 'info.php': "<?php require 'auth.php'; phpinfo();" },
  ],
  [
    'key for anybody',
    exposed,
    answer(''),
    answer("if (Tools::getValue('key') !== Configuration::get('X_KEY')) { die; }"),
  ],
  ['secret in an answer', exposed, setting('x_api_secret'), setting('x_publishable_key')],
  [
    'connect as',
    open,
    connect(''),
    connect("if (!hash_equals(Tools::hash($customer->id), (string) Tools::getValue('k'))) { die; }"),
  ],
  [
    'sign-in by address',
    open,
    signIn(''),
    signIn("if (!wp_check_password($_POST['p'], $user->user_pass)) { wp_die(); }"),
  ],
  [
    'export for anybody',
    open,
    download(''),
    download("if (Tools::getValue('token') !== Configuration::get('X_TOKEN')) { die; }"),
  ],
  [
    'key in the code',
    'hard-coded-secret',
    page("if (Tools::getValue('token') == 'c8f72e1b9d') { die('ok'); }"),
    page("if (Tools::getValue('token') == Configuration::get('X_TOKEN')) { die('ok'); }"),
  ],
]

describe('what whoever knows the address gets', () => {
  it.each(pairs)('%s', (_name, rule, bad, good) => {
    expect(found(bad)).toContain(rule)
    expect(found(good)).not.toContain(rule)
  })
})
