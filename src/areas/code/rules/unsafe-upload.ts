import type { CodeRule } from './rule.ts'

export const unsafeUpload: CodeRule = {
  id: 'unsafe-upload',
  title: 'The visitor decides the name of an uploaded file',
  cwe: [434],
  severity: 'critical',
  confidence: 'high',
  sinks: { 'unsafe-upload': 'upload' },
  why: 'A program file that a visitor uploads into a folder of the web server is a door of his own into the shop.',
  remedy:
    'Give the file a name of your own with a fixed ending, check its content, and keep it outside the folders that the web server serves.',
  bad: [
    {
      language: 'php',
      code: "<?php $ext = pathinfo($_FILES['f']['name'], PATHINFO_EXTENSION); move_uploaded_file($_FILES['f']['tmp_name'], 'up/' . time() . '.' . $ext);",
    },
    { language: 'php', code: "<?php move_uploaded_file($_FILES['f']['tmp_name'], 'img/' . $_FILES['f']['name']);" },
  ],
  good: [
    {
      language: 'php',
      code: "<?php $name = basename($_FILES['f']['name']); $ext = strtolower(pathinfo($name, PATHINFO_EXTENSION)); if (!in_array($ext, ['jpg', 'png'])) exit; move_uploaded_file($_FILES['f']['tmp_name'], 'up/' . $name);",
    },
    {
      language: 'php',
      code: "<?php $n = $_FILES['f']['name']; $e = strtolower(pathinfo($n, PATHINFO_EXTENSION)); if (in_array($e, ['jpg', 'png'], true)) { move_uploaded_file($_FILES['f']['tmp_name'], 'img/' . bin2hex(random_bytes(8)) . '.' . $e); }",
    },
    {
      language: 'php',
      code: "<?php move_uploaded_file($_FILES['f']['tmp_name'], 'img/' . bin2hex(random_bytes(8)) . '.jpg');",
    },
  ],
}
