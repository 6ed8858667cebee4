import type { CodeRule } from './rule.ts'

export const commandInjection: CodeRule = {
  id: 'command-injection',
  title: 'Foreign data becomes part of a command of the operating system',
  cwe: [78],
  severity: 'critical',
  confidence: 'high',
  sinks: { 'command-injection': 'shell' },
  why: 'A visitor can run any program on the server, and with it take everything the shop has.',
  remedy:
    'Do without a shell; where it must be, pass each value through escapeshellarg() and outside quotes of your own.',
  bad: [
    { language: 'php', code: "<?php system('ping ' . $_POST['host']);" },
    { language: 'php', code: "<?php $out = `convert {$_GET['file']} out.png`;" },
  ],
  good: [{ language: 'php', code: "<?php system('ping ' . escapeshellarg($_POST['host']));" }],
}
