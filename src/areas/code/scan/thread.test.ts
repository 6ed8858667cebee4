import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scanTree } from './scan.ts'
import { afterAll, describe, expect, it } from 'vitest'
import { scanInThread } from './thread.ts'

const folder = mkdtempSync(join(tmpdir(), 'sw-code-thread-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function tree(name: string, files: Record<string, string>): string {
  const root = join(folder, name)
  mkdirSync(root)
  for (const [path, content] of Object.entries(files)) writeFileSync(join(root, path), content)
  return root
}

const hole = '<?php mysqli_query($db, "SELECT * FROM t WHERE id = $_GET[id]");\n'
const statements = (count: number) => `<?php ${'$a = $a . $b + 1;\n'.repeat(count)}`

describe('a scan in a thread of its own', () => {
  it('gives what the scan in this thread gives, and says where it stands', async () => {
    const root = tree('same', {
      'a.php': hole,
      'b.php': '<?php echo $_GET["x"]; function ( {',
      'c.js': 'eval(location.hash)',
    })
    const news: string[] = []
    const there = await scanInThread(root, { progress: (message) => news.push(message) })
    const here = scanTree(root)
    expect({ ...there, seconds: 0 }).toEqual({ ...here, seconds: 0 })
    expect(there.findings.length).toBeGreaterThan(1)
    expect(news).toContain('reading the code')
  })

  it('lists a file that takes too long, and finds what is in the others', async () => {
    const root = tree('stuck', { 'a.php': hole, 'heavy.php': statements(800_000), 'z.php': hole })
    const result = await scanInThread(root, { fileDeadlineMs: 1500, maxFileBytes: 20_000_000 })
    expect(result.notCovered).toEqual([{ path: 'heavy.php', reason: 'takes longer than 1.5 s to understand' }])
    expect(result.findings.map((item) => item.location.uri)).toEqual(['a.php', 'z.php'])
  })

  it('says of a file that needs too many steps that it was followed in part', () => {
    const result = scanTree(tree('steps', { 'a.php': hole, 'heavy.php': statements(100_000) }))
    expect(result.notCovered.map((item) => item.path)).toEqual(['heavy.php'])
    expect(result.findings).toHaveLength(1)
  })

  it('stops when told to, and does not take more memory than it may', async () => {
    const root = tree('large', { 'a.php': statements(100_000) })
    await expect(scanInThread(root, { memoryMb: 24 })).rejects.toMatchObject({ code: 'SW_CODE_MEMORY' })
    const stop = new AbortController()
    const scan = scanInThread(root, { signal: stop.signal, progress: () => stop.abort() })
    await expect(scan).rejects.toThrow(/abort/)
  })
})
