import type { CodeRule } from './rule.ts'

export const pathTraversal: CodeRule = {
  id: 'path-traversal',
  title: 'Foreign data decides which file is read, written or deleted',
  cwe: [22],
  severity: 'high',
  confidence: 'high',
  sinks: { 'path-traversal': 'path', 'sent-file': 'sentFile', 'stream-name': 'stream' },
  why: 'With names such as ../../config a visitor reads passwords of the shop, or overwrites its files.',
  remedy: 'Take basename() of the name and put your own folder before it, or compare realpath() with your folder.',
  bad: [
    {
      language: 'php',
      code: "<?php $f = '/srv/files/' . $_GET['f']; if (strpos($f, '/srv/files/') === 0) readfile($f);",
    },
    { language: 'php', code: "<?php $f = realpath('/srv/files/' . $_GET['f']); readfile($f);" },
    {
      language: 'ts',
      code: "import { readFile } from 'node:fs'; export function h(req: Request, res: Response) { readFile('files/' + req.params.name, () => {}) }",
    },
    { language: 'php', code: "<?php readfile('invoices/' . $_GET['file']);" },
    {
      language: 'js',
      code: "const fs = require('fs'); app.get('/p', (req, res) => { const name = Buffer.from(req.query.f, 'base64url').toString('utf8'); fs.readFileSync('cache/' + name) })",
    },
    { language: 'php', code: "<?php $size = getimagesize($_GET['img']); echo (int) $size[0];" },
    { language: 'php', code: "<?php function kind(string $file) { return exif_imagetype($file); } kind($_POST['f']);" },
  ],
  good: [
    {
      language: 'java',
      code: 'class A { void f(HttpServletRequest request) throws Exception { File base = new File("/srv/files"); File f = new File(base, request.getParameter("f")); if (!f.getCanonicalPath().startsWith(base.getCanonicalPath() + File.separator)) throw new SecurityException(); new FileInputStream(f); } }',
    },
    {
      language: 'js',
      code: "const fs = require('fs'); app.get('/p', (req, res) => { const key = Buffer.from(req.query.src).toString('base64url'); if (fs.existsSync(req.query.src)) fs.readFileSync('cache/' + key + '.png') })",
    },
    {
      language: 'js',
      code: "app.get('/f', (req, res) => { const f = path.resolve(root, req.query.f); if (!f.startsWith(root + path.sep)) return res.sendStatus(404); fs.readFileSync(f) })",
    },
    {
      language: 'php',
      code: "<?php $f = realpath('/srv/files/' . $_GET['f']); if (strpos($f, '/srv/files/') === 0) readfile($f);",
    },
    {
      language: 'ts',
      code: "import { readFile } from 'node:fs'; import path from 'node:path'; export function h(req: Request, res: Response) { readFile('files/' + path.basename(req.params.name), () => {}) }",
    },
    { language: 'php', code: "<?php readfile('invoices/' . basename($_GET['file']));" },
    { language: 'php', code: "<?php $size = getimagesize($_FILES['img']['tmp_name']);" },
    { language: 'php', code: "<?php $size = getimagesize(__DIR__ . '/img/' . basename($_GET['img']));" },
  ],
}
