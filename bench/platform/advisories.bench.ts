// Which advisories apply to the composer.lock of every tag of real shop platforms, beside Composer's own constraint matching:
//   COMPOSER_SEMVER=DIR/src node bench/platform/advisories.bench.ts REPO…
// or to the composer.lock files that are named, e.g. of shops built on them; --list prints what applies to each, to be read by hand:
//   COMPOSER_SEMVER=DIR/src node bench/platform/advisories.bench.ts --files [--list] FILE…
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { matchAdvisories } from '../../src/areas/platform/advisories/match.ts'
import { readComposerLock } from '../../src/areas/platform/inventory/composer.ts'
import { readAdvisories } from '../../src/knowledge/advisories.ts'

const { values: asked, positionals } = parseArgs({
  options: { files: { type: 'boolean' }, list: { type: 'boolean' } },
  allowPositionals: true,
})
const knowledge = join(import.meta.dirname, '../../knowledge')
const book = readAdvisories(knowledge)
const dir = mkdtempSync(join(tmpdir(), 'sw-advisories-'))
/** The reference shares nothing with ours but the facts: Composer's own parser decides. */
const php = `<?php spl_autoload_register(function($c){ $f='${process.env['COMPOSER_SEMVER']}/'.str_replace('\\\\','/',substr($c,16)).'.php'; if(is_file($f)) require $f; });
$facts=json_decode(file_get_contents('${knowledge}/advisories-friendsofphp.json'),true);
foreach (glob('${dir}/*.lock') as $f) { $lock=json_decode(file_get_contents($f),true); $hits=[];
 foreach (array_merge($lock['packages'],$lock['packages-dev']??[]) as $p) foreach ($facts['advisories'] as $a) {
  if ($a['package']!=='composer:'.strtolower($p['name']) || strpos($p['version'],'dev-')===0) continue;
  foreach ($a['affected'] as $r) if (Composer\\Semver\\Semver::satisfies($p['version'],$r)) { $hits[$a['package'].' '.$a['id']]=1; break; } }
 $k=array_keys($hits); sort($k); file_put_contents($f.'.ref', implode("\\n",$k)); }`
try {
  const locks: { name: string; file: string }[] = []
  for (const name of asked.files ? positionals : []) {
    if (readComposerLock(readFileSync(name, 'utf8'), '') === undefined) continue
    const file = join(dir, `${locks.length}.lock`)
    copyFileSync(name, file)
    locks.push({ name, file })
  }
  for (const repo of asked.files ? [] : positionals) {
    for (const tag of execFileSync('git', ['-C', repo, 'tag'], { encoding: 'utf8' }).trim().split('\n')) {
      const shown = spawnSync('git', ['-C', repo, 'show', `${tag}:composer.lock`], {
        maxBuffer: 1 << 28,
        encoding: 'utf8',
      })
      if (shown.status !== 0 || readComposerLock(shown.stdout, '') === undefined) continue
      const file = join(dir, `${locks.length}.lock`)
      writeFileSync(file, shown.stdout)
      locks.push({ name: `${repo} ${tag}`, file })
    }
  }
  writeFileSync(join(dir, 'r.php'), php)
  execFileSync('php', ['-d', 'memory_limit=2G', join(dir, 'r.php')], { stdio: 'inherit' })
  let [same, holes, milliseconds] = [0, 0, 0]
  const distinct = new Set<string>()
  for (const { name, file } of locks) {
    const started = performance.now()
    const found = matchAdvisories(readComposerLock(readFileSync(file, 'utf8'), 'composer.lock')!, book).holes
    milliseconds += performance.now() - started
    const ours = [
      ...new Set(
        found.filter((hole) => hole.source.startsWith('FriendsOfPHP')).map((hole) => `${hole.package} ${hole.id}`),
      ),
    ].sort()
    const theirs = readFileSync(`${file}.ref`, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .sort()
    holes += ours.length
    if (asked.list)
      for (const hole of found) console.log(`${name}: ${hole.package} ${hole.version} ${hole.id} (${hole.source})`)
    distinct.add(ours.join())
    if (ours.join() === theirs.join()) same++
    else
      console.log(
        `  ${name}: only ours ${ours.filter((id) => !theirs.includes(id))}; only theirs ${theirs.filter((id) => !ours.includes(id))}`,
      )
  }
  console.log(
    `${locks.length} lock files (${distinct.size} different results), ${holes} holes in all, same set in ${same}; ${(milliseconds / locks.length).toFixed(1)} ms a file`,
  )
} finally {
  rmSync(dir, { recursive: true })
}
