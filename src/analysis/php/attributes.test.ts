import { describe, expect, it } from 'vitest'
import type { Stmt } from '../ast.ts'
import { parsePhp } from './parser.ts'

function methodOf(code: string) {
  const file = parsePhp(`<?php ${code}`)
  const cls = file.body.find((item): item is Extract<Stmt, { kind: 'classdecl' }> => item.kind === 'classdecl')
  return { file, fn: cls!.cls.methods[0]! }
}

describe('attributes of PHP', () => {
  it('are read with arguments by position and by name, by their last part', () => {
    const { fn, file } = methodOf(
      "class C { #[Deprecated, \\Symfony\\Routing\\Route('/x/{id}', name: 'x', methods: ['GET'])] public function f() {} }",
    )
    expect(file.problems).toEqual([])
    expect(fn.annotations.map((item) => item.name)).toEqual(['Deprecated', 'Route'])
    expect(fn.annotations[1]!.args['0']).toMatchObject({ kind: 'lit', value: '/x/{id}' })
    expect(fn.annotations[1]!.args['name']).toMatchObject({ kind: 'lit', value: 'x' })
  })

  it('stand at parameters, too', () => {
    const { fn } = methodOf('class C { public function f(#[MapQueryParameter] string $q, #[A(1)] #[B] $r) {} }')
    expect(fn.params.map((param) => param.annotations?.map((item) => item.name))).toEqual([
      ['MapQueryParameter'],
      ['A', 'B'],
    ])
  })

  it('are skipped where they are not understood, and the method behind them is read', () => {
    const { fn } = methodOf('class C { #[Broken(=>)] public function f() { return 1; } }')
    expect(fn.name).toBe('f')
    expect(fn.body).toHaveLength(1)
  })
})
