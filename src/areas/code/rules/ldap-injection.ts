import type { CodeRule } from './rule.ts'

export const ldapInjection: CodeRule = {
  id: 'ldap-injection',
  title: 'Foreign data becomes part of a directory query',
  cwe: [90],
  severity: 'high',
  confidence: 'high',
  sinks: { 'ldap-injection': 'ldap' },
  why: 'A visitor can sign in as somebody else or read the directory.',
  remedy: "Pass the value through ldap_escape($x, '', LDAP_ESCAPE_FILTER).",
  bad: [{ language: 'php', code: "<?php ldap_search($ds, 'dc=shop', '(uid=' . $_GET['user'] . ')');" }],
  good: [
    {
      language: 'php',
      code: "<?php ldap_search($ds, 'dc=shop', '(uid=' . ldap_escape($_GET['user'], '', LDAP_ESCAPE_FILTER) . ')');",
    },
  ],
}
