import type { CodeRule } from './rule.ts'

export const pathTraversal: CodeRule = {
  id: 'path-traversal',
  title: 'Foreign data decides which file is read, written or deleted',
  cwe: [22],
  severity: 'high',
  confidence: 'high',
  sinks: { 'path-traversal': 'path' },
  why: 'With names such as ../../config a visitor reads passwords of the shop, or overwrites its files.',
  remedy: 'Take basename() of the name and put your own folder before it, or compare realpath() with your folder.',
  bad: [
    {
      language: 'ts',
      code: "import { readFile } from 'node:fs'; export function h(req: Request, res: Response) { readFile('files/' + req.params.name, () => {}) }",
    },
    { language: 'php', code: "<?php readfile('invoices/' . $_GET['file']);" },
  ],
  good: [
    {
      language: 'ts',
      code: "import { readFile } from 'node:fs'; import path from 'node:path'; export function h(req: Request, res: Response) { readFile('files/' + path.basename(req.params.name), () => {}) }",
    },
    { language: 'php', code: "<?php readfile('invoices/' . basename($_GET['file']));" },
  ],
}
