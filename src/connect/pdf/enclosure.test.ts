import { degrees, PDFDocument, PDFName, PDFString, StandardFonts } from '@cantoo/pdf-lib'
import UTIF from 'utif2'
import { describe, expect, it } from 'vitest'
import { readPdf } from '../pdf-text/read.ts'
import { appendEnclosures } from './append.ts'
import { type Document, type Enclosed, type Enclosure, enclose as encloseMany } from './enclosure.ts'
import { makePdf } from './make.ts'

/** A carrier's paper as they come: a form field, a page that says it is to be turned, a link that would run a script. */
async function paper(turn = 90): Promise<PDFDocument> {
  const document = await PDFDocument.create()
  const font = await document.embedFont(StandardFonts.Helvetica)
  const first = document.addPage([595, 842])
  first.drawText('Proof of delivery 4711', { x: 60, y: 700, font })
  const field = document.getForm().createTextField('signed')
  field.setText('Anna Nowak')
  field.addToPage(first, { x: 60, y: 600, width: 200, height: 24, font })
  const second = document.addPage([842, 595])
  second.drawText('Turned page', { x: 60, y: 300, font })
  second.setRotation(degrees(turn))
  const link = document.context.obj({
    Type: 'Annot',
    Subtype: 'Link',
    Rect: [0, 0, 99, 99],
    A: { S: 'JavaScript', JS: PDFString.of('app.alert(1)') },
  })
  second.node.set(PDFName.of('Annots'), document.context.obj([document.context.register(link)]))
  return document
}
const scan = (width: number, height: number) =>
  new Uint8Array(UTIF.encodeImage(new Uint8Array(width * height * 4).fill(90), width, height))
const enclose = async (bytes: Uint8Array, mediaType: Document['mediaType'], timeoutMs?: number) =>
  (await encloseMany([{ bytes, mediaType }], timeoutMs))[0]!
const drawn = (answer: Enclosed): Enclosure => {
  if ('failed' in answer) throw new Error(answer.failed)
  return answer
}
const wordsOf = async (pdf: Uint8Array) => {
  const text = await readPdf(Buffer.from(pdf))
  if ('failed' in text) throw new Error(text.failed)
  return text.pages.map((page) => page.flat().map((cell) => cell.text))
}

describe('a document of somebody else', () => {
  it.each([0, 90, 180, 270])(
    'is drawn within the page with its form, and nothing of it runs (turned by %i)',
    async (turn) => {
      const made = drawn(await enclose(await (await paper(turn)).save({ useObjectStreams: false }), 'application/pdf'))
      expect(made.pages).toBe(2)
      expect((await PDFDocument.load(made.pdf)).getPage(1).getSize()).toMatchObject({ width: 595.28, height: 841.89 })
      const text = await readPdf(Buffer.from(made.pdf))
      const at = 'pages' in text ? text.pages[1]!.flat()[0]!.x : -1
      expect(at).toBeGreaterThan(30)
      expect(at).toBeLessThan(560)
      const pack = await makePdf({
        content: 'Cover',
        info: { creationDate: new Date(0) },
        defaultStyle: { font: 'Roboto' },
      })
      const whole = await appendEnclosures(
        pack,
        [{ ...made, caption: 'Enclosure to exhibit 7' }],
        (page) => `page ${page}`,
      )
      expect(whole.toString('latin1')).not.toMatch(/JavaScript|\/Annots \[ \d|app\.alert/)
      const [cover, first, second] = await wordsOf(whole)
      expect(cover).toEqual(['Cover'])
      expect(first).toEqual(
        expect.arrayContaining([
          'Enclosure to exhibit 7, page 1 of 2',
          'Proof of delivery 4711',
          'Anna Nowak',
          'page 2',
        ]),
      )
      expect(second).toContain('Enclosure to exhibit 7, page 2 of 2')
      expect(second!.join(' ')).toMatch(/Turned/)
    },
  )

  it('can be a scan', async () => {
    expect(drawn(await enclose(scan(300, 200), 'image/tiff')).pages).toBe(1)
  })

  it('can be many, of which a bad one spoils no other', async () => {
    const good = { bytes: await (await paper()).save(), mediaType: 'application/pdf' } as const
    const bad = { bytes: Buffer.from('%PDF-1.7\n'), mediaType: 'application/pdf' } as const
    expect((await encloseMany([good, bad, good])).map((item) => ('failed' in item ? item.failed : item.pages))).toEqual(
      [2, 'broken', 2],
    )
    expect(await encloseMany([])).toEqual([])
  })

  it('makes the same bytes each time', async () => {
    const bytes = await (await paper()).save()
    const pack = await makePdf({ content: 'x', info: { creationDate: new Date(0) }, defaultStyle: { font: 'Roboto' } })
    const once = async () =>
      appendEnclosures(pack, [{ ...drawn(await enclose(bytes, 'application/pdf')), caption: 'c' }], String)
    expect((await once()).equals(await once())).toBe(true)
  })
})

describe('what cannot be drawn says so', () => {
  const huge = Buffer.from(scan(2, 2))
  // Width and height of the first picture (tags 256 and 257), made enormous.
  for (let at = 0; at < huge.length - 12; at++)
    if (huge.readUInt16BE(at) === 256 || huge.readUInt16BE(at) === 257) huge.writeUInt32BE(0x00ff_ffff, at + 8)

  it.each([
    ['a cut PDF', Buffer.from('%PDF-1.7\n1 0 obj << /Type /Page >>\n'), 'application/pdf'],
    ['nothing', Buffer.alloc(0), 'application/pdf'],
    ['no scan at all', Buffer.from('II*\0garbage and more of it'), 'image/tiff'],
    ['a scan of 280 terapixels', huge, 'image/tiff'],
  ] as const)('%s', async (_, bytes, type) => {
    expect(await enclose(bytes, type)).toEqual({ failed: 'broken' })
  })

  it('a scan whose compression would come out wrong', async () => {
    const jpeg = Buffer.from(scan(2, 2))
    for (let at = 0; at < jpeg.length - 12; at++) if (jpeg.readUInt16BE(at) === 259) jpeg.writeUInt16BE(7, at + 8)
    expect(await enclose(jpeg, 'image/tiff')).toEqual({ failed: 'compression' })
  })

  it('a PDF with a password', async () => {
    const document = await paper()
    document.encrypt({ userPassword: 'secret' })
    expect(await enclose(await document.save(), 'application/pdf')).toEqual({ failed: 'encrypted' })
  })

  it('one of too many pages', async () => {
    const document = await PDFDocument.create()
    for (let page = 0; page < 201; page++) document.addPage()
    expect(await enclose(await document.save(), 'application/pdf')).toEqual({ failed: 'too many pages' })
  })

  it('one that takes too long', async () => {
    expect(await enclose(await (await paper()).save(), 'application/pdf', 1)).toEqual({ failed: 'too slow' })
  })
})
