import type { CodeRule } from './rule.ts'

export const noCertificateCheck: CodeRule = {
  id: 'no-certificate-check',
  title: 'The certificate of the other side is not checked',
  cwe: [295],
  severity: 'medium',
  confidence: 'high',
  sinks: { 'no-certificate-check': 'any' },
  why: 'Whoever sits on the way can pose as the other side, read what is sent and change the answer.',
  remedy:
    'Leave CURLOPT_SSL_VERIFYPEER at true and CURLOPT_SSL_VERIFYHOST at 2; give the certificate of a private authority with CURLOPT_CAINFO.',
  bad: [
    { language: 'js', code: 'const agent = new https.Agent({ rejectUnauthorized: false })' },
    { language: 'php', code: '<?php curl_setopt_array($c, [CURLOPT_POST => true, CURLOPT_SSL_VERIFYPEER => false]);' },
    {
      language: 'php',
      code: "<?php $c = curl_init('https://pay.example/'); curl_setopt($c, CURLOPT_SSL_VERIFYPEER, false);",
    },
  ],
  good: [
    { language: 'php', code: '<?php curl_setopt_array($c, [CURLOPT_POST => false, CURLOPT_SSL_VERIFYPEER => true]);' },
    {
      language: 'php',
      code: "<?php $c = curl_init('https://pay.example/'); curl_setopt($c, CURLOPT_SSL_VERIFYPEER, true);",
    },
  ],
}
