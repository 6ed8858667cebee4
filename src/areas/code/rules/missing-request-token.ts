import type { CodeRule } from './rule.ts'

export const missingRequestToken: CodeRule = {
  id: 'missing-request-token',
  title: 'A change can be triggered from a foreign page',
  cwe: [352],
  severity: 'medium',
  confidence: 'medium',
  sinks: { 'missing-request-token': 'any' },
  why: 'A page that an employee opens in another tab can send this request in his name.',
  remedy: 'Have each form carry a token of the session and compare it.',
  idioms: { WordPress: "check_ajax_referer('my-action');" },
  bad: [
    {
      language: 'php',
      code: "<?php add_action('wp_ajax_save', 'save_it'); function save_it() { if (!current_user_can('manage_options')) { wp_die(); } update_option('shop_rate', $_POST['rate']); }",
    },
  ],
  good: [
    {
      language: 'php',
      code: "<?php add_action('wp_ajax_save', 'save_it'); function save_it() { check_ajax_referer('save'); if (!current_user_can('manage_options')) { wp_die(); } update_option('shop_rate', $_POST['rate']); }",
    },
  ],
}
