import type { CodeRule } from './rule.ts'

export const weakRandom: CodeRule = {
  id: 'weak-random',
  title: 'A predictable random number is used',
  cwe: [330],
  severity: 'medium',
  confidence: 'high',
  sinks: { 'weak-random': 'any' },
  why: 'Whoever has seen a few of the numbers can foretell the next: session ids, vouchers and reset links are guessed.',
  remedy: 'Use java.security.SecureRandom.',
  bad: [{ language: 'java', code: 'class A { double f() { return new java.util.Random().nextDouble(); } }' }],
  good: [
    { language: 'java', code: 'class A { double f() { return new java.security.SecureRandom().nextDouble(); } }' },
  ],
}
