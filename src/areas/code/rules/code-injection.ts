import type { CodeRule } from './rule.ts'

export const codeInjection: CodeRule = {
  id: 'code-injection',
  title: 'Foreign data is run as program code',
  cwe: [94, 95],
  severity: 'critical',
  confidence: 'high',
  sinks: { 'code-injection': 'code', 'dynamic-call': 'name' },
  why: 'A visitor can run any program text inside the shop.',
  remedy: 'Never build program text from input. Choose among your own functions with a fixed list.',
  bad: [
    { language: 'php', code: "<?php eval('$x = ' . $_GET['v'] . ';');" },
    { language: 'php', code: "<?php $f = $_GET['f']; $f($_GET['a']);" },
  ],
  good: [
    { language: 'php', code: "<?php $o = $factory->make($_GET['id']); $call = [$o, 'show']; $call();" },
    { language: 'php', code: "<?php $f = preg_replace('/[^0-9+*.-]/', '', $_GET['f']); eval('$x = ' . $f . ';');" },
    { language: 'php', code: "<?php $f = $_GET['f']; if (in_array($f, ['trim', 'strlen'], true)) { $f('a'); }" },
  ],
}
