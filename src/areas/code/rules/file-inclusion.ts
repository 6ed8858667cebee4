import type { CodeRule } from './rule.ts'

export const fileInclusion: CodeRule = {
  id: 'file-inclusion',
  title: 'Foreign data decides which program file is loaded',
  cwe: [98, 22],
  severity: 'critical',
  confidence: 'high',
  sinks: { 'file-inclusion': 'include' },
  why: 'A visitor can have any file of the server, or an upload of his own, run as a program.',
  remedy: 'Choose the file from a fixed list of your own names.',
  bad: [{ language: 'php', code: "<?php include 'pages/' . $_GET['page'] . '.php';" }],
  good: [
    {
      language: 'php',
      code: "<?php $pages = ['home', 'about']; $page = $_GET['page']; if (in_array($page, $pages)) include 'pages/' . $page . '.php';",
    },
    { language: 'php', code: "<?php include 'pages/' . basename($_GET['page']) . '.php';" },
  ],
}
