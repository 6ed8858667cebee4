import { mkdtempSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ReportGroups } from './groups.ts'
import { parseReports } from './parse.ts'
import { reportServer } from './serve.ts'

const old = (blocked: string) =>
  JSON.stringify({
    'csp-report': {
      'document-uri': 'https://shop.example/checkout?token=secret',
      'blocked-uri': blocked,
      'violated-directive': 'script-src-elem',
      disposition: 'report',
    },
  })
const fresh = JSON.stringify([
  {
    type: 'csp-violation',
    url: 'https://shop.example/checkout#4000056655665556',
    body: {
      effectiveDirective: 'connect-src',
      blockedURL: 'https://evil.example/c?n=4000056655665556',
      disposition: 'enforce',
    },
  },
  {
    type: 'integrity-violation',
    body: {
      documentURL: 'https://shop.example/checkout',
      blockedURL: 'https://cdn.example/a.js',
      destination: 'script',
    },
  },
  { type: 'deprecation', body: {} },
])

it('reads both formats and keeps no query', () => {
  expect(parseReports(old('https://evil.example/x.js?id=1'))).toEqual([
    {
      type: 'csp',
      directive: 'script-src-elem',
      blocked: 'https://evil.example/x.js',
      page: 'https://shop.example/checkout',
      disposition: 'report',
    },
  ])
  expect(parseReports(fresh).map((report) => [report.type, report.directive, report.blocked])).toEqual([
    ['csp', 'connect-src', 'https://evil.example/c'],
    ['integrity', 'script', 'https://cdn.example/a.js'],
  ])
  expect(JSON.stringify(parseReports(fresh))).not.toContain('4000056655665556')
})

it('never fails on what anybody sends', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (body) => Array.isArray(parseReports(body))))
})

it('groups over HTTP, survives a restart, and refuses what is too large or no report', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'sw-reports-'))
  const groups = new ReportGroups(dir)
  const server = reportServer(groups, () => new Date('2026-11-25T00:00:00Z'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const post = async (body: string) => (await fetch(url, { method: 'POST', body })).status
  expect(await post(old('https://evil.example/x.js?a'))).toBe(204)
  expect(await post(old('https://evil.example/x.js?b'))).toBe(204)
  expect(await post(old('chrome-extension://abc/x.js'))).toBe(204)
  expect(await post('nonsense')).toBe(400)
  expect((await fetch(url)).status).toBe(405)
  await post(' '.repeat(100_000)).catch(() => undefined)
  await new Promise<void>((done) => {
    server.close(() => done())
    server.closeAllConnections()
  })
  expect(new ReportGroups(dir).list().map((group) => [group.blocked, group.count, group.likelyExtension])).toEqual([
    ['https://evil.example/x.js', 2, false],
    ['chrome-extension:', 1, true],
  ])
})

it('is bounded in what it keeps', () => {
  const groups = new ReportGroups(mkdtempSync(join(tmpdir(), 'sw-reports-')))
  for (let index = 0; index < 2500; index++)
    groups.add(
      [{ type: 'csp', directive: 'img-src', blocked: `https://h${index}.example/`, page: 'p', disposition: 'report' }],
      new Date(),
    )
  expect(groups.list()).toHaveLength(2000)
  expect(groups.dropped).toBe(500)
})
