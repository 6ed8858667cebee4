import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { createHttpClient } from '../../../net/http-client.ts'
import { blobId, fingerprintsSchema, marksByPlatform } from './book.ts'
import { magentoLine, platformsHinted, versionStated } from './hints.ts'
import { everything, nextMark } from './narrow.ts'
import { lookFromOutside } from './outside.ts'
import { settle } from './source.ts'

const hashLength = 10
/** Three releases of one platform: what each serves. */
const files: Record<string, Record<string, string>> = {
  '1.0': { 'js/a.js': 'one', 'js/b.js': 'same' },
  '1.1': { 'js/a.js': 'two', 'js/b.js': 'same' },
  '2.0': { 'js/a.js': 'two', 'js/b.js': 'new', 'js/c.js': 'only here' },
}
const releases = Object.keys(files)
const side: Record<string, Record<string, string>> = {}
releases.forEach((release, index) => {
  for (const [path, content] of Object.entries(files[release]!)) {
    const blob = blobId(Buffer.from(content), hashLength)
    const known = (side[path] ??= {})
    known[blob] = known[blob] === undefined ? String(index) : `${known[blob]},${index}`
  }
})
const marks = marksByPlatform(
  fingerprintsSchema.parse({ hashLength, platforms: { p: { name: 'P', releases, web: side, source: side } } }),
)

let server: Server | undefined
afterEach(() => new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve())))

async function look(content: Record<string, string>, page = '', requests?: number) {
  server = createServer((request, response) => {
    const path = request.url!.replace(/^\/shop\//, '')
    const body = path === '' ? page : content[path]
    response.writeHead(body === undefined ? 404 : 200).end(body)
  })
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  const http = createHttpClient({ hosts: new Set(['127.0.0.1']), allowPrivateAddresses: true })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/shop`
  return lookFromOutside(url, http, marks, { hashLength, ...(requests !== undefined && { requests }) })
}

describe('from outside', () => {
  it.each([
    ['1.0', ['1.0'], false],
    ['1.1', ['1.1'], false],
    ['2.0', ['2.0'], true],
  ])('%s is %s', async (release, candidates, perhapsNewer) =>
    expect(await look(files[release]!)).toMatchObject({ platform: 'p', candidates, perhapsNewer, mixed: false }),
  )

  it('rules nothing out by what is missing or changed', async () => {
    expect(await look({ 'js/a.js': 'two', 'js/b.js': 'changed by the shop' })).toMatchObject({
      candidates: ['1.1', '2.0'],
    })
  })

  it('says that releases are mixed instead of guessing', async () => {
    expect(await look({ 'js/a.js': 'one', 'js/b.js': 'new' })).toMatchObject({ candidates: [], mixed: true })
  })

  it('knows nothing of other shops', async () => {
    expect(await look({}, '<html>hello</html>')).toMatchObject({ platform: undefined, candidates: [] })
  })

  it('stays within its requests', async () => {
    expect((await look(files['1.1']!, '', 2)).requests).toBe(2)
  })

  it('never leaves the true release out, whatever is missing or changed', async () => {
    const state = fc.constantFrom('kept', 'missing', 'changed')
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...releases),
        fc.array(state, { minLength: 3, maxLength: 3 }),
        async (release, states) => {
          const served = Object.entries(files[release]!).flatMap(([path, content], index) =>
            states[index] === 'missing' ? [] : [[path, states[index] === 'changed' ? `${content}!` : content] as const],
          )
          const { candidates } = await look(Object.fromEntries(served))
          await new Promise<void>((resolve) => server!.close(() => resolve()))
          server = undefined
          expect(candidates.length === 0 || candidates.includes(release)).toBe(true)
        },
      ),
      { numRuns: 30 },
    )
  })
})

it('a missing file speaks against the releases that have it, not against older ones of the platform', () => {
  const book = (name: string, web: Record<string, Record<string, string>>, count: number) => ({
    name,
    releases: Array.from({ length: count }, (_, index) => `${index}`),
    web,
    source: {},
  })
  const two = marksByPlatform(
    fingerprintsSchema.parse({
      hashLength,
      platforms: {
        turned: book('T', { 'old.css': { aaaaaaaaaa: '0-4' }, 'new.css': { bbbbbbbbbb: '5-9' } }, 10),
        other: book('O', { 'a.js': { cccccccccc: '0-9' }, 'b.js': { dddddddddd: '0-9' } }, 10),
      },
    }),
  )
  const marks = two.flatMap((item) => item.web)
  const mark = (path: string) => marks.find((item) => item.path === path)!
  const missed = [mark('a.js'), mark('new.css')]
  expect(nextMark(everything(two), marks, new Set(['a.js', 'new.css']), missed)?.path).toBe('old.css')
  // Of two files that as many releases have, the one of releases that are less doubted.
  expect(nextMark(everything(two), marks, new Set(['a.js']), [mark('a.js')])?.path).not.toBe('b.js')
})

describe('from source', () => {
  const read = (release: string) => (path: string) => {
    const content = files[release]![path]
    return content === undefined ? undefined : Buffer.from(content)
  }
  it('believes the files before the number they state', () => {
    const found = { platform: 'p', version: '1.0', file: 'x' }
    expect(settle(found, marks, read('1.1'), hashLength).version).toBe('1.1')
    expect(settle(found, marks, () => undefined, hashLength).version).toBe('1.0')
    expect(settle({ ...found, platform: 'other' }, marks, read('1.1'), hashLength).version).toBe('1.0')
  })
})

describe('what a page says', () => {
  it.each([
    ['<link href="catalog/view/theme/x.css">', 'opencart'],
    ['<script src="/skin/frontend/base/x.js">', 'openmage'],
    ['<meta name="generator" content="WooCommerce 9.1.2">', 'woocommerce'],
    ['<script src="/static/version1700000000/frontend/Magento/luma/x.js">', 'magento'],
  ])('%s', (html, platform) => expect(platformsHinted(html)).toContain(platform))

  it('is a claim', () => {
    expect(versionStated('<meta name="generator" content="WordPress 6.5.2" />')).toEqual({
      platform: 'wordpress',
      version: '6.5.2',
    })
    expect(versionStated('<p>WordPress 6.5.2</p>')).toBeUndefined()
    expect(magentoLine('Magento/2.4 (Community)')).toBe('2.4')
    expect(magentoLine('<html>')).toBeUndefined()
  })

  it('has the id that Git gives', () =>
    expect(blobId(Buffer.from('hello\n'), 40)).toBe('ce013625030ba8dba906f756967f9e9ca394464a'))
})
