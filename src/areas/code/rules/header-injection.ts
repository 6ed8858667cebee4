import type { CodeRule } from './rule.ts'

export const headerInjection: CodeRule = {
  id: 'header-injection',
  title: 'Foreign data becomes part of a header',
  cwe: [93, 113],
  severity: 'medium',
  confidence: 'high',
  sinks: { 'header-injection': 'headerLine' },
  why: 'Line breaks in a header add further headers: cookies for the customer, or recipients to a mail.',
  remedy: 'Remove line breaks, or check the value with filter_var(…, FILTER_VALIDATE_EMAIL).',
  bad: [
    { language: 'php', code: "<?php mail('shop@example.com', 'Question', $_POST['text'], 'From: ' . $_POST['mail']);" },
  ],
  good: [
    {
      language: 'php',
      code: "<?php $m = str_replace([\"\\r\", \"\\n\"], '', $_POST['mail']); mail('shop@example.com', 'Question', $_POST['text'], 'From: ' . $m);",
    },
  ],
}
