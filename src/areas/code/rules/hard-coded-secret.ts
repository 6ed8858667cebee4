import type { CodeRule } from './rule.ts'

export const hardCodedSecret: CodeRule = {
  id: 'hard-coded-secret',
  title: 'A password or key is written into the code',
  cwe: [798, 259, 321],
  severity: 'high',
  confidence: 'medium',
  sinks: { 'hard-coded-secret': 'any' },
  why: 'Everybody who sees the code, an old copy or a backup has the key, and it cannot be changed without a new release.',
  remedy: 'Take it from the environment or a secret store, and replace the one that was in the code.',
  bad: [
    { language: 'php', code: "<?php $apiKey = 'q8Zt2LwP0vXe7RbN4kYs';" },
    { language: 'php', code: "<?php if ($_POST['password'] == 'Olifant') { $_SESSION['in'] = true; }" },
    { language: 'php', code: "<?php $key = 'AKIA' . 'IOSFODNN7';  define('SHOP_SECRET', 'f3A9cD27e1B04c6d8E5a');" },
    { language: 'java', code: 'class A { private static final String API_KEY = "q8Zt2LwP0vXe7RbN4kYs"; }' },
    {
      language: 'java',
      code: 'class A { void f(String url) { java.sql.DriverManager.getConnection(url, "root", "7e5tc4s3"); } }',
    },
    { language: 'js', code: "const config = { clientSecret: 'q8Zt2LwP0vXe7RbN4kYs' }" },
  ],
  good: [
    { language: 'php', code: "<?php if ($type === 'password') {} if ($password == '') {} if ($pass === 'none') {}" },
    { language: 'php', code: "<?php $apiKey = getenv('API_KEY');" },
    { language: 'php', code: "<?php $password = 'your-password'; $labels = ['password' => 'Passwort12 vergessen?'];" },
    {
      language: 'java',
      code: 'class A { void f(String url, String word) { java.sql.DriverManager.getConnection(url, "root", word); } }',
    },
    {
      language: 'js',
      code: "const config = { clientSecret: process.env.CLIENT_SECRET, passwordKey: 'customer_password' }",
    },
  ],
}
