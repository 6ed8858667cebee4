import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { unpack } from '../../../connect/archive/unpack.ts'
import { readPdf } from '../../../connect/pdf-text/read.ts'
import { saqVerb } from '../commands/saq.ts'
import { readAnswers } from './answers.ts'
import { saqCsv, saqPdf, saqXlsx } from './export.ts'
import type { SaqView } from './view.ts'

const chromium = inject('chromium')
const dir = mkdtempSync(join(tmpdir(), 'sw-saq-'))

async function run(
  args: string[],
  options: Record<string, string | boolean>,
): Promise<{ status: number; text: string }> {
  const out = join(dir, 'answer')
  const status = await saqVerb.run(
    args,
    { state: dir, out, ...options },
    {
      stdin: new PassThrough(),
      stdout: new PassThrough().resume(),
      stderr: new PassThrough().resume(),
      cwd: dir,
      env: {},
      knowledgeDir: 'knowledge',
      chromium,
      now: () => new Date('2026-11-25T10:00:00Z'),
      signal: new AbortController().signal,
    },
  )
  return { status, text: readFileSync(out, 'utf8') }
}

describe.runIf(chromium)('payment saq on a running page', () => {
  let server: Server
  let url = ''
  beforeAll(async () => {
    server = createServer((request, response) =>
      request.method === 'GET'
        ? response
            .writeHead(200, { 'content-type': 'text/html' })
            .end(
              '<form action="/order" method="post"><input name="cardnumber"><input name="cvc"><button>Pay now</button></form>',
            )
        : response.writeHead(204).end(),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/checkout`
  })
  afterAll(() => server.close())

  it('tells the questionnaire, takes answers of the owner, keeps the evidence, and exports all of it', async () => {
    const answers = join(dir, 'answers.yaml')
    writeFileSync(
      answers,
      'confirmedBy: Anna\nconfirmedOn: 2026-11-01\nrequirements:\n  "12.8.2": { result: in place, note: contract of March }\n',
    )
    const { status, text } = await run([url], { format: 'json', answers })
    const view = JSON.parse(text) as SaqView
    expect(view).toMatchObject({ saq: 'D', way: 'own-form', confirmedBy: 'Anna, 2026-11-01' })
    expect(status).toBe(1)
    const row = (id: string) => view.rows.find((item) => item.id === id)
    expect(row('12.8.2')).toMatchObject({ state: 'attested', result: 'in place' })
    const encryption = row('4.2.1')!
    expect(encryption).toMatchObject({ state: 'measured', result: 'not in place' })
    const kept = JSON.parse(readFileSync(view.evidenceFile, 'utf8')) as { id: string }[]
    expect(kept.map((item) => item.id)).toEqual(expect.arrayContaining(encryption.evidence))
    expect(text).not.toContain('4000056655665556')

    expect(saqCsv(view).split('\r\n')).toHaveLength(view.rows.length + 2)
    const sheets = unpack(await saqXlsx(view), 'a.xlsx').entries.map((entry) => entry.name)
    expect(sheets).toContain('xl/worksheets/sheet3.xml')
    const pdf = await readPdf(await saqPdf(view))
    const words =
      'pages' in pdf
        ? pdf.pages
            .flat(2)
            .map((cell) => cell.text)
            .join(' ')
        : ''
    expect(words).toContain('SAQ D')
    for (const item of view.rows) expect(words).toContain(item.id)
  })

  it('says unknown where nothing can be seen', async () => {
    const { status, text } = await run(['http://127.0.0.1:9/'], { format: 'json' })
    expect(status).toBe(3)
    expect(JSON.parse(text)).toMatchObject({
      saq: 'unknown',
      reasons: [expect.stringContaining('SW_PAYMENT_PAGE'), expect.any(String)],
    })
  })
})

it('writes a file of answers in which nothing is said yet, and takes no old ones', async () => {
  const { text } = await run([], { template: true })
  expect(text).toContain('confirmedBy: ""')
  expect(text).toContain('"12.8.2"')
  const file = join(dir, 'old.yaml')
  const now = new Date('2026-11-25T10:00:00Z')
  writeFileSync(file, text)
  expect(() => readAnswers(file, now)).toThrow(/cannot be read/)
  writeFileSync(file, 'confirmedBy: Anna\nconfirmedOn: 2025-11-01\n')
  expect(readAnswers(file, now)).toEqual({ expired: expect.stringContaining('confirmed anew') })
})
