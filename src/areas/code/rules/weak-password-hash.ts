import type { CodeRule } from './rule.ts'

export const weakPasswordHash: CodeRule = {
  id: 'weak-password-hash',
  title: 'A password is hashed with a fast hash',
  cwe: [916, 328],
  severity: 'medium',
  confidence: 'medium',
  sinks: { 'weak-password-hash': 'any' },
  why: 'Whoever gets hold of the table tries billions of passwords a second.',
  remedy: 'Use password_hash($password, PASSWORD_DEFAULT) and password_verify().',
  bad: [{ language: 'php', code: "<?php $hash = md5($_POST['password']);" }],
  good: [
    { language: 'php', code: "<?php $etag = md5($page); $hash = password_hash($_POST['password'], PASSWORD_DEFAULT);" },
  ],
}
