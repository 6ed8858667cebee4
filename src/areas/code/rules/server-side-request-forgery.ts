import type { CodeRule } from './rule.ts'

export const serverSideRequestForgery: CodeRule = {
  id: 'server-side-request-forgery',
  title: 'Foreign data decides which address the server contacts',
  cwe: [918],
  severity: 'high',
  confidence: 'high',
  sinks: { 'server-side-request-forgery': 'request' },
  why: 'A visitor can use the server to reach machines and cloud services that are not open to the outside.',
  remedy:
    'Contact fixed hosts only: put scheme and host into the code and let the visitor choose no more than the path, or compare the host with a list.',
  bad: [
    {
      language: 'js',
      code: "app.get('/p', async (req, res) => { await axios({ method: 'get', url: req.query.url }) })",
    },
    { language: 'php', code: "<?php $c = curl_init($_GET['url']); curl_exec($c);" },
  ],
  good: [
    {
      language: 'js',
      code: "app.get('/p', async (req, res) => { await axios({ method: 'post', url: 'https://api.example/', data: req.body }) })",
    },
    {
      language: 'js',
      code: "app.get('/p', async (req, res) => { const url = new URL(req.query.url); if (!['api.example'].includes(url.hostname)) return; await axios.get(url.href) })",
    },
    {
      language: 'php',
      code: "<?php $u = $_GET['u']; if (!in_array(parse_url($u, PHP_URL_HOST), ['api.example'], true)) exit; curl_exec(curl_init($u));",
    },
    {
      language: 'php',
      code: "<?php $c = curl_init('https://api.example.com/items/' . urlencode($_GET['id'])); curl_exec($c);",
    },
  ],
}
