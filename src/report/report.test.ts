import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { signerFrom } from '../audit/keys.ts'
import { auditResultSchema } from '../audit/result.ts'
import { resultWith } from '../../test/helpers/result.ts'
import { reportModel } from './model.ts'
import { renderAll } from './render.ts'
import { printable, terminalReport, wrap } from './terminal.ts'
import { verifyReport } from './verify.ts'

const signer = signerFrom(generateKeyPairSync('ed25519').privateKey)

async function write(text: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sw-report-'))
  for (const { name, content } of await renderAll(resultWith(text), signer)) writeFileSync(join(folder, name), content)
  return folder
}

/** Every word that the model shows. */
function wordsOf(model: ReturnType<typeof reportModel>): string[] {
  const texts = [...model.executive, ...model.sections].flatMap((section) => [
    section.title,
    ...section.blocks.flatMap((block) => {
      if (block.kind === 'text') return [block.text]
      if (block.kind === 'table') return [...block.head, ...block.rows.flatMap((row) => row.map((cell) => cell.text))]
      return [block.title, block.because, block.advice ?? '']
    }),
  ])
  return [...new Set(texts.join(' ').match(/[A-Za-z]{3,23}/g))]
}

describe('formats of one report', () => {
  let folder: string
  beforeAll(async () => {
    folder = await write('payment page')
  })
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')

  it('say the same in HTML and PDF, and what the JSON says', () => {
    const words = wordsOf(reportModel(resultWith('payment page')))
    expect(words.length).toBeGreaterThan(60)
    const html = read('report.html').replace(/<[^>]+>/g, ' ')
    expect(words.filter((word) => !html.includes(word))).toEqual([])
    const json = auditResultSchema.parse(JSON.parse(read('report.json')))
    for (const answer of json.answers) for (const item of answer.criteria) expect(html).toContain(item.because)
  })

  it('make the same PDF for the same result', async () => {
    expect(
      readFileSync(join(await write('payment page'), 'report.pdf')).equals(readFileSync(join(folder, 'report.pdf'))),
    ).toBe(true)
  })

  it('are signed: any change of any file is found', () => {
    expect(verifyReport(folder, signer.publicKey)).toEqual([])
    writeFileSync(join(folder, 'report.html'), `${read('report.html')} `)
    expect(verifyReport(folder, signer.publicKey)).toEqual(['report.html was changed after it was signed'])
    const stranger = signerFrom(generateKeyPairSync('ed25519').privateKey)
    expect(verifyReport(folder, stranger.publicKey)[0]).toMatch(/another key/)
  })
})

describe('hostile text', () => {
  const hostile = '<script>alert(1)</script> "\' \u001b[2J \0 ${x} {{y}} \u202e'

  it('never becomes markup in HTML', async () => {
    const html = readFileSync(join(await write(hostile), 'report.html'), 'utf8')
    expect(html).not.toContain('<script')
    expect(html).not.toMatch(/[\0\u001b]/)
    expect(html).toContain('&lt;script&gt;alert(1)')
  })

  it('never moves the cursor of the terminal', () => {
    const text = terminalReport(resultWith(hostile), { color: false, folder: 'out' })
    // biome-ignore lint: control characters are what is looked for
    expect(text).not.toMatch(/[\0\u001b\u202e]/)
  })

  it('still makes a PDF that opens', async () => {
    const folder = await write(hostile)
    expect(readFileSync(join(folder, 'report.pdf')).subarray(0, 5).toString()).toBe('%PDF-')
  })
})

describe('terminal', () => {
  it('keeps every line within 80 columns', () => {
    const lines = terminalReport(resultWith('a very long word '.repeat(20) + 'x'.repeat(300)), {
      color: false,
      folder: 'out',
    }).split('\n')
    expect(lines.filter((line) => [...line].length > 80 && !line.startsWith('The whole report'))).toEqual([])
  })

  it('wraps at spaces and breaks words that are too long', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
    expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij'])
    expect(printable('a\u001bb')).toBe('a\ufffdb')
  })
})

describe('PDF text', () => {
  const poppler = (() => {
    try {
      execFileSync('pdftotext', ['-v'], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  })()

  it.runIf(poppler)('holds every word of the model', async () => {
    const folder = await write('payment page')
    const text = execFileSync('pdftotext', [join(folder, 'report.pdf'), '-'], { encoding: 'utf8' }).replace(
      /[\u200b\s]+/g,
      '',
    )
    expect(wordsOf(reportModel(resultWith('payment page'))).filter((word) => !text.includes(word))).toEqual([])
  })
})
