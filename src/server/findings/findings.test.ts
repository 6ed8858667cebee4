import { sql } from 'kysely'
import { seeded } from '../../../test/helpers/fuzz.ts'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { AuditResult } from '../../audit/result.ts'
import type { Finding } from '../../core/finding.ts'
import { connectStore, openStore } from '../../store/database.ts'
import { migrate } from '../../store/migrations.ts'
import type { Store } from '../../store/store.ts'
import { changeFinding, findingOf, reopenDue } from './change.ts'
import { fileFindings } from './file.ts'
import { groupFindings, selectFindings } from './select.ts'

const postgresUrl = inject('postgresUrl')

async function newDatabase(url: string): Promise<string> {
  const name = `sw_findings_${process.pid}_${Math.random().toString(36).slice(2)}`
  const server = connectStore(url)
  await sql`create database ${sql.id(name)}`.execute(server.db)
  await server.close()
  return url.replace(/\/[^/]*$/, `/${name}`)
}

const finding = (fingerprint: string, more: Partial<Finding> = {}): Finding => ({
  area: 'code',
  rule: 'code/sql-injection',
  title: `Title ${fingerprint}`,
  message: 'm',
  severity: 'high',
  confidence: 'high',
  cwe: [],
  advisories: [],
  location: { uri: `src/${fingerprint}.php`, line: 3 },
  trace: [],
  fingerprint,
  remedy: 'r',
  ...more,
})

/** A report with these findings; `gap` is an area that could not be looked at everywhere. */
function report(findings: Finding[], at: string, gap?: string): AuditResult {
  const evidence = [
    { area: 'code', findings, couldNotLook: undefined },
    ...(gap ? [{ area: gap, findings: [], couldNotLook: { reason: 'r', fix: 'f' } }] : []),
  ]
  return { finishedAt: at, evidence } as unknown as AuditResult
}

const kinds: [string, () => Promise<string>][] = [['SQLite', async () => ':memory:']]
if (postgresUrl) kinds.push(['PostgreSQL', () => newDatabase(postgresUrl)])

describe.each(kinds)('findings on %s', (_, location) => {
  let store: Store
  beforeAll(async () => {
    store = await openStore(await location())
    await store.db
      .insertInto('client')
      .values({ id: 'c', name: 'c', roots: '[]', allow_private: 0, created_at: '' })
      .execute()
    await store.db
      .insertInto('shop')
      .values({ id: 's', client: 'c', name: 's', description: '{}', created_at: '', archived_at: null })
      .execute()
  })
  afterAll(() => store.close())
  const state = async (fingerprint: string) => (await findingOf(store, 's', fingerprint)).state
  const all = { state: 'active' } as const

  it('are new, stay what people made of them, go, and come back', async () => {
    await fileFindings(store, 's', 'a1', report([finding('x'), finding('y'), finding('z')], '2026-01-01T00:00:00Z'))
    await changeFinding(
      store,
      await findingOf(store, 's', 'x'),
      { state: 'assigned', assignee: 'Anna' },
      'Olga',
      new Date(),
    )
    await changeFinding(
      store,
      await findingOf(store, 's', 'y'),
      { state: 'suppressed', reason: 'r', until: '2026-03-01' },
      'Olga',
      new Date(),
    )
    await fileFindings(
      store,
      's',
      'a2',
      report([finding('x', { severity: 'critical' }), finding('y')], '2026-02-01T00:00:00Z'),
    )
    expect([await state('x'), await state('y'), await state('z')]).toEqual(['assigned', 'suppressed', 'gone'])
    const x = await findingOf(store, 's', 'x')
    expect([x.severity, x.first_seen.slice(0, 7), x.last_seen.slice(0, 7), x.assignee]).toEqual([
      'critical',
      '2026-01',
      '2026-02',
      'Anna',
    ])
    await reopenDue(store, new Date('2026-02-15'))
    expect(await state('y')).toBe('suppressed')
    await reopenDue(store, new Date('2026-03-02'))
    expect(await state('y')).toBe('open')
    await fileFindings(store, 's', 'a3', report([finding('z')], '2026-03-01T00:00:00Z', 'code'))
    expect([await state('z'), await state('x')]).toEqual(['open', 'assigned'])
  })

  it('are listed worst first page by page, each once, whatever was searched for', async () => {
    const many = Array.from({ length: 450 }, (_, n) =>
      finding(`p${String(n).padStart(3, '0')}`, {
        severity: (['low', 'info', 'medium'] as const)[n % 3]!,
        title: n === 7 ? '100%_sure \\ here' : 'Plain',
      }),
    )
    await fileFindings(
      store,
      's',
      'a4',
      report([...many, finding('x'), finding('y'), finding('z')], '2026-04-01T00:00:00Z'),
    )
    const seen: [number, string][] = []
    let after: [number, string] | undefined
    for (;;) {
      const page = await selectFindings(store, 's', all, after, 100)
      seen.push(...page.map((row): [number, string] => [row.rank, row.fingerprint]))
      after = seen.at(-1)
      if (page.length < 100) break
    }
    expect(seen).toHaveLength(453)
    expect(new Set(seen.map(([, print]) => print)).size).toBe(453)
    expect(seen).toEqual([...seen].sort(([a, x], [b, y]) => a - b || (x < y ? -1 : 1)))
    for (const search of ['100%_sure', '\\ HERE', '%_']) {
      const found = await selectFindings(store, 's', { ...all, search }, undefined, 10)
      expect([search, found.map((row) => row.fingerprint)]).toEqual([search, ['p007']])
    }
    // Parts of words, several at once, too short for the index, and words that no finding has together.
    for (const [search, found] of [
      ['p44', ['p440', 'p441', 'p442', 'p443', 'p444', 'p445', 'p446', 'p447', 'p448', 'p449']],
      ['src/p00 sure', ['p007']],
      ['7. sure', ['p007']],
      ['"sure', []],
      ['P123 INJECTION', ['p123']],
    ] as const) {
      const rows = await selectFindings(store, 's', { ...all, search }, undefined, 20)
      expect([search, rows.map((row) => row.fingerprint).toSorted()]).toEqual([search, found])
      const { total } = await groupFindings(store, 's', { ...all, search }, 'rule')
      expect(total).toBe(found.length)
    }
    const groups = await groupFindings(store, 's', all, 'severity')
    expect(groups.total).toBe(453)
    expect(groups.items.map((item) => item.name)).toEqual(['high', 'medium', 'low', 'info'])
  })

  it('are found by words that they have by now', async () => {
    await fileFindings(store, 's', 'b1', report([finding('w', { title: 'Before' })], '2026-05-01T00:00:00Z'))
    await fileFindings(store, 's', 'b2', report([finding('w', { title: 'Afterwards' })], '2026-05-02T00:00:00Z'))
    const found = async (search: string) =>
      (await selectFindings(store, 's', { ...all, search }, undefined, 5)).map((row) => row.fingerprint)
    expect(await found('before')).toEqual([])
    expect(await found('afterward')).toEqual(['w'])
    // Candidates that no longer fit do not fill the page: those behind them are looked at.
    const some = Array.from({ length: 60 }, (_, n) => finding(`v${String(n).padStart(2, '0')}`, { title: 'Sometime' }))
    await fileFindings(store, 's', 'b3', report(some, '2026-05-03T00:00:00Z'))
    const changed = some.map((each, n) => (n < 50 ? { ...each, title: 'Otherwise' } : each))
    await fileFindings(store, 's', 'b4', report(changed, '2026-05-04T00:00:00Z'))
    expect(await found('sometime')).toEqual(['v50', 'v51', 'v52', 'v53', 'v54'])
  })

  it('are not found any more once they are deleted, nor is one that came in their place', async () => {
    await fileFindings(store, 's', 'd1', report([finding('zz', { title: 'Gonesoon' })], '2026-05-05T00:00:00Z'))
    await store.db.deleteFrom('finding').where('fingerprint', '=', 'zz').execute()
    await fileFindings(store, 's', 'd2', report([finding('zy', { title: 'Newcomer' })], '2026-05-06T00:00:00Z'))
    const found = async (search: string) =>
      (await selectFindings(store, 's', { ...all, search }, undefined, 5)).map((row) => row.fingerprint)
    expect(await found('gonesoon')).toEqual([])
    expect(await found('newcomer')).toEqual(['zy'])
  })

  it('are counted as they are, whatever was done to them', async () => {
    const prints = Array.from({ length: 30 }, (_, n) => `c${n}`)
    const random = seeded(7)
    const kinds = ['low', 'medium', 'high'] as const
    for (let round = 0; round < 25; round++) {
      const some = prints.filter(() => random() < 0.6)
      const seen = some.map((print) => finding(print, { severity: kinds[Math.floor(random() * 3)]! }))
      if (round % 5 === 0) await fileFindings(store, 's', `c${round}`, report(seen, '2026-06-01T00:00:00Z'))
      const print = prints[Math.floor(random() * prints.length)]!
      const row = await findingOf(store, 's', print).catch(() => undefined)
      const until = random() < 0.5 ? '2026-06-02' : '2030-01-01'
      const change = [
        { state: 'open' } as const,
        { state: 'assigned', assignee: 'A' } as const,
        { state: 'suppressed', reason: 'r', until } as const,
      ][Math.floor(random() * 3)]!
      if (row !== undefined && row.state !== 'gone') await changeFinding(store, row, change, 'O', new Date())
      if (round % 7 === 0) await reopenDue(store, new Date('2026-07-01'))
      for (const state of ['active', 'open', 'suppressed', 'gone'] as const)
        for (const by of ['rule', 'severity', 'area'] as const) {
          const kept = await groupFindings(store, 's', { state }, by)
          // A search for what all have counts the findings themselves.
          const counted = await groupFindings(store, 's', { state, search: 'src/' }, by)
          expect([state, by, kept]).toEqual([state, by, counted])
        }
    }
  })
})

it('findings of a database of before are found after the upgrade', async () => {
  const store = connectStore(':memory:')
  await migrate(store, 7)
  const at = { id: 'c', name: 'c', created_at: '' }
  await store.db
    .insertInto('client')
    .values({ ...at, roots: '[]', allow_private: 0 })
    .execute()
  await store.db
    .insertInto('shop')
    .values({ ...at, id: 's', client: 'c', description: '{}', archived_at: null })
    .execute()
  await fileFindings(store, 's', 'a', report([finding('old', { title: 'Kept of old' })], '2026-05-01T00:00:00Z'))
  await migrate(store)
  await fileFindings(store, 's', 'b', report([finding('new', { title: 'Kept of late' })], '2026-05-02T00:00:00Z'))
  const rows = await selectFindings(store, 's', { state: 'gone', search: 'kept' }, undefined, 5)
  const open = await selectFindings(store, 's', { state: 'open', search: 'kept' }, undefined, 5)
  expect([...rows, ...open].map((row) => row.fingerprint)).toEqual(['old', 'new'])
  await store.close()
})
