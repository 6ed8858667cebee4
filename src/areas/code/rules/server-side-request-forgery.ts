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
  bad: [{ language: 'php', code: "<?php $c = curl_init($_GET['url']); curl_exec($c);" }],
  good: [
    {
      language: 'php',
      code: "<?php $c = curl_init('https://api.example.com/items/' . urlencode($_GET['id'])); curl_exec($c);",
    },
  ],
}
