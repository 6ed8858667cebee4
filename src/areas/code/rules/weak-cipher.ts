import type { CodeRule } from './rule.ts'

export const weakCipher: CodeRule = {
  id: 'weak-cipher',
  title: 'A broken way of encryption is used',
  cwe: [327],
  severity: 'medium',
  confidence: 'high',
  sinks: { 'weak-cipher': 'any' },
  why: 'What is encrypted in this way can be read or changed by others.',
  remedy: 'Use AES/GCM/NoPadding with a key of 256 bits and a fresh nonce each time.',
  bad: [
    { language: 'php', code: "<?php $x = openssl_encrypt($data, 'des-ede3-ecb', $key);" },
    {
      language: 'java',
      code: 'class A { void f() throws Exception { Cipher c = Cipher.getInstance("DES/CBC/PKCS5Padding"); } }',
    },
  ],
  good: [
    { language: 'php', code: "<?php $x = openssl_encrypt($data, 'aes-256-gcm', $key, 0, $iv, $tag);" },
    {
      language: 'java',
      code: 'class A { void f() throws Exception { Cipher c = Cipher.getInstance("AES/GCM/NoPadding"); } }',
    },
  ],
}
