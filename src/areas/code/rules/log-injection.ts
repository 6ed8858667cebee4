import type { CodeRule } from './rule.ts'

export const logInjection: CodeRule = {
  id: 'log-injection',
  title: 'Foreign data is written into a log as it is',
  cwe: [117],
  severity: 'low',
  confidence: 'medium',
  sinks: { 'log-injection': 'log' },
  why: 'Line breaks in it forge entries of the log, and hide what really happened.',
  remedy: 'Remove line breaks, or log as JSON.',
  bad: [{ language: 'php', code: "<?php error_log('log-in of ' . $_POST['user']);" }],
  good: [{ language: 'php', code: "<?php error_log('log-in of ' . json_encode($_POST['user']));" }],
}
