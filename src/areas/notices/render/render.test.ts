import { describe, expect, it } from 'vitest'
import { LANGUAGES, VARIANTS } from '../words/words.ts'
import { noticeHtml } from './html.ts'
import { brandSchema, composeNotice } from './notice.ts'
import { readingGrade, wordCount } from './reading.ts'
import { noticeText } from './text.ts'

const brand = brandSchema.parse({
  shop: 'Northwind',
  site: 'northwind.example',
  from: 'service@northwind.example',
  contact: 'privacy@northwind.example',
  noMisuseSeen: true,
})
const cases = LANGUAGES.flatMap((language) =>
  VARIANTS.flatMap((variant) => [false, true].map((reminder) => ({ language, variant, reminder }))),
)

describe('notices', () => {
  it.each(cases)('$language $variant reminder $reminder stays within 120 words', ({ language, variant, reminder }) => {
    const data = { brand, variant, language, reminder, name: 'Maria', leaks: ['LinkedIn', 'Canva', 'Adobe'] }
    const text = noticeText(composeNotice(data), brand.shop)
    expect(wordCount(text)).toBeLessThanOrEqual(120)
    expect(text).not.toMatch(/[{}]/)
  })

  it.each(VARIANTS)('English %s can be read after eight years of school', (variant) => {
    for (const reminder of [false, true]) {
      const notice = composeNotice({ brand, variant, language: 'en', reminder, leaks: ['LinkedIn'] })
      expect(readingGrade(noticeText(notice, brand.shop))).toBeLessThanOrEqual(8)
    }
  })

  it('measures known texts as the formula does', () => {
    expect(readingGrade('The cat sat on the mat.')).toBeCloseTo(0.39 * 6 + 11.8 - 15.59, 5)
    expect(
      readingGrade('Notwithstanding considerable organisational heterogeneity, responsibilities accumulate.'),
    ).toBeGreaterThan(20)
  })

  it.each(cases)('$language $variant reminder $reminder has no link, no password and no alarm', (item) => {
    const notice = composeNotice({ brand, ...item, leaks: ['LinkedIn'] })
    const html = noticeHtml(notice, brand)
    expect(html).not.toMatch(/href|<img|https?:/)
    expect(noticeText(notice, brand.shop)).not.toMatch(
      /!|urgent|immediately|within 24|sofort|natychmiast|immédiat|inmediat/i,
    )
    expect(html).toContain(`lang="${item.language}"`)
  })

  it.each(['Maria <b>', 'Visit evil.example now', 'Win 1000', 'A\r\nBcc: all@shop.example', 'x'.repeat(10_000)])(
    'leaves out a name that carries a message: %.20s',
    (name) => {
      const notice = composeNotice({ brand, variant: 'password', language: 'en', reminder: false, leaks: ['A'], name })
      expect(notice.hello).toBe('Hello,')
    },
  )

  it('keeps a hostile name of a leak harmless', () => {
    const leaks = ['<script>alert(1)</script> https://evil.example/x \r\nBcc: a@b.example']
    const notice = composeNotice({ brand, variant: 'password', language: 'en', reminder: false, leaks })
    expect(noticeHtml(notice, brand)).not.toMatch(/<script|evil\.example/)
    expect(notice.paragraphs.join('')).not.toMatch(/[\r\n]/)
  })
})
