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
    {
      language: 'js',
      code: "const { exec } = require('child_process'); app.post('/x', (req, res) => { exec('ls ' + req.body.dir) })",
    },
    { language: 'php', code: "<?php system('ping ' . $_POST['host']);" },
    { language: 'php', code: "<?php $out = `convert {$_GET['file']} out.png`;" },
  ],
  good: [
    {
      language: 'js',
      code: "const { exec } = require('child_process'); app.post('/x', (req, res) => { exec('ls ' + parseInt(req.body.n)) })",
    },
    { language: 'php', code: "<?php system('ping ' . escapeshellarg($_POST['host']));" },
  ],
}
