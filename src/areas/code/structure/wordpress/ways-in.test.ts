import { describe, expect, it } from 'vitest'
import { type Files, found } from '../../scan/test-files.ts'

const one = (code: string): Files => ({ 'p.php': `<?php ${code}` })
const right = "if (!current_user_can('manage_options')) wp_die();"
const token = "check_ajax_referer('x_save');"
const write = "update_option('x', sanitize_key($_POST['v']));"

const wrapped = (check: string) =>
  one(
    `class X { public function init() { $this->ajax('drop', 'on_drop'); } private function ajax($name, $call) { add_action('wp_ajax_x_' . $name, [$this, $call]); } public function on_drop() { ${check} ${write} } }`,
  )
const ofProperty = (check: string) =>
  one(
    `class X { private $actions = ['save-all']; public function init() { foreach ($this->actions as $name) { add_action('wp_ajax_x_' . $name, [$this, 'on_' . str_replace('-', '_', $name)]); } } public function on_save_all() { ${check} ${write} } }`,
  )
const chained = (check: string) =>
  one(
    `add_action('init', 'x_init'); function x_init() { do_action('x_init'); } add_action('x_init', 'x_save'); function x_save() { if (isset($_POST['v'])) { ${check} ${write} } }`,
  )
const dispatched = (check: string) =>
  one(
    `add_action('init', 'x_actions'); function x_actions() { if (isset($_GET['x_action'])) { do_action('x_do_' . $_GET['x_action'], $_GET); } } add_action('x_do_drop', 'x_drop'); function x_drop($data) { ${check} wp_delete_post((int) $data['id']); }`,
  )
const beat = (check: string) =>
  one(
    `class X { public function __construct() { add_filter('heartbeat_received', [$this, 'beat'], 10, 2); } public function beat($answer, $data) { ${check} $answer['x'] = $this->table->prepare_items(); return $answer; } }`,
  )
const handed = (hook: string) =>
  one(
    `class X { public function __construct() { add_action('${hook}', [$this, 'scripts']); add_action('wp_ajax_x_save', [$this, 'save']); } public function scripts() { wp_localize_script('x', 'x', $this->data()); } private function data() { return ['nonce' => wp_create_nonce('x_save')]; } public function save() { ${token} ${write} } }`,
  )
const byName = (name: string) =>
  one(`add_action('wp_ajax_x', 'x_save'); function x_save() { check_ajax_referer('${name}', 'n'); ${write} }`)
const profile = (check: string) =>
  one(
    `add_action('personal_options_update', 'x_profile'); function x_profile($id) { ${check} foreach ($_POST['caps'] as $cap) { get_userdata($id)->add_cap($cap); } }`,
  )
const abstracted = (check: string) =>
  one(
    `abstract class X_Action { public function __construct() { add_action('admin_action_' . $this->id(), [$this, 'run']); } abstract public function run(); } class X_Copy extends X_Action { public function run() { ${check} wp_insert_post(['post_title' => get_post((int) $_GET['post'])->post_title]); } }`,
  )
const exported = (check: string) =>
  one(
    `add_action('admin_post_x_export', 'x_export_csv'); function x_export_csv() { ${check} header('Content-Disposition: attachment; filename=x.csv'); foreach (get_posts(['post_type' => 'x']) as $post) echo $post->post_title; }`,
  )
const registered = (test: string) =>
  one(
    `class X { public function init() { if (${test}) { add_action('wp_ajax_x_save', [$this, 'save']); } } public function save() { ${token} update_user_meta((int) $_POST['user_id'], 'x', 1); } }`,
  )
const constructed = (check: string) =>
  one(
    `class X { public function __construct() { $this->save(); } private function save() { if (!isset($_POST['x_base'])) return; ${check} update_option('x_base', sanitize_title($_POST['x_base'])); } } new X(); add_action('init', 'x_init'); function x_init() {}`,
  )
const secret = (check: string) =>
  one(
    `add_action('init', 'x_hook'); function x_hook() { if (isset($_GET['x_done'])) { ${check} delete_option('x_wait'); } }`,
  )
const route = (asks: string) =>
  one(
    `add_action('rest_api_init', 'x_routes'); function x_routes() { register_rest_route('x/v1', '/set', ['methods' => 'POST', 'callback' => 'x_set', 'permission_callback' => 'x_may']); } function x_may($request) { if (!is_user_logged_in()) { return new WP_Error('x', __('Sign in', 'x')); } ${asks} return true; } function x_set($request) { update_option('x', $request->get_param('v')); }`,
  )
const meant = (check: string) =>
  one(
    `add_action('admin_init', 'x_reset'); function x_reset() { ${right} if (isset($_GET['x_reset'])) { ${check} delete_option('x'); } }`,
  )

const pairs: [rule: string, title: string, hole: Files, mended: Files][] = [
  ['missing-authorisation', 'registered by a function of its own', wrapped(''), wrapped(right + token)],
  ['missing-authorisation', 'out of a list that a property holds', ofProperty(''), ofProperty(right + token)],
  ['missing-authorisation', 'on a hook that the plug-in calls with every request', chained(''), chained(right + token)],
  ['missing-authorisation', 'on a hook that the request names', dispatched(''), dispatched(right + token)],
  [
    'missing-authorisation',
    'with the heartbeat of every account',
    beat(''),
    beat("if (!current_user_can('x_view')) return $answer;"),
  ],
  [
    'missing-authorisation',
    'a token that any page of the back office carries',
    handed('admin_enqueue_scripts'),
    handed('x_settings_page'),
  ],
  ['missing-authorisation', 'the token of the REST interface', byName('wp_rest'), byName('x_settings')],
  [
    'missing-authorisation',
    'rights given by a profile that is saved',
    profile(''),
    profile("if (!current_user_can('promote_users')) return;"),
  ],
  ['missing-authorisation', 'left to the children of an abstract class', abstracted(''), abstracted(right + token)],
  ['missing-authorisation', 'a list to keep', exported(''), exported(right)],
  [
    'missing-authorisation',
    'registered for whoever',
    registered('is_admin()'),
    registered("current_user_can('edit_users')"),
  ],
  ['missing-authorisation', 'a constructor that saves', constructed(''), constructed(right + token)],
  [
    'missing-authorisation',
    'a secret that nobody compares',
    secret(''),
    secret("if ($_GET['hash'] !== x_hash()) return;"),
  ],
  [
    'missing-authorisation',
    'a route for any account',
    route(''),
    route("if (!current_user_can('edit_posts')) { return false; }"),
  ],
  ['missing-request-token', 'a link of the back office', meant(''), meant("check_admin_referer('x');")],
]

describe('ways into a plug-in of WordPress', () => {
  it.each(pairs)('%s, %s: hole', (rule, _title, hole) => expect(found(hole)).toContain(rule))
  it.each(pairs)('%s, %s: mended', (rule, _title, _hole, mended) => expect(found(mended)).not.toContain(rule))
})
