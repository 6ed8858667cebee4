import type { CodeRule } from './rule.ts'

export const insecureCookie: CodeRule = {
  id: 'insecure-cookie',
  title: 'A cookie may travel without encryption',
  cwe: [614],
  severity: 'low',
  confidence: 'high',
  sinks: { 'insecure-cookie': 'any' },
  why: 'On an open network somebody else can read the cookie and use it.',
  remedy: 'Call setSecure(true), and setHttpOnly(true) unless scripts need it.',
  bad: [
    { language: 'js', code: "app.get('/l', (req, res) => { res.cookie('session_id', makeId(), { maxAge: 9 }) })" },
    { language: 'php', code: "<?php setcookie('auth_token', bin2hex(random_bytes(16)), time() + 3600, '/');" },
    {
      language: 'java',
      code: 'class A { void f(HttpServletResponse response) { Cookie c = new Cookie("a", "b"); c.setSecure(false); response.addCookie(c); } }',
    },
  ],
  good: [
    { language: 'php', code: "<?php setcookie('colour', $colour, time() + 3600, '/');" },
    { language: 'php', code: "<?php setcookie('auth_token', bin2hex(random_bytes(16)), 0, '/', '', true, true);" },
    {
      language: 'php',
      code: "<?php setcookie('auth_token', bin2hex(random_bytes(16)), ['secure' => true, 'httponly' => true]);",
    },
    {
      language: 'java',
      code: 'class A { void f(HttpServletResponse response) { Cookie c = new Cookie("a", "b"); c.setSecure(true); response.addCookie(c); } }',
    },
  ],
}
