import type { CodeRule } from './rule.ts'

export const missingAuthorisation: CodeRule = {
  id: 'missing-authorisation',
  title: 'Anybody can call what changes the shop',
  cwe: [862, 306],
  severity: 'high',
  confidence: 'medium',
  sinks: { 'missing-authorisation': 'any' },
  why: 'The address of this code is public and it asks nobody who he is: a visitor changes settings, orders or files.',
  remedy:
    'Ask for the right to it before anything else: a signed token for calls between systems, the session of an employee for the back office.',
  idioms: {
    WordPress: "if (!current_user_can('manage_woocommerce')) wp_die();",
    PrestaShop: "if (!hash_equals(Configuration::get('MY_TOKEN'), (string) Tools::getValue('token'))) die;",
  },
  bad: [
    {
      language: 'php',
      code: "<?php add_action('rest_api_init', function () { register_rest_route('a/v1', '/s', ['methods' => 'POST', 'callback' => 'set_it', 'permission_callback' => '__return_true']); }); function set_it($r) { wc_get_order((int) $r['id'])->update_status('completed'); }",
    },
    {
      language: 'php',
      code: "<?php add_action('wp_ajax_nopriv_save', 'save_it'); function save_it() { update_option('shop_rate', $_POST['rate']); wp_die(); }",
    },
    {
      language: 'php',
      code: "<?php class P { function __construct() { add_action('wp_ajax_drop', [$this, 'drop']); } function drop() { global $wpdb; $wpdb->delete('orders', ['id' => (int) $_POST['id']]); } }",
    },
    {
      language: 'php',
      code: "<?php add_action('rest_api_init', function () { register_rest_route('p/v1', '/x', ['methods' => 'POST', 'permission_callback' => '__return_true', 'callback' => 'p_x']); }); function p_x($r) { wp_delete_post($r['id']); }",
    },
    {
      language: 'php',
      code: "<?php include(dirname(__FILE__).'/../../config/config.inc.php'); Db::getInstance()->delete('cart_rule', 'id_cart_rule = ' . (int) Tools::getValue('id'));",
    },
  ],
  good: [
    {
      language: 'php',
      code: "<?php add_action('wp_ajax_nopriv_save', 'save_it'); function save_it() { check_ajax_referer('save'); if (!current_user_can('manage_options')) { wp_die(); } update_option('shop_rate', $_POST['rate']); }",
    },
    {
      language: 'php',
      code: "<?php add_action('wp_ajax_nopriv_load', 'load_it'); function load_it() { wp_send_json(get_option('shop_rate')); }",
    },
    {
      language: 'php',
      code: "<?php include(dirname(__FILE__).'/../../config/config.inc.php'); if (!hash_equals(Configuration::get('X_TOKEN'), (string) Tools::getValue('token'))) { die; } Db::getInstance()->delete('cart_rule', 'id_cart_rule = ' . (int) Tools::getValue('id'));",
    },
  ],
}
