import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { scanTree } from './scan.ts'

const folder = mkdtempSync(join(tmpdir(), 'sw-described-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
function rulesIn(files: Record<string, string>): string[] {
  const root = join(folder, String(count++))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return scanTree(root)
    .findings.filter((finding) => finding.confidence !== 'low')
    .map((finding) => finding.rule)
}

const query = (place: string) =>
  `<mapper namespace="a.OrderMapper"><select id="by">select * from o order by ${place}</select></mapper>`
const java = {
  'OrderMapper.java': 'package a; interface OrderMapper { List<Order> by(@Param("how") String how); }',
  'C.java':
    'package a; @RestController class C { OrderMapper orders; @GetMapping("/o") List<Order> f(@RequestParam String how) { return orders.by(how); } }',
}

it('follows data into the queries of a mapper file', () => {
  expect(rulesIn({ ...java, 'mapper/OrderMapper.xml': query('${how}') })).toContain('code/sql-injection')
  expect(rulesIn({ ...java, 'mapper/OrderMapper.xml': query('#{how}') })).toEqual([])
})

const service = (where: string) => ({
  'app/code/A/P/Model/Search.php': `<?php namespace A\\P\\Model; class Search implements \\A\\P\\Api\\SearchInterface { public function byCity($city) { $this->points->getSelect()->where(${where}); } }`,
  'app/code/A/P/Api/SearchInterface.php':
    '<?php namespace A\\P\\Api; interface SearchInterface { public function byCity($city); }',
})
const webapi =
  '<routes><route url="/V1/p/:city" method="GET"><service class="A\\P\\Api\\SearchInterface" method="byCity"/></route></routes>'

it('takes what a service of Magento is given for foreign where webapi.xml offers it', () => {
  const bad = service('"city = \'" . $city . "\'"')
  expect(rulesIn({ ...bad, 'app/code/A/P/etc/webapi.xml': webapi })).toContain('code/sql-injection')
  expect(rulesIn(bad)).toEqual([])
  expect(rulesIn({ ...service("'city = ?', $city"), 'app/code/A/P/etc/webapi.xml': webapi })).toEqual([])
})
