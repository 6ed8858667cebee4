import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { expectAccessible, openBrowser, visit } from '../../../../test/helpers/page.ts'
import { pageHtml } from '../self-service/page.ts'
import { LANGUAGES, VARIANTS } from '../words/words.ts'
import { noticeHtml } from './html.ts'
import { brandSchema, composeNotice } from './notice.ts'

const chromium = inject('pageBrowser')
const brand = brandSchema.parse({
  shop: 'Northwind Spezialfahrradersatzteile',
  site: 'northwind-spezialfahrradersatzteile.example',
  from: 'service@northwind.example',
  contact: 'datenschutzbeauftragte@northwind-spezialfahrradersatzteile.example',
})
const notices = LANGUAGES.flatMap((language) =>
  VARIANTS.map((variant) => {
    const leaks = ['AVeryLongNameOfASiteWithoutAnySpaceInIt.example', 'Old Forum']
    const notice = composeNotice({ brand, variant, language, leaks, name: 'Maria', reminder: variant !== 'address' })
    return { name: `${language} ${variant}`, html: noticeHtml(notice, brand) }
  }),
)
const pages = LANGUAGES.map((language) => ({ name: `page ${language}`, html: pageHtml(brand, language, 'Done.') }))

describe.runIf(chromium)('in Chromium', () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>
  beforeAll(async () => {
    browser = await openBrowser(chromium!)
  })
  afterAll(() => browser.close())

  it('every notice and page fits 320 and 1280 px, in every language', async () => {
    const { page } = await visit(browser)
    for (const { name, html } of [...notices, ...pages])
      for (const width of [320, 1280]) {
        await page.setViewportSize({ width, height: 700 })
        await page.setContent(html)
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect(wider, `${name} at ${width}`).toBeLessThanOrEqual(0)
      }
  })

  it.each([notices[0]!, notices[5]!, notices[2]!, pages[1]!].map(({ name, html }) => [name, html]))(
    '%s is accessible in the light and in the dark',
    async (name, html) => {
      const { page } = await visit(browser)
      await page.setContent(html)
      await expectAccessible(page, name)
    },
  )
})
