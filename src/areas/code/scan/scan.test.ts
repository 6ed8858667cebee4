import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import type { CommandIo } from '../../../core/area.ts'
import { scan } from '../commands/scan.ts'
import { scanTree } from './scan.ts'

const folder = mkdtempSync(join(tmpdir(), 'sw-code-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
function tree(files: Record<string, string | Buffer>): string {
  const root = join(folder, String(count++))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

async function run(
  args: string[],
  options: Record<string, string | boolean> = {},
): Promise<{ status: number; text: string }> {
  let text = ''
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk)
      done()
    },
  })
  const io: CommandIo = {
    stdin: process.stdin,
    stdout,
    stderr: stdout,
    cwd: folder,
    env: {},
    now: () => new Date('2026-11-20T00:00:00Z'),
    signal: new AbortController().signal,
    knowledgeDir: '',
    chromium: undefined,
  }
  return { status: await scan.run(args, { cache: false, ...options }, io), text }
}

const hole = '<?php mysqli_query($db, "SELECT * FROM t WHERE id = $_GET[id]");\n'

describe('code scan', () => {
  it('shows the hole, the way to it and what to do', async () => {
    const { status, text } = await run([tree({ 'a.php': hole })])
    expect(status).toBe(1)
    expect(text).toContain('a.php:1')
    expect(text).toContain("$_GET['id'] comes from outside")
    expect(text).toContain('What to do:')
  })

  it('reads HTML as pages of Thymeleaf, which a shop in PHP alone has none of', () => {
    const page = '<p th:text="${a}">x</p>'
    expect(scanTree(tree({ 'a.php': hole, 'docs/a.html': page })).files).toBe(1)
    expect(scanTree(tree({ 'a.php': hole, 'A.java': 'class A {}', 'a.html': page })).files).toBe(3)
    expect(scanTree(tree({ 'a.html': page })).files).toBe(1)
  })

  it('leaves out what a package manager brought, but no part of a shop that is called so', () => {
    const files = { 'vendor/maker/a.php': hole, 'application/modules/vendor/controllers/Add.php': hole }
    expect(scanTree(tree(files)).findings.map(({ location }) => location.uri)).toEqual([
      'application/modules/vendor/controllers/Add.php',
    ])
  })

  it('ends with 0 where there is nothing, and 3 where it could not look everywhere', async () => {
    expect((await run([tree({ 'a.php': '<?php echo 1;' })])).status).toBe(0)
    expect((await run([tree({ 'a.php': '<?php function ( { ' })])).status).toBe(3)
  })

  it('writes SARIF with the trace as a code flow', async () => {
    const { text } = await run([tree({ 'a.php': hole })], { format: 'sarif' })
    const sarif = JSON.parse(text) as { runs: { results: { ruleId: string; codeFlows: unknown[] }[] }[] }
    expect(sarif.runs[0]?.results[0]?.ruleId).toBe('code/sql-injection')
    expect(sarif.runs[0]?.results[0]?.codeFlows).toHaveLength(1)
  })

  it('reports only what a baseline does not know, also after lines moved', async () => {
    const baseline = join(folder, 'baseline.json')
    await run([tree({ 'a.php': hole })], { writeBaseline: baseline })
    expect((await run([tree({ 'a.php': `<?php ?>\n\n${hole}` })], { baseline })).status).toBe(0)
    expect((await run([tree({ 'b.php': hole })], { baseline })).status).toBe(1)
  })

  it('accepts a suppression with a reason, and only with one', () => {
    const with_ = (comment: string) => scanTree(tree({ 'a.php': `<?php\n${comment}\nmysqli_query($db, $_GET["q"]);` }))
    expect(with_('// shopwarden-ignore sql-injection: a tool for the owner alone').findings).toHaveLength(0)
    expect(with_('// shopwarden-ignore sql-injection: a tool').suppressed[0]?.reason).toBe('a tool')
    expect(with_('// shopwarden-ignore sql-injection').findings).toHaveLength(1)
    expect(with_('// shopwarden-ignore weak-hash: another rule').findings).toHaveLength(1)
  })

  it('reports only changed files since a revision', async () => {
    const root = tree({ 'old.php': hole })
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
        stdio: 'ignore',
      })
    git('init')
    git('add', '.')
    git('commit', '-m', 'x')
    expect((await run([root], { since: 'HEAD' })).status).toBe(0)
    writeFileSync(join(root, 'new.php'), hole)
    expect((await run([root], { since: 'HEAD' })).text).toContain('new.php:1')
    await expect(run([root], { since: 'no-such-revision' })).rejects.toMatchObject({ code: 'SW_CODE_SINCE' })
  })

  it('takes models of the shop, and refuses a file with a slip', async () => {
    const root = tree({ 'a.php': '<?php echo own_escape($_GET["x"]); own_query($_GET["y"]);' })
    const models = join(folder, 'models.yaml')
    writeFileSync(
      models,
      'calls:\n  - { on: own_escape, escapes: [HtmlText] }\n  - { on: own_query, sinks: [{ rule: sql-injection, args: [0] }] }\n',
    )
    const { text } = await run([root], { models, format: 'json' })
    expect((JSON.parse(text) as { findings: { rule: string }[] }).findings.map((item) => item.rule)).toEqual([
      'code/sql-injection',
    ])
    writeFileSync(models, 'calls:\n  - { on: own_escape, escape: [HtmlText] }\n')
    await expect(run([root], { models })).rejects.toMatchObject({ code: 'SW_CODE_MODELS' })
  })

  it('shows findings of another engine once', async () => {
    const root = tree({ 'a.php': hole })
    const report = join(folder, 'other.sarif')
    const result = (uri: string, startLine: number) => ({
      ruleId: 'sqli',
      message: { text: 'found' },
      locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine } } }],
    })
    writeFileSync(
      report,
      JSON.stringify({
        runs: [
          {
            tool: {
              driver: { name: 'Other', rules: [{ id: 'sqli', properties: { tags: ['external/cwe/cwe-089'] } }] },
            },
            results: [result('a.php', 1), result('b.php', 7)],
          },
        ],
      }),
    )
    const { text } = await run([root], { import: report, format: 'json' })
    expect(
      (JSON.parse(text) as { findings: { location: { uri: string } }[] }).findings.map((item) => item.location.uri),
    ).toEqual(['a.php', 'b.php'])
  })

  it('gives the same from its cache, and looks again when a file changed', () => {
    const root = tree({ 'a.php': hole })
    const cacheDir = join(folder, 'cache')
    const first = scanTree(root, { cacheDir })
    const second = scanTree(root, { cacheDir })
    expect([first.fromCache, second.fromCache]).toEqual([false, true])
    expect(second.findings).toEqual(first.findings)
    writeFileSync(join(root, 'a.php'), '<?php echo 1;')
    expect(scanTree(root, { cacheDir }).findings).toHaveLength(0)
  })

  it('reads UTF-16, as some editors save it', () => {
    const root = tree({ 'wide.php': Buffer.from(`\uFEFF${hole}`, 'utf16le') })
    expect(scanTree(root).findings).toHaveLength(1)
  })

  it('lists what it could not read and goes on', () => {
    const root = tree({
      'a.php': hole,
      'bin.php': Buffer.from([60, 63, 0, 1, 2]),
      'big.php': `<?php ${'$a = 1;'.repeat(400_000)}`,
      'packed.js': `var a=1;${'a+=1;'.repeat(10_000)}`,
      'latin.php': Buffer.from('<?php echo "caf\xe9";', 'latin1'),
      'marked.js': Buffer.from('\uFEFFconst replacement = "\uFFFD"\n', 'utf8'),
    })
    symlinkSync(root, join(root, 'loop'))
    const result = scanTree(root)
    expect(result.findings).toHaveLength(1)
    expect(result.notCovered.map((item) => item.path).sort()).toEqual(['big.php', 'bin.php', 'packed.js'])
  })
})
