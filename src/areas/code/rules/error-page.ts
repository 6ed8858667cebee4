import type { CodeRule } from './rule.ts'

export const errorPage: CodeRule = {
  id: 'error-page',
  title: 'Foreign data is shown in an error page of the server',
  cwe: [81, 79],
  severity: 'medium',
  // Today's servers escape the message themselves or do not show it.
  confidence: 'low',
  sinks: { 'error-page': 'html' },
  why: 'Servers that show the message of an error as it is run what a visitor put into it.',
  remedy: 'Leave request data out of error messages, or escape it: HtmlUtils.htmlEscape(x).',
  bad: [
    {
      language: 'java',
      code: 'class A { void doGet(HttpServletRequest request, HttpServletResponse response) { response.sendError(404, "No cart " + request.getParameter("code")); } }',
    },
  ],
  good: [
    {
      language: 'java',
      code: 'class A { void doGet(HttpServletRequest request, HttpServletResponse response) { response.sendError(404, "No such cart"); } }',
    },
  ],
}
