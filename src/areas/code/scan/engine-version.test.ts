import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { engineVersion } from './engine-version.ts'

it('is another version when a program changes, and the same when only a test does', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sw-engine-'))
  try {
    writeFileSync(join(folder, 'engine.ts'), 'export const depth = 1\n')
    const first = engineVersion([folder])
    writeFileSync(join(folder, 'engine.test.ts'), 'export {}\n')
    expect(engineVersion([folder])).toBe(first)
    writeFileSync(join(folder, 'engine.ts'), 'export const depth = 2\n')
    expect(engineVersion([folder])).not.toBe(first)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
