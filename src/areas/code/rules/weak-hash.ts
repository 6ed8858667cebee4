import type { CodeRule } from './rule.ts'

export const weakHash: CodeRule = {
  id: 'weak-hash',
  title: 'A broken hash is used',
  cwe: [328],
  severity: 'medium',
  confidence: 'high',
  sinks: { 'weak-hash': 'any' },
  why: 'Others can find a text with the same hash; passwords hashed in this way are guessed in hours.',
  remedy: 'Use SHA-256 or better for checks of data, and argon2id or bcrypt for passwords.',
  bad: [
    {
      language: 'java',
      code: 'class A { void f() throws Exception { MessageDigest d = MessageDigest.getInstance("MD5"); } }',
    },
  ],
  good: [
    {
      language: 'java',
      code: 'class A { void f() throws Exception { MessageDigest d = MessageDigest.getInstance("SHA-256"); } }',
    },
  ],
}
