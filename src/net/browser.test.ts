import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, inject, it } from 'vitest'
import { withBrowser } from './browser.ts'

const dir = mkdtempSync(join(tmpdir(), 'sw-browser-'))
afterAll(() => rmSync(dir, { recursive: true }))

const program = (name: string, says: string) => {
  const path = join(dir, name)
  writeFileSync(path, `#!/bin/sh\necho "${says}" >&2\nexit 1\n`, { mode: 0o755 })
  return path
}
const started = (executable: string) => withBrowser({ executable }, () => Promise.resolve('started'))

it('says what to do where the machine lets Chromium have no sandbox', async () => {
  const refused = started(program('refused', 'FATAL zygote_host_impl_linux.cc(130)] No usable sandbox! If this is'))
  await expect(refused).rejects.toMatchObject({
    code: 'SW_NET_BROWSER',
    message: expect.stringContaining('no sandbox'),
    fix: expect.stringContaining('SHOPWARDEN_CHROMIUM_SANDBOX'),
  })
})

it('says so where there is none, or it ends at once', async () => {
  for (const path of [join(dir, 'none'), program('broken', 'error while loading shared libraries')])
    await expect(started(path)).rejects.toMatchObject({ fix: expect.stringContaining('SHOPWARDEN_CHROMIUM') })
})

it('leaves off every feature that Playwright leaves off', async () => {
  const path = join(dir, 'lists')
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$@" > ${path}.txt\nexit 1\n`, { mode: 0o755 })
  await expect(started(path)).rejects.toThrow()
  const lists = [...readFileSync(`${path}.txt`, 'utf8').matchAll(/^--disable-features=(.*)$/gm)].map(([, list = '']) =>
    list.split(','),
  )
  expect(lists).toHaveLength(2)
  expect(lists[1]).toEqual(expect.arrayContaining(lists[0]!))
})

it.runIf(inject('chromium'))('draws nothing but the pages that are opened', async () => {
  const kinds = await withBrowser({ executable: inject('chromium')! }, async (browser) => {
    await (await browser.newPage()).goto('data:text/html,<h1>A page</h1>')
    const session = await browser.newBrowserCDPSession()
    return (await session.send('Target.getTargets')).targetInfos.map(({ type }) => type)
  })
  expect(kinds).toEqual(['page'])
})
