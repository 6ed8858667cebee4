import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { knowledgeHeads } from './heads.ts'

const shipped = join(import.meta.dirname, '../../knowledge')
const dir = mkdtempSync(join(tmpdir(), 'sw-heads-'))
afterAll(() => rmSync(dir, { recursive: true }))

it('every shipped file says of which day it is, and where its facts come from', () => {
  const heads = knowledgeHeads(shipped)
  expect(heads.length).toBeGreaterThan(12)
  for (const { name, asOf, sources } of heads) {
    expect(asOf, name).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(sources.length, name).toBeGreaterThan(0)
  }
})

it('the newer of what shipped and what was refreshed; what cannot be read is named without a day', () => {
  cpSync(join(shipped, 'exploited.json'), join(dir, 'exploited.json'))
  writeFileSync(join(dir, 'cut.json'), '{"asOf":"2026-')
  mkdirSync(join(dir, 'updated'))
  writeFileSync(
    join(dir, 'updated', 'exploited.json'),
    '{"asOf":"2099-01-01","sources":["a \\"]\\" b"],"exploited":{}}',
  )
  writeFileSync(
    join(dir, 'updated', 'epss.json'),
    `{"asOf":"2026-01-02","sources":["x"],"scores":{${'"a":1,'.repeat(50_000)}`,
  )
  writeFileSync(join(dir, 'updated', 'state.json'), '{}')
  expect(knowledgeHeads(dir)).toEqual([
    { name: 'cut', asOf: undefined, sources: [] },
    { name: 'epss', asOf: '2026-01-02', sources: ['x'] },
    { name: 'exploited', asOf: '2099-01-01', sources: ['a "]" b'] },
  ])
  expect(knowledgeHeads(join(dir, 'none'))).toEqual([])
})
