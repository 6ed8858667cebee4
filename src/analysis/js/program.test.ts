import { parseSync } from 'oxc-parser'
import { expect, it } from 'vitest'
import { parseProgram } from './program.ts'

const plain = (value: unknown) =>
  JSON.parse(
    JSON.stringify(value, (_, item: unknown) =>
      typeof item === 'bigint' || item instanceof RegExp ? String(item) : item,
    ),
  ) as unknown

it.each([
  [
    'signs outside Latin, before and in what is named',
    'a.js',
    '/* Łódź 🂡 */ const größe = "🂡" + `${naïve}\\u0041`; // 漢字',
  ],
  ['numbers, expressions and lone surrogates', 'a.js', 'f(10n, /[^\\d]+/giu, 1e400, 0x1f, "\\ud800", null, undefined)'],
  [
    'TypeScript',
    'a.ts',
    'abstract class A<T> { constructor(private readonly x: T | null = null) {} @on() get y(): T { return this.x! } }',
  ],
  ['JSX', 'a.tsx', 'export default (p: P) => <B {...p} on={() => p.x?.y ?? 1}>text &amp; {p.z}</B>'],
  [
    'modules',
    'a.mjs',
    '#!/usr/bin/env node\nimport d, { a as b } from "x"; export * as ns from "y"; await import(`./${d}`)',
  ],
  ['what is no script', 'a.js', 'const = 1; }'],
])('reads the same tree as through JSON: %s', (_, path, source) => {
  const direct = parseProgram(path, source)
  const json = parseSync(path, source)
  expect(plain(direct.program)).toEqual(plain(json.program))
  expect([plain(direct.comments), plain(direct.errors)]).toEqual([plain(json.comments), plain(json.errors)])
})
