import type { CodeRule } from './rule.ts'

export const weakToken: CodeRule = {
  id: 'weak-token',
  title: 'A secret is made of predictable numbers',
  cwe: [338, 330],
  severity: 'medium',
  confidence: 'medium',
  sinks: { 'weak-token': 'any' },
  why: 'Whoever knows roughly when it was made, or has seen others, computes it: reset links and sessions are taken over.',
  remedy: 'Use random_bytes() or random_int() (PHP), crypto.randomBytes() (Node).',
  bad: [
    { language: 'php', code: '<?php $token = md5(uniqid(rand(), true));' },
    {
      language: 'php',
      code: "<?php $_SESSION['last']++; $value = md5($_SESSION['last']); setcookie('shopSession', $value, 0, '/', '', true, true);",
    },
    { language: 'php', code: '<?php $id = time(); session_id($id); session_start();' },
    { language: 'js', code: 'const resetToken = Math.random().toString(36).slice(2)' },
  ],
  good: [
    { language: 'php', code: '<?php $token = bin2hex(random_bytes(16)); $delay = rand(1, 5);' },
    {
      language: 'php',
      code: "<?php $_SESSION['seen']++; setcookie('seen', $_SESSION['seen']); setcookie('shopSession', bin2hex(random_bytes(16)), time() + 3600, '/', '', true, true);",
    },
    { language: 'js', code: "const resetToken = crypto.randomBytes(16).toString('hex'); const jitter = Math.random()" },
  ],
}
