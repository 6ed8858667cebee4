// Speed of the policy check, without an index: node bench/passwords-check.bench.ts
import { randomBytes } from 'node:crypto'
import { checkPassword } from '../src/areas/passwords/policy/check.ts'
import { profiles } from '../src/areas/passwords/policy/profiles.ts'

const policy = { ...profiles.nist, secondFactor: false }
const context = ['Kwiaty Anna', 'kwiaty-anna.pl', 'Jan Kowalski', '1987-04-12']
const seen = { context, breached: false }

function measure(name: string, passwords: readonly string[]): void {
  for (const password of passwords.slice(0, 2000)) checkPassword(password, policy, seen)
  const times = passwords.map((password) => {
    const started = performance.now()
    checkPassword(password, policy, seen)
    return performance.now() - started
  })
  const total = times.reduce((sum, time) => sum + time, 0)
  const at = (share: number) =>
    (times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * share)] ?? 0).toFixed(3)
  console.log(
    `${name}: ${Math.round((passwords.length / total) * 1000)}/s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`,
  )
}

measure(
  'usual, 8 to 24 characters',
  Array.from({ length: 20_000 }, (_, index) =>
    randomBytes(18)
      .toString('base64')
      .slice(0, 8 + (index % 17)),
  ),
)
const fill = (unit: string) => unit.repeat(1000 / [...unit].length)
const hard = ['a', 'ab', '1qaz', 'qwertyuiop', 'otter', '🦊🌵', 'p@ssw', '\u0301', 'a\u0301', 'a '.repeat(5)].map(fill)
measure('hard, 1,000 characters', [
  ...Array.from({ length: 20 }, () => hard).flat(),
  ...Array.from({ length: 200 }, () => randomBytes(750).toString('base64')),
])
measure(
  '1 MB',
  Array.from({ length: 20 }, () => 'a\u0301'.repeat(350_000)),
)
