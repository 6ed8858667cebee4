import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readAdvisories } from '../../../knowledge/advisories.ts'
import { fromBundle } from '../../../knowledge/carriers.ts'
import { wordfence } from '../../../knowledge/feeds/wordfence.ts'
import { updateKnowledge } from '../../../knowledge/update.ts'
import { lookForHoles } from './look.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'sw-wordpress-'))
  cpSync(join(import.meta.dirname, '../../../../knowledge'), join(dir, 'knowledge'), { recursive: true })
  const files = {
    'wp-includes/version.php': "<?php\n$wp_version = '6.4.1';\n",
    'wp-content/plugins/Example-Shop/example.php': '<?php\n/*\n * Plugin Name: Example\n * Version: 1.2.3\n */',
    'wp-content/plugins/fine/fine.php': '<?php\n/*\nPlugin Name: Fine\nVersion: 2.0\n*/',
    'wp-content/plugins/odd/odd.php': '<?php\n/*\nPlugin Name: Odd\nVersion: 3.0-beta2\n*/',
    'wp-content/themes/storefront/style.css': '/*\nTheme Name: Storefront\nVersion: 4.1\n*/',
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, 'shop', file)), { recursive: true })
    writeFileSync(join(dir, 'shop', file), text)
  }
})
afterEach(() => rmSync(dir, { recursive: true }))

const look = () => lookForHoles(join(dir, 'shop'), undefined, readAdvisories(join(dir, 'knowledge')))
const software = (type: string, slug: string, from: string, to: string, patched: string[]) => ({
  type,
  slug,
  affected_versions: { x: { from_version: from, from_inclusive: true, to_version: to, to_inclusive: true } },
  patched_versions: patched,
})

it('plugins, themes and WordPress itself are unknown without a list, and judged by one that was loaded', async () => {
  expect(look()).toMatchObject({
    holes: [],
    blind: [
      { kind: 'wordpress-plugin', packages: 3 },
      { kind: 'wordpress-theme', packages: 1 },
      { kind: 'wordpress-core', packages: 1 },
    ],
  })
  const record = (id: string, cve: string, one: unknown) => ({ id, title: `Title ${id}`, cve, software: [one] })
  const feed = {
    a: record('a', 'CVE-2024-1001', software('plugin', 'example-shop', '*', '1.2.3', ['1.3', '1.2.4'])),
    b: record('b', 'CVE-2024-1002', software('plugin', 'fine', '*', '1.9.9', ['2.0'])),
    c: record('c', 'CVE-2024-1003', software('plugin', 'odd', '3.0', '3.1', ['3.2'])),
    d: record('d', 'CVE-2024-1004', software('theme', 'storefront', '4.0', '4.1', [])),
    e: record('e', 'CVE-2024-1005', software('core', 'wordpress', '6.4', '6.4.1', ['6.4.2'])),
  }
  mkdirSync(join(dir, 'bundle'))
  writeFileSync(join(dir, 'bundle', 'wordfence.json'), JSON.stringify(feed))
  const now = new Date('2026-06-01T00:00:00Z')
  await updateKnowledge([wordfence], fromBundle(join(dir, 'bundle')), join(dir, 'knowledge'), { now })
  const { holes, blind } = look()
  expect(blind).toEqual([])
  expect(holes.map(({ id, package: name, fixed }) => [id, name, fixed])).toEqual([
    ['CVE-2024-1001', 'wordpress-plugin:example-shop', '1.2.4'],
    ['CVE-2024-1004', 'wordpress-theme:storefront', undefined],
    ['CVE-2024-1005', 'wordpress-core:wordpress', '6.4.2'],
  ])
  expect(holes[0]!.source).toMatch(/Defiant/)
})
