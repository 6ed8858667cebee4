import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterAll, describe, expect, it } from 'vitest'
import { command } from './command.ts'

const cwd = mkdtempSync(join(tmpdir(), 'sw-pwned-cli-'))
afterAll(() => rmSync(cwd, { recursive: true }))
const hash = (password: string) => createHash('sha1').update(password).digest('hex').toUpperCase()
writeFileSync(join(cwd, 'list.txt'), `${['letmein9', 'sunshine7'].map(hash).sort().join(':5\r\n')}:5\r\n`)

async function run(
  verb: string,
  args: string[],
  options: Record<string, string | boolean>,
  input: string | Buffer = '',
) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const signal = new AbortController().signal
  const stdin = Readable.from([Buffer.from(input)])
  const io = {
    stdin,
    stdout,
    stderr,
    cwd,
    env: {},
    knowledgeDir: '',
    chromium: undefined,
    now: () => new Date(0),
    signal,
  }
  let [status, code]: [number | undefined, string | undefined] = [undefined, undefined]
  try {
    status = await command.verbs[verb]?.run(args, options, io)
  } catch (error) {
    code = (error as { code?: string }).code
    stderr.write(String(error))
  }
  stdout.end()
  stderr.end()
  return { status, code, out: await text(stdout), err: await text(stderr) }
}

describe('shopwarden passwords check', () => {
  it('judges one password from standard input and says what it did not look at', async () => {
    await run('index', ['build', 'list.txt'], { index: 'k' })
    const short = await run('check', [], {}, 'letmein9\n')
    expect(short.status).toBe(1)
    expect(short.out).toContain('It has 8 of at least 15 characters. Add 7 more')
    expect(short.out).toContain('Not checked: breached passwords')
    expect(short.out).not.toContain('letmein')
    expect((await run('check', [], {}, 'brass otter lamp quilt')).status).toBe(3)
    expect((await run('check', [], { index: 'k' }, 'brass otter lamp quilt')).status).toBe(0)
    expect(
      (await run('check', [], { index: 'k', context: 'otter,brass lamp,quilt' }, 'brass otter lamp quilt')).status,
    ).toBe(1)
    const own = await run('check', [], { index: 'k', min: '5', max: '8', format: 'json' }, 'sunshine7')
    expect(JSON.parse(own.out).answers[0].reasons.map((one: { code: string }) => one.code)).toEqual(['too-long'])
  })

  it('judges many with words of their own', async () => {
    const rows = [
      { id: 'a', password: 'xk7vqm2p' },
      { id: 'b', password: 'nowak1234', context: ['Ewa Nowak'] },
      { password: 'sunshine7' },
    ]
    writeFileSync(join(cwd, 'many.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'))
    const { status, out } = await run('check', ['many.jsonl'], { index: 'k', profile: 'asvs', format: 'json' })
    expect(status).toBe(1)
    const answers = JSON.parse(out).answers as { id: string; reasons: { code: string }[] }[]
    expect(answers.map(({ id, reasons }) => [id, ...reasons.map((one) => one.code)])).toEqual([
      ['a'],
      ['b', 'context', 'run'],
      ['3', 'common', 'breached'],
    ])
    for (const { password } of rows) expect(out).not.toContain(password)
  })
})

describe('shopwarden passwords index and pwned', () => {
  it('builds, verifies and looks up without ever showing a password or its hash', async () => {
    const built = await run('index', ['build', 'list.txt'], { index: 'i', format: 'json' })
    expect([built.status, JSON.parse(built.out).hashes]).toEqual([0, 2])
    expect((await run('index', ['verify', 'i'], {})).out).toContain('Whole: 2 SHA-1 hashes')
    const known = await run('pwned', [], { index: 'i', format: 'json' }, 'letmein9\n')
    expect([known.status, JSON.parse(known.out)]).toEqual([1, { breached: true }])
    const other = await run('pwned', [], { index: 'i' }, 'letmein9 ')
    expect([other.status, other.out]).toEqual([0, 'Not in the list of leaked passwords.\n'])
    expect((await run('pwned', [], { index: 'i', hash: hash('sunshine7').toLowerCase() })).status).toBe(1)
    for (const { out, err } of [known, other])
      for (const secret of ['letmein9', hash('letmein9')])
        expect((out + err).toUpperCase()).not.toContain(secret.toUpperCase())
  })

  it.each([
    ['no index named', 'pwned', [], {}, 'x', 'SW_PASSWORDS_USE'],
    ['an index that is not there', 'pwned', [], { index: 'none' }, 'x', 'SW_PASSWORDS_INDEX_READ'],
    ['no hash', 'pwned', [], { index: 'i', hash: 'letmein9' }, '', 'SW_PASSWORDS_USE'],
    ['a list in place of an index', 'pwned', [], { index: 'list.txt' }, 'x', 'SW_PASSWORDS_INDEX_BROKEN'],
    ['another action', 'index', ['burn', 'list.txt'], { index: 'i' }, '', 'SW_PASSWORDS_USE'],
    ['no list', 'index', ['build', 'none'], { index: 'i' }, '', 'SW_PASSWORDS_LIST_READ'],
    ['a folder that is not there', 'index', ['build', 'list.txt'], { index: 'a/b' }, '', 'SW_PASSWORDS_INDEX_WRITE'],
    ['an unknown profile', 'check', [], { profile: 'iso' }, 'x', 'SW_CLI_OPTION'],
    ['lengths that cannot be', 'check', [], { min: '20', max: '10' }, 'x', 'SW_PASSWORDS_USE'],
    ['no such file', 'check', ['none.jsonl'], {}, '', 'SW_TABULAR_FILE'],
    ['records without passwords', 'check', ['list.txt'], {}, '', 'SW_PASSWORDS_INPUT'],
    ['an empty password', 'pwned', [], { index: 'j' }, '\n', 'SW_PASSWORDS_INPUT'],
    ['2 MB', 'pwned', [], { index: 'j' }, 'letmein9'.repeat(250_000), 'SW_PASSWORDS_INPUT'],
    ['bytes that are no UTF-8', 'pwned', [], { index: 'j' }, Buffer.from([0xff, 0xfe]), 'SW_PASSWORDS_INPUT'],
  ])('says what is wrong: %s', async (_, verb, args, options, input, code) => {
    await run('index', ['build', 'list.txt'], { index: 'j' })
    const answer = await run(verb, args, options as Record<string, string>, input)
    expect(answer.code).toBe(code)
    expect(answer.err).not.toContain('letmein9')
  })
})
