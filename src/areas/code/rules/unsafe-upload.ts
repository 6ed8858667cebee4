import type { CodeRule } from './rule.ts'

export const unsafeUpload: CodeRule = {
  id: 'unsafe-upload',
  title: 'The visitor decides the name of an uploaded file',
  cwe: [434],
  severity: 'critical',
  confidence: 'high',
  sinks: { 'unsafe-upload': 'upload', 'written-ending': 'ending', unpacked: 'any' },
  why: 'A program file that a visitor uploads into a folder of the web server is a door of his own into the shop.',
  remedy:
    'Give the file a name of your own with a fixed ending, check its content, and keep it outside the folders that the web server serves.',
  bad: [
    {
      language: 'php',
      code: "<?php $ext = pathinfo($_FILES['f']['name'], PATHINFO_EXTENSION); move_uploaded_file($_FILES['f']['tmp_name'], 'up/' . time() . '.' . $ext);",
    },
    { language: 'php', code: "<?php move_uploaded_file($_FILES['f']['tmp_name'], 'img/' . $_FILES['f']['name']);" },
    {
      language: 'php',
      code: "<?php preg_match('#^data:image/([a-z0-9]+);base64,(.*)$#s', $_POST['photo'], $m); file_put_contents(__DIR__ . '/photos/' . uniqid() . '.' . $m[1], base64_decode($m[2]));",
    },
    {
      language: 'php',
      code: "<?php $zip = new ZipArchive; $zip->open($_FILES['theme']['tmp_name']); $zip->extractTo(__DIR__ . '/../media/' . (int) $_POST['id']);",
    },
    {
      language: 'php',
      code: "<?php $up = $_FILES['a']['tmp_name']; $tar = new PharData($up); $tar->extractTo('/var/www/shop/img');",
    },
    {
      language: 'java',
      code: 'class A { @PostMapping("/avatar") void f(MultipartFile avatar) throws IOException { String ending = StringUtils.getFilenameExtension(avatar.getOriginalFilename()); avatar.transferTo(Path.of("/srv/webapps/ROOT").resolve(UUID.randomUUID() + "." + ending)); } }',
    },
    {
      language: 'js',
      code: "import { writeFile } from 'node:fs/promises'; export async function keep(file) { const name = randomUUID() + path.extname(file.name); await writeFile(path.join(process.cwd(), 'public', name), Buffer.from(await file.arrayBuffer())) }",
    },
  ],
  good: [
    {
      language: 'java',
      code: 'class A { @PostMapping("/avatar") void f(MultipartFile avatar) throws IOException { String ending = StringUtils.getFilenameExtension(avatar.getOriginalFilename()); if (!Set.of("png", "jpg").contains(ending)) return; avatar.transferTo(Path.of("/srv/webapps/ROOT").resolve(UUID.randomUUID() + "." + ending)); } }',
    },
    {
      language: 'js',
      code: "import { writeFile } from 'node:fs/promises'; const endings = { 'image/png': '.png' }; export async function keep(file) { const name = randomUUID() + endings[file.type]; await writeFile(path.join(process.cwd(), 'public', name), Buffer.from(await file.arrayBuffer())) }",
    },
    {
      language: 'php',
      code: "<?php preg_match('#^data:image/(png|gif|jpe?g);base64,(.*)$#s', $_POST['photo'], $m); file_put_contents(__DIR__ . '/photos/' . uniqid() . '.' . $m[1], base64_decode($m[2]));",
    },
    {
      language: 'php',
      code: "<?php $zip = new ZipArchive; $zip->open($_FILES['theme']['tmp_name']); $zip->extractTo(sys_get_temp_dir() . '/shop-' . bin2hex(random_bytes(8)));",
    },
    {
      language: 'php',
      code: "<?php $zip = new ZipArchive; $zip->open($_FILES['t']['tmp_name']); for ($i = 0; $i < $zip->numFiles; $i++) { if (!preg_match('/\\.(png|jpg)$/', $zip->getNameIndex($i))) exit; } $zip->extractTo('img');",
    },
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
