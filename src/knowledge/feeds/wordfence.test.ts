import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonMembers } from './json-members.ts'
import { wordfence } from './wordfence.ts'

/** A record as the publisher documents it, shortened. */
const record = (id: string, software: unknown[], more: object = {}) => ({
  id,
  title: 'Example Plugin <= 1.2.3 - Authenticated Stored Cross-Site Scripting',
  software,
  informational: false,
  description: 'A description with "quotes", {braces} and \\ backslashes.',
  references: ['https://www.wordfence.com/threat-intel/vulnerabilities/id/x'],
  cwe: { id: 79, name: 'XSS', description: '…' },
  cvss: { vector: 'CVSS:3.1/AV:N', score: 6.4, rating: 'Medium' },
  cve: 'CVE-2024-12345',
  cve_link: 'https://www.cve.org/CVERecord?id=CVE-2024-12345',
  researchers: ['Someone'],
  published: '2024-05-01 00:00:00',
  updated: '2024-05-02 10:11:12',
  copyrights: { message: 'This record contains material that is subject to copyright.', defiant: { notice: '…' } },
  ...more,
})
const range = (from: string, to: string, toInclusive = true) => ({
  [`${from} - ${to}`]: { from_version: from, from_inclusive: true, to_version: to, to_inclusive: toInclusive },
})
const plugin = (slug: string, affected: object, patched: string[] = []) => ({
  type: 'plugin',
  name: 'Example',
  slug,
  affected_versions: affected,
  patched: patched.length > 0,
  patched_versions: patched,
  remediation: 'Update to version 1.2.4, or a newer patched version',
})
const text = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))

describe('the feed of Wordfence Intelligence in its published form', () => {
  it('gives each piece of software with its ranges and the versions that close it', async () => {
    const body = text({
      a: record('a', [
        plugin('Example', { ...range('1.0.0', '1.2.3'), ...range('2.0', '2.1', false) }, ['1.2.4', '2.1']),
        { type: 'theme', name: 'T', slug: 'a-theme', affected_versions: range('*', '3.0') },
        { type: 'core', name: 'WordPress', slug: 'wordpress', affected_versions: range('6.0', '*') },
      ]),
      b: record('b', [plugin('unnamed', range('*', '*'))], { cve: null, cvss: null, published: null }),
      c: record('c', [plugin('only-told', range('*', '*'))], { informational: true }),
      d: record('d', [plugin('no-range', [])]),
      e: { id: 'e', title: 'of another kind' },
    })
    const { facts, read, skipped, asOf } = await wordfence.parse(body)
    expect({ read, skipped, asOf }).toEqual({ read: 4, skipped: 1, asOf: undefined })
    const known = wordfence.shape.parse(facts) as { semantics: string; advisories: Record<string, unknown>[] }
    expect(known.semantics).toBe('order')
    const common = { title: record('', []).title, cvss: 6.4, published: '2024-05-01', id: 'CVE-2024-12345' }
    expect(known.advisories).toEqual([
      { ...common, aliases: ['WORDFENCE-a'], package: 'wordpress-core:wordpress', affected: ['>=6.0'] },
      {
        ...common,
        aliases: ['WORDFENCE-a'],
        package: 'wordpress-plugin:example',
        affected: ['>=1.0.0,<=1.2.3', '>=2.0,<2.1'],
        patched: ['1.2.4', '2.1'],
      },
      { ...common, aliases: ['WORDFENCE-d'], package: 'wordpress-plugin:no-range', affected: [] },
      { id: 'WORDFENCE-b', package: 'wordpress-plugin:unnamed', affected: ['*'], title: common.title },
      { ...common, aliases: ['WORDFENCE-a'], package: 'wordpress-theme:a-theme', affected: ['<=3.0'] },
    ])
  })

  it.each([
    ['empty', ''],
    ['a web page', '<html><body>log in</body></html>'],
    ['a list', '[{"id":"a"}]'],
    ['nothing in it', '{}'],
    ['an error', '{"error":"invalid key"}'],
    ['cut in a record', JSON.stringify({ a: record('a', []) }).slice(0, -40)],
    ['cut between records', `${JSON.stringify({ a: record('a', []) }).slice(0, -1)},`],
  ])('refuses what is %s', async (_, body) => {
    await expect((async () => wordfence.parse(text(body)))()).rejects.toMatchObject({ code: 'SW_KNOWLEDGE_FEED' })
  })
})

it('objects in an object are found one by one, whatever stands in them', () => {
  const value = fc.oneof(fc.object({ maxDepth: 3 }), fc.array(fc.jsonValue()))
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value, { noNullPrototype: true }), fc.boolean(), (whole, spaced) => {
      const json = JSON.stringify(whole, null, spaced ? 2 : 0)
      const found = [...jsonMembers(Buffer.from(json))].map((member) => JSON.parse(member!.toString('utf8')) as unknown)
      expect(found).toEqual(Object.values(JSON.parse(json) as object))
    }),
    { seed: 12 },
  )
})
