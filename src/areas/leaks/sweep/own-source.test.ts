import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runVerb } from '../../../../test/helpers/cli.ts'
import { openHashes } from '../../../connect/customers/tables.ts'
import { command } from '../command.ts'
import { loadSource } from './own-source.ts'

const now = new Date('2026-06-01T09:00:00Z')

function folder(module: string) {
  const cwd = mkdtempSync(join(tmpdir(), 'source-'))
  writeFileSync(join(cwd, 'source.mjs'), module)
  writeFileSync(join(cwd, 'customers.csv'), 'customer_id,email\n1,anna@shop.example\n2,bert@shop.example\n')
  const verb = (name: string, args: string[], options = {}) =>
    runVerb(command, name, args, { format: 'json', ...options }, { cwd, now })
  return { cwd, verb }
}

describe('a source of the owner', () => {
  it('of the example in the documentation is taken', async () => {
    const text = readFileSync(join(import.meta.dirname, '../../../../docs/leak-source.md'), 'utf8')
    const { cwd } = folder(/```js\n([^]*?)```/.exec(text)![1]!)
    const source = await loadSource(join(cwd, 'source.mjs'), {})
    expect(source.name).toBe('Example Leaks')
    expect(await source.catalogue()).toMatchObject({ kind: 'answer', value: [{ name: 'old-forum', leaked: 'hash' }] })
    expect(await source.stolenFor('shop.example')).toEqual({ kind: 'answer', value: [] })
  })

  it('is asked about every customer, and its findings are filed under its name', async () => {
    const { cwd, verb } = folder(`export default () => ({
      name: 'Mine',
      requestsPerMinute: async () => ({ kind: 'answer', value: 60000 }),
      catalogue: async () => ({ kind: 'answer', value: [{ name: 'x', title: 'X', attribution: 'me', leaked: 'plaintext' }] }),
      leaksOf: async (address) => ({ kind: 'answer', value: address.startsWith('anna') ? ['x'] : [] }),
    })`)
    await verb('import', ['customers.csv'])
    expect(JSON.parse((await verb('sweep', [], { source: 'source.mjs' })).text)).toMatchObject({
      source: 'Mine',
      asked: 2,
      fresh: 1,
      left: 0,
    })
    const db = openHashes(join(cwd, '.shopwarden/leaks'), true)
    expect(db.prepare('select breach, leaked from exposures').all()).toEqual([{ breach: 'x', leaked: 'plaintext' }])
    db.close()
  })

  it.each([
    ['no module', 'this is no script', 'SW_LEAKS_SOURCE'],
    ['nothing exported', 'export const x = 1', 'no default export'],
    ['half a source', 'export default () => ({ name: "x" })', 'requestsPerMinute'],
    ['an answer out of form', good('leaksOf: async () => ["x"]'), 'not in its form'],
    ['a source that fails', good('leaksOf: async () => { throw new Error("boom") }'), 'boom'],
  ])('says what is wrong with %s', async (_, module, message) => {
    const { verb } = folder(module)
    await verb('import', ['customers.csv'])
    const told = await verb('sweep', [], { source: 'source.mjs' }).then(
      (ran) => ran.text,
      (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
    )
    expect(told).toContain(message)
  })
})

function good(leaksOf: string): string {
  return `export default () => ({
    name: 'Mine',
    requestsPerMinute: async () => ({ kind: 'answer', value: 60000 }),
    catalogue: async () => ({ kind: 'answer', value: [] }),
    ${leaksOf},
  })`
}
