import type { CodeRule } from './rule.ts'

export const openRedirect: CodeRule = {
  id: 'open-redirect',
  title: 'Foreign data decides where the visitor is sent',
  cwe: [601],
  severity: 'medium',
  confidence: 'high',
  sinks: { 'open-redirect': 'headerRedirect', 'open-redirect-address': 'redirect', 'redirect-view': 'redirectView' },
  why: "A link that starts with the shop's own address leads customers to a stranger's site that looks like it.",
  remedy: 'Redirect to paths of your own only, or compare the address with a list.',
  idioms: {
    WordPress: 'wp_safe_redirect()',
  },
  bad: [
    {
      language: 'java',
      code: 'class A { @PostMapping("/login") public String login(@RequestParam String next) { return "redirect:" + next; } }',
    },
    { language: 'php', code: "<?php wp_redirect(esc_url_raw($_GET['to']));" },
    { language: 'php', code: "<?php header('Location: ' . $_GET['back']);" },
  ],
  good: [
    {
      language: 'php',
      code: "<?php if (strpos($_GET['to'], 'https://shop.example/') === 0) header('Location: ' . $_GET['to']);",
    },
    {
      language: 'java',
      code: 'class A { @PostMapping("/login") public String login(@RequestParam String id) { return "redirect:/orders/" + id; } }',
    },
    { language: 'php', code: "<?php header('Location: /account?tab=' . urlencode($_GET['tab']));" },
  ],
}
