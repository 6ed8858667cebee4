// OSV's published ranges as the reference for composer.lock files:
//   COMPOSER_SEMVER=DIR/src node bench/platform/osv.bench.ts RECORDS.jsonl FILE…
// RECORDS.jsonl: one OSV record a line (https://ossf.github.io/osv-schema/), as published; FILE: composer.lock files.
// 1. Our matching of these ranges beside OSV's own rule (schema, "Evaluation") over Composer's own version order, in PHP.
// 2. What of it the facts that ship name: by the hole's own id, or as holes without a name.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { affects } from '../../src/core/advisories/affects.ts'
import { matchAdvisories } from '../../src/areas/platform/advisories/match.ts'
import { readComposerLock } from '../../src/areas/platform/inventory/composer.ts'
import { readAdvisories } from '../../src/knowledge/advisories.ts'
import { osvAdvisories } from '../../src/knowledge/feeds/osv.ts'

const [records = '', ...files] = process.argv.slice(2)
const published = readFileSync(records, 'utf8').trim().split('\n')
const advisories = published.flatMap((line) => osvAdvisories(JSON.parse(line), 'Packagist', 'composer') ?? [])
const book = readAdvisories(join(import.meta.dirname, '../../knowledge'))
const dir = mkdtempSync(join(tmpdir(), 'sw-osv-'))
const semver = process.env['COMPOSER_SEMVER']

const php = `<?php spl_autoload_register(function($c){ $f='${semver}/'.str_replace('\\\\','/',substr($c,16)).'.php'; if(is_file($f)) require $f; });
$p=new Composer\\Semver\\VersionParser; $o=[];
$records=array_map(fn($l)=>json_decode($l,true), array_filter(explode("\\n",file_get_contents('${dir}/records'))));
foreach (json_decode(file_get_contents('${dir}/installed'),true) as [$file,$name,$version]) {
 try { $v=$p->normalize($version); } catch (Exception $e) { continue; }
 if (strpos($v,'dev-')===0) continue;
 foreach ($records as $r) foreach ($r['affected'] as $a) {
  if (strtolower($a['package']['name'])!==$name) continue;
  foreach ($a['ranges'] as $range) { $events=$range['events'];
   usort($events, fn($x,$y)=>version_compare($p->normalize(array_values($x)[0]), $p->normalize(array_values($y)[0])));
   $in=false;
   foreach ($events as $e) {
    if (isset($e['introduced'])) { if ($e['introduced']==='0' || version_compare($v,$p->normalize($e['introduced']),'>=')) $in=true; }
    elseif (isset($e['fixed'])) { if (version_compare($v,$p->normalize($e['fixed']),'>=')) $in=false; }
    elseif (isset($e['last_affected'])) { if (version_compare($v,$p->normalize($e['last_affected']),'>')) $in=false; } }
   if ($in) $o[$file.' '.$name.' '.$version.' '.(array_values(array_filter($r['aliases'],fn($x)=>strpos($x,'CVE-')===0))[0] ?? $r['id'])]=1; } } }
$k=array_keys($o); sort($k); echo implode("\\n",$k);`
try {
  const locks = files.flatMap((file) => {
    const packages = readComposerLock(readFileSync(file, 'utf8'), file)
    return packages === undefined ? [] : [packages]
  })
  const installed = locks.flat()
  writeFileSync(join(dir, 'records'), published.join('\n'))
  writeFileSync(join(dir, 'installed'), JSON.stringify(installed.map((item) => [item.file, item.name, item.version])))
  writeFileSync(join(dir, 'reference.php'), php)
  const theirs = new Set(
    execFileSync('php', [join(dir, 'reference.php')], { encoding: 'utf8', maxBuffer: 1 << 28 })
      .split('\n')
      .filter(Boolean),
  )
  const ours = new Set<string>()
  const compared = new Set<string>()
  for (const item of installed)
    for (const advisory of advisories.filter((one) => one.package === `composer:${item.name}`)) {
      compared.add(`${item.file} ${item.name} ${item.version} ${advisory.id}`)
      if (affects(advisory, 'order', item.version)) ours.add(`${item.file} ${item.name} ${item.version} ${advisory.id}`)
    }
  const differing = [...ours].filter((key) => !theirs.has(key)).concat([...theirs].filter((key) => !ours.has(key)))
  console.log(
    `${published.length} records, ${locks.length} lock files, ${installed.length} packages: ${compared.size} comparisons, ${theirs.size} apply by OSV's rule, ${differing.length} differ`,
  )
  for (const key of differing.slice(0, 10)) console.log(`  ${key}`)
  const shipped = new Map<string, Set<string>>()
  for (const packages of locks)
    for (const hole of matchAdvisories(packages, book).holes) {
      const key = `${hole.file} ${hole.package.replace('composer:', '')} ${hole.version}`
      const ids = shipped.get(key) ?? new Set()
      shipped.set(key, ids.add(hole.unnamed ? 'unnamed' : hole.id))
    }
  const told = { 'by its own id': 0, 'other holes of the same version': 0, nothing: 0 }
  const lacking = new Map<string, number>()
  for (const key of theirs) {
    const at = key.lastIndexOf(' ')
    const ids = shipped.get(key.slice(0, at))
    const named = ids?.has(key.slice(at + 1)) ?? false
    told[named ? 'by its own id' : ids ? 'other holes of the same version' : 'nothing']++
    const what = `${key.split(' ')[1]} ${key.slice(at + 1)}`
    if (!named) lacking.set(what, (lacking.get(what) ?? 0) + 1)
  }
  console.log(`what the shipped facts tell of these: ${JSON.stringify(told)}; not named:`)
  for (const [what, count] of [...lacking].sort()) console.log(`  ${what}: ${count}`)
} finally {
  rmSync(dir, { recursive: true })
}
