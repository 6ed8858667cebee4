import { describe, expect, it } from 'vitest'
import { type Files, found } from '../../scan/test-files.ts'
import { scanTexts } from '../../scan/texts.ts'

const one = (code: string): Files => ({ 'p.php': `<?php ${code}` })
const right = "if (!current_user_can('manage_options')) wp_die();"
const token = "check_ajax_referer('x');"
const drop = "global $wpdb; $wpdb->delete('x_rows', ['id' => (int) $_POST['id']]);"

const loader = (check: string): Files => ({
  'admin.php': `<?php class X_Admin { public function drop() { ${check} ${drop} } }`,
  'plugin.php':
    "<?php class X { private $loader; public function run() { $admin = new X_Admin(); $this->loader->add_action('wp_ajax_x_drop', $admin, 'drop'); } }",
})
const list = (check: string) =>
  one(
    `class X_Ajax { public static function init() { $events = ['show' => true, 'drop' => false]; foreach ($events as $event => $open) { add_action('wp_ajax_x_' . $event, [__CLASS__, $event]); if ($open) { add_action('wp_ajax_nopriv_x_' . $event, [__CLASS__, $event]); } } } public static function show() { wp_send_json(1); } public static function drop() { ${check} ${drop} } }`,
  )
const siblings = (check: string) =>
  one(
    `class X_Ajax { public function __construct() { foreach (['a', 'b', 'c'] as $name) { add_action('wp_ajax_x_' . $name, [$this, $name]); } } public function a() { ${token} ${right} ${drop} } public function b() { ${token} ${right} ${drop} } public function c() { ${token} ${check} ${drop} } }`,
  )
const cases = (check: string) =>
  one(
    `add_action('init', 'x_files'); function x_files() { if (isset($_POST['x_remove'])) { ${check} unlink('/srv/' . get_post_meta((int) $_POST['x_remove'], 'f', true)); } if (isset($_GET['x_show']) && wp_verify_nonce($_GET['n'], 'x_show')) { echo 1; } }`,
  )
const person = (check: string) =>
  one(
    `add_action('wp_ajax_x_key', 'x_key'); function x_key() { ${token} ${check} global $wpdb; $wpdb->insert('x_keys', ['user' => absint($_POST['user_id'])]); }`,
  )
const anybody = (work: string) =>
  one(
    `add_action('wp_ajax_nopriv_x', 'x_work'); function x_work() { ${token} $f = sanitize_file_name($_POST['f']); ${work} }`,
  )
const hooked = "add_action('wp_footer', function () { echo wp_create_nonce('x'); });"
const given = (check: string) =>
  one(
    `add_action('wp_ajax_x', 'x_a'); ${hooked} function x_a() { ${token} ${check} update_option('x_css', sanitize_text_field($_POST['css'])); }`,
  )
const listed = (sql: string) =>
  one(
    `add_action('wp_ajax_x', 'x_a'); ${hooked} function x_a() { global $wpdb; ${token} wp_send_json_success($wpdb->get_results(${sql})); }`,
  )
const order = (check: string) =>
  one(
    `add_shortcode('x', 'x_form'); function x_form() { if (wp_verify_nonce($_POST['n'], 'x')) { $o = wc_get_order((int) $_POST['o']); if (${check} $o->has_status('processing')) { $o->update_status('cancelled'); } } return wp_nonce_field('x', 'n', true, false); }`,
  )
const route = (key: string) =>
  one(
    `class X_Route { public function add() { register_rest_route('x/v1', '/file', ['methods' => 'GET', '${key}' => [$this, 'known'], 'callback' => [$this, 'file']]); } public function known($r) { return x_compare($r['key']); } public function file($r) { return x_read($r['file']); } }`,
  )
const exported = (check: string) =>
  one(
    `add_action('admin_init', 'x_export'); function x_export() { ${check} if (isset($_GET['x_one'])) { header('Content-Disposition: attachment; filename=x.xml'); echo x_xml(get_post((int) $_GET['x_one'])); exit; } }`,
  )
const kept = (option: string) =>
  one(`add_action('admin_init', function () { if (isset($_POST['x_hide'])) { update_option('${option}', time()); } });`)
const asking = (check: string) =>
  one(
    `function x_menu() { add_menu_page('X', 'X', 'manage_options', 'x', 'x_page'); } function x_page() { x_many(); if (!empty($_POST) && !isset($_POST['many'])) { if (!wp_verify_nonce($_POST['n'], 'x')) { wp_die(); } } if (isset($_GET['x_id']) && 'drop' === $_GET['mode']) { ${check} global $wpdb; $wpdb->delete('x_rows', ['id' => (int) $_GET['x_id']]); } } function x_many() { if (isset($_POST['many'])) { check_admin_referer('x'); global $wpdb; $wpdb->delete('x_rows', ['id' => (int) $_POST['many']]); } }`,
  )
const restored = (check: string) =>
  one(
    `add_action('current_screen', 'x_restore'); function x_restore() { if (!isset($_GET['action']) || 'x-restore' !== $_GET['action']) { return; } if (!current_user_can('delete_post', (int) $_GET['post'])) { wp_die(); } ${check} wp_update_post(['ID' => (int) $_GET['post'], 'post_status' => 'publish']); }`,
  )
const page = (check: string): Files => ({
  'menu.php':
    "<?php function x_menu() { add_menu_page('X', 'X', 'manage_options', 'x', 'x_page'); } function x_page() { include plugin_dir_path(__FILE__) . 'views/x-page.php'; }",
  'views/x-page.php': `<?php if (isset($_POST['rate'])) { ${check} update_option('x_rate', (float) $_POST['rate']); } ?><form method="post"></form>`,
})

const pairs: [rule: string, title: string, hole: Files, mended: Files][] = [
  ['missing-authorisation', 'by a loader of the plug-in', loader(''), loader(token + right)],
  ['missing-authorisation', 'out of a list of names', list(''), list(token + right)],
  ['missing-authorisation', 'a token where others ask for a right, too', siblings(''), siblings(right)],
  ['missing-authorisation', 'a token that another case asks for', cases(''), cases("check_admin_referer('x_remove');")],
  ['missing-authorisation', 'a token, for any account', person(''), person(right)],
  [
    'missing-authorisation',
    'a token that every visitor is given',
    anybody('unlink("/srv/x/" . $f);'),
    anybody('echo 1;'),
  ],
  ['missing-request-token', 'a page that another file shows', page(''), page("check_admin_referer('x');")],
  [
    'missing-request-token',
    'a right, and a check whose answer is kept',
    one(`add_action('wp_ajax_x', 'x_a'); function x_a() { ${right} if (isset($_POST['a'])) { ${drop} } }`),
    one(
      `add_action('wp_ajax_x', 'x_a'); function x_a() { ${right} $ok = wp_verify_nonce($_POST['n'], 'x'); if (isset($_POST['a']) && $ok) { ${drop} } }`,
    ),
  ],
  [
    'missing-authorisation',
    'a right that every account has',
    given("if (!current_user_can('read')) wp_die();"),
    given(right),
  ],
  [
    'missing-authorisation',
    'addresses of a table, for whoever is given the token',
    listed("'SELECT name, email FROM x'"),
    listed("$wpdb->prepare('SELECT name, email FROM x WHERE user_id = %d', get_current_user_id())"),
  ],
  [
    'missing-authorisation',
    'a form of a page that changes any order',
    order(''),
    order('$o->get_customer_id() === get_current_user_id() &&'),
  ],
  ['missing-authorisation', 'a setting, not whether a notice is shown', kept('x_rate'), kept('x_notice_dismissed')],
  [
    'missing-authorisation',
    'the check of a route under a key that nobody reads',
    route('permissions'),
    route('permission_callback'),
  ],
  ['missing-authorisation', 'a file for whoever calls the back office', exported(''), exported(right)],
  [
    'missing-request-token',
    'a case of a page beside others that ask for themselves',
    asking(''),
    asking("check_admin_referer('x_drop');"),
  ],
  [
    'missing-request-token',
    'a post that a link of the back office restores',
    restored(''),
    restored("check_admin_referer('x_restore');"),
  ],
  [
    'missing-request-token',
    'a token that is only looked at where one was sent',
    one(
      `add_action('wp_ajax_x', 'x_a'); function x_a() { ${right} if (isset($_POST['n']) && !wp_verify_nonce($_POST['n'], 'x')) { wp_send_json_error(); } ${drop} }`,
    ),
    one(
      `add_action('wp_ajax_x', 'x_a'); function x_a() { ${right} if (!isset($_POST['n'])) wp_die(); if (isset($_POST['n']) && !wp_verify_nonce($_POST['n'], 'x')) { wp_send_json_error(); } ${drop} }`,
    ),
  ],
  [
    'missing-request-token',
    'a check that was told not to stop, and whose answer nobody takes',
    one(`add_action('wp_ajax_x', 'x_a'); function x_a() { ${right} check_ajax_referer('x', 'n', false); ${drop} }`),
    one(
      `add_action('wp_ajax_x', 'x_a'); function x_a() { ${right} if (!check_ajax_referer('x', 'n', false)) wp_die(); ${drop} }`,
    ),
  ],
  [
    'missing-authorisation',
    'what is kept of whoever asks',
    one("add_action('wp_ajax_x', 'x_a'); function x_a() { update_user_meta((int) $_POST['u'], 'x_seen', 1); }"),
    one(
      "add_action('wp_ajax_x', 'x_a'); function x_a() { global $current_user; update_user_meta($current_user->ID, 'x_seen', sanitize_key($_POST['s'])); }",
    ),
  ],
  [
    'missing-request-token',
    'a note of what was looked up',
    one(
      `add_action('wp_ajax_x', 'x_a'); function x_a() { ${right} x_update_rate(); } function x_update_rate() { update_option('x', 1); }`,
    ),
    one(
      `add_action('wp_ajax_x', 'x_a'); function x_a() { ${right} echo x_get_rate(); } function x_get_rate() { update_option('x', 1); return 1; }`,
    ),
  ],
]

describe('entry points of WordPress', () => {
  it.each(pairs)('%s, %s: hole', (rule, _title, hole) => expect(found(hole)).toContain(rule))
  it.each(pairs)('%s, %s: mended', (rule, _title, _hole, mended) => expect(found(mended)).not.toContain(rule))
  it('is shown where the handler is written', () => {
    const files = Object.entries(loader('')).map(([path, text]) => ({ path, text }))
    expect(scanTexts(files).map(({ location }) => location?.uri)).toContain('admin.php')
  })
})
