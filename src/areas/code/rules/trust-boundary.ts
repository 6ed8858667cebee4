import type { CodeRule } from './rule.ts'

export const trustBoundary: CodeRule = {
  id: 'trust-boundary',
  title: 'Foreign data is kept in the session unchecked',
  cwe: [501],
  severity: 'medium',
  confidence: 'high',
  sinks: { 'trust-boundary': 'trust' },
  why: 'Code that reads the session takes what is in it for checked: a visitor smuggles data past every check.',
  remedy: 'Check the value against what is allowed before it goes into the session.',
  bad: [
    {
      language: 'java',
      code: 'class A { void doPost(HttpServletRequest request) { request.getSession().setAttribute("user", request.getParameter("user")); } }',
    },
  ],
  good: [
    {
      language: 'java',
      code: 'class A { void doPost(HttpServletRequest request) { request.getSession().setAttribute("user", "guest"); } }',
    },
  ],
}
