import { Ajv, type SchemaObject } from 'ajv'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Hole } from '../advisories/match.ts'
import { cycloneDx } from './write.ts'

/** The schemas that the CycloneDX project publishes, as its own library carries them. */
const folder = join(fileURLToPath(import.meta.resolve('@cyclonedx/cyclonedx-library/package.json')), '../res/schema')
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>
/** Without the name that it gives itself, so that it is found by its file's. */
const unnamed = (schema: Record<string, unknown>): SchemaObject =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$id'))

const ajv = new Ajv({
  strict: false,
  // The schema refers to its parts by their file's name.
  schemas: Object.fromEntries(
    ['spdx', 'jsf-0.82', 'cryptography-defs']
      .map((name) => `${name}.SNAPSHOT.schema.json`)
      .map((name): [string, SchemaObject] => [`http://cyclonedx.org/schema/${name}`, unnamed(read(name))]),
  ),
  // Addresses may hold any letters (RFC 3987, 6531): their format is looked at nowhere in what we write.
  formats: {
    'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
    'iri-reference': true,
    'idn-email': true,
    uri: true,
  },
})
const valid = ajv.compile(read('bom-1.6.SNAPSHOT.schema.json'))

const item = (kind: string, name: string, version: string, dev = false) => ({ kind, name, version, file: 'f', dev })
const packages = [
  item('composer', 'symfony/http-kernel', 'v6.4.1'),
  item('npm', '@scope/a', '1.0.0', true),
  item('npm', '@scope/a', '1.0.0'),
  item('prestashop-module', 'pop up/é', '1.2'),
  item('wordpress-plugin', 'shop', ''),
]
const hole: Hole = {
  id: 'CVE-2026-45075',
  package: 'composer:symfony/http-kernel',
  version: 'v6.4.1',
  file: 'f',
  dev: false,
  exploited: true,
  decision: 'attend',
  source: 'x',
  unnamed: false,
  cvss: 9.8,
}
const about = { name: 'shop', at: new Date('2026-01-01T00:00:00Z'), id: '00000000-0000-4000-8000-000000000000' }

describe('CycloneDX 1.6 by its own schema', () => {
  it.each([
    ['nothing', [], []],
    ['packages', packages, []],
    ['packages and holes', packages, [hole, { ...hole, id: 'GHSA-1' }, { ...hole, unnamed: true }]],
  ])('%s', (_, inside, holes) => {
    valid(cycloneDx(inside, holes, about))
    expect(valid.errors).toBeNull()
  })

  it('refuses what is none', () => {
    expect(valid({ ...cycloneDx(packages, [], about), serialNumber: 'none' })).toBe(false)
    expect(valid({ ...cycloneDx(packages, [], about), components: [{ name: 'x' }] })).toBe(false)
  })
})
