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
    {
      language: 'java',
      code: 'class A { void f(HttpServletResponse response) { Cookie c = new Cookie("a", "b"); c.setSecure(false); response.addCookie(c); } }',
    },
  ],
  good: [
    {
      language: 'java',
      code: 'class A { void f(HttpServletResponse response) { Cookie c = new Cookie("a", "b"); c.setSecure(true); response.addCookie(c); } }',
    },
  ],
}
