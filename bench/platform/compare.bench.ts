// Version order beside the originals: `node bench/platform/compare.bench.ts ECOSYSTEM PAIRS [FILE]`
// FILE: real versions, one a line; pairs are drawn from it instead of being made up. Peers: deb python3-apt, rpm the rpm
// program, npm the semver package, composer PHP with COMPOSER_SEMVER=dir of composer/semver's src, php PHP, maven Java with
// MAVEN_ARTIFACT=class path of maven-artifact, apk the program APK_COMPARE (reads `a TAB b`, writes -1, 0, 1 or undefined).
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compareVersions, type Ecosystem } from '../../src/core/versions/compare.ts'

const [ecosystem = 'deb', count = '1000000', real] = process.argv.slice(2) as [Ecosystem, string, string?]
let state = Number(process.env['SEED'] ?? 20261125)
const random = (below: number) => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
  return Math.floor(((state >>> 8) / 2 ** 24) * below)
}
const pick = <T>(list: readonly T[]): T => list[random(list.length)]!
const numbers = ['0', '1', '2', '9', '10', '01', '003', '12', '100', '7', '5', '20250101']
const some = (most: number, make: () => string) => Array.from({ length: random(most + 1) }, make).join('')
const make: Record<Ecosystem, () => string> = {
  deb: () =>
    (random(5) ? '' : `${random(3)}:`) +
    pick(numbers) +
    some(5, () => pick(['.', '~', '+', 'a', 'rc', 'dfsg', pick(numbers), '-', 'z', 'Z', '+b1', 'deb12u'])),
  rpm: () =>
    (random(5) ? '' : `${random(3)}:`) +
    pick(numbers) +
    some(5, () => pick(['.', '~', '^', 'a', 'rc', 'el9', pick(numbers), '_', 'z', 'Z', '+', 'git'])) +
    pick(['', '-1', '-1.el9', '-2.el9_4', '-3.fc40', '-0~rc1', '-1^git1']),
  apk: () =>
    pick(numbers) +
    some(3, () => `.${pick(numbers)}`) +
    pick(['', '', 'a', 'z']) +
    some(
      2,
      () => `_${pick(['alpha', 'beta', 'pre', 'rc', 'cvs', 'svn', 'git', 'hg', 'p', 'foo'])}${pick(['', '1', '02'])}`,
    ) +
    pick(['', '', '~abc', '~01f']) +
    pick(['', '-r0', '-r1', '-r10']),
  npm: () =>
    `${random(3)}.${random(12)}.${random(3)}` +
    pick([
      '',
      `-${Array.from({ length: 1 + random(3) }, () =>
        pick(['alpha', 'rc', '0', '1', '10', 'a1', 'x-y', '-', '01']),
      ).join('.')}`,
    ]) +
    pick(['', '', '+b1']),
  composer: () =>
    pick(['', '', 'v']) +
    pick(numbers) +
    some(3, () => `.${pick(numbers)}`) +
    pick([
      '',
      '',
      '-alpha',
      '-beta1',
      '-RC2',
      'RC1',
      '-p1',
      '-patch2',
      '.pl3',
      '-dev',
      '-beta.1',
      'a',
      '-stable',
      '+build',
      '-foo',
      '.x-dev',
      '-rc-dev',
    ]),
  maven: () =>
    pick(numbers) +
    some(
      4,
      () =>
        pick(['.', '-', '']) +
        pick([pick(numbers), 'alpha', 'a', 'b1', 'rc', 'cr', 'm2', 'snapshot', 'ga', 'final', 'sp', 'x', 'jre', '']),
    ),
  php: () =>
    pick(numbers) +
    some(
      5,
      () =>
        pick(['.', '-', '_', '+', '', '..']) + pick([pick(numbers), 'a', 'beta', 'RC', 'rc', 'p', 'pl', 'dev', 'x']),
    ),
}

const pool =
  real === undefined ? Array.from({ length: 20_000 }, make[ecosystem]) : readFileSync(real, 'utf8').trim().split('\n')
const pairs = Array.from({ length: Number(count) }, () => {
  const a = pick(pool)
  const near = a.slice(0, random(a.length + 1)) + pick(['', '1', '.0', '~', '-r1', 'a', '0'])
  return [a, real !== undefined || random(3) > 0 ? pick(pool) : near || '0'] as const
})

const dir = mkdtempSync(join(tmpdir(), 'sw-compare-'))
const file = join(dir, 'pairs')
const result = join(dir, 'result')
writeFileSync(file, pairs.map((pair) => pair.join('\t')).join('\n') + '\n')
const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], cwd: dir })

const peers: Record<Ecosystem, () => void> = {
  deb: () =>
    run(
      '/usr/bin/python3',
      '-c',
      `import apt_pkg
apt_pkg.init_system()
o=open('${result}','w')
for l in open('${file}'):
    a,b=l.rstrip('\\n').split('\\t'); r=apt_pkg.version_compare(a,b); o.write(str((r>0)-(r<0))+'\\n')`,
    ),
  rpm: () =>
    run(
      'rpm',
      '--eval',
      `%{lua: local o=io.open('${result}','w'); for l in io.lines('${file}') do local a,b=l:match('^(.-)\\t(.*)$'); o:write(rpm.vercmp(a,b)..'\\n') end o:close()}`,
    ),
  apk: () => run(process.env['APK_COMPARE']!, file, result),
  npm: () => {
    const semver = createRequire(import.meta.url)('semver')
    const one = ([a, b]: readonly [string, string]) =>
      semver.valid(a) && semver.valid(b) ? semver.compare(a, b) : undefined
    writeFileSync(result, pairs.map((pair) => String(one(pair))).join('\n') + '\n')
  },
  composer: () => {
    writeFileSync(
      join(dir, 'c.php'),
      `<?php spl_autoload_register(function($c){ $f='${process.env['COMPOSER_SEMVER']}/'.str_replace('\\\\','/',substr($c,16)).'.php'; if(is_file($f)) require $f; });
$p=new Composer\\Semver\\VersionParser; $o=fopen('${result}','w');
foreach (file('${file}') as $l) { [$a,$b]=explode("\\t",rtrim($l,"\\n")); try { $x=$p->normalize($a); $y=$p->normalize($b); if (strpos($x,'dev-')===0||strpos($y,'dev-')===0) $s=$x===$y?'0':'undefined'; else $s=(string)version_compare($x,$y);} catch (Exception $e) { $s='undefined'; } fwrite($o,$s."\\n"); }`,
    )
    run('php', join(dir, 'c.php'))
  },
  php: () => {
    writeFileSync(
      join(dir, 'c.php'),
      `<?php $o=fopen('${result}','w'); foreach (file('${file}') as $l) { [$a,$b]=explode("\\t",rtrim($l,"\\n")); fwrite($o,version_compare($a,$b)."\\n"); }`,
    )
    run('php', join(dir, 'c.php'))
  },
  maven: () => {
    writeFileSync(
      join(dir, 'C.java'),
      `import java.io.*; import org.apache.maven.artifact.versioning.ComparableVersion;
public class C { public static void main(String[] x) throws Exception { BufferedReader r=new BufferedReader(new FileReader(x[0])); PrintWriter w=new PrintWriter(x[1]); String l; while((l=r.readLine())!=null){ String[] p=l.split("\\t",-1); w.println(Integer.signum(new ComparableVersion(p[0]).compareTo(new ComparableVersion(p[1])))); } w.close(); } }`,
    )
    run('java', '-cp', process.env['MAVEN_ARTIFACT']!, join(dir, 'C.java'), file, result)
  },
}

try {
  const started = performance.now()
  const ours = pairs.map(([a, b]) => String(compareVersions(ecosystem, a, b)))
  const ownMs = performance.now() - started
  const begun = performance.now()
  peers[ecosystem]()
  const peerMs = performance.now() - begun
  const theirs = readFileSync(result, 'utf8').trimEnd().split('\n')
  const refused = ours.filter((order) => order === 'undefined').length
  // apt and rpm order anything; ours refuses what their own programs would not install.
  const differing = pairs.filter(
    (_, index) =>
      ours[index] !== theirs[index] && !(['deb', 'rpm', 'php'].includes(ecosystem) && ours[index] === 'undefined'),
  )
  console.log(
    `${ecosystem}: ${pairs.length} ${real ? 'real' : 'random'} pairs, ${differing.length} differ, ${refused} refused; ours ${Math.round(ownMs)} ms, peer ${Math.round(peerMs)} ms with its start`,
  )
  for (const pair of differing.slice(0, 10)) console.log(`  ${pair.join('  ')}`)
} finally {
  rmSync(dir, { recursive: true })
}
