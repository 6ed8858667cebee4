import type { CodeRule } from './rule.ts'

export const trustBoundary: CodeRule = {
  id: 'trust-boundary',
  title: 'Foreign data is kept in the session unchecked',
  cwe: [501],
  severity: 'medium',
  confidence: 'high',
  sinks: { 'trust-boundary': 'trust', 'session-fields': 'wholeRequest', 'session-name': 'name' },
  why: 'Code that reads the session takes what is in it for checked: a visitor smuggles data past every check.',
  remedy: 'Check the value against what is allowed before it goes into the session.',
  bad: [
    { language: 'php', code: "<?php $_SESSION['role'] = $_POST['role'];" },
    { language: 'php', code: '<?php foreach ($_POST as $name => $value) $_SESSION[$name] = $value;' },
    {
      language: 'java',
      code: 'class A { void doPost(HttpServletRequest request) { request.getSession().setAttribute("user", request.getParameter("user")); } }',
    },
  ],
  good: [
    {
      language: 'php',
      code: "<?php $_SESSION['language'] = $_POST['language']; $_SESSION['role'] = in_array($_POST['role'], ['buyer', 'seller'], true) ? $_POST['role'] : 'buyer';",
    },
    {
      language: 'php',
      code: "<?php foreach ($_POST as $name => $value) { if (in_array($name, ['sort', 'view'], true)) $_SESSION[$name] = $value; } $_SESSION['form_' . $_POST['form']] = 1;",
    },
    {
      language: 'java',
      code: 'class A { void doPost(HttpServletRequest request) { request.getSession().setAttribute("user", "guest"); } }',
    },
  ],
}
