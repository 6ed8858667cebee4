import type { Verb } from '../../../core/area.ts'
import { answerOptions, choice, writeAnswer } from '../../../core/options.ts'
import { noticeHtml } from '../render/html.ts'
import { composeNotice } from '../render/notice.ts'
import { readingGrade, wordCount } from '../render/reading.ts'
import { noticeText } from '../render/text.ts'
import { LANGUAGES, VARIANTS } from '../words/words.ts'
import { readBrand, text } from './common.ts'

/** `notices preview`: a notice as a customer would see it, with a made-up person. */
export const previewVerb: Verb = {
  summary: 'Show a notice as a customer would see it',
  options: [
    { flags: '--brand <file>', description: 'brand file (default brand.yaml)' },
    { flags: '--variant <variant>', description: VARIANTS.join(', '), default: 'password' },
    { flags: '--language <language>', description: LANGUAGES.join(', ') },
    { flags: '--leak <name>', description: 'name of the leak', default: 'Example Site' },
    { flags: '--reminder', description: 'as a reminder' },
    { flags: '--html', description: 'the HTML part instead of the text' },
    ...answerOptions,
  ],
  async run(_args, options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const brand = readBrand(options, io)
    const language = choice(options, 'language', LANGUAGES, brand.language)
    const notice = composeNotice({
      brand,
      variant: choice(options, 'variant', VARIANTS, 'password'),
      language,
      leaks: [text(options, 'leak') ?? 'Example Site'],
      name: 'Maria',
      reminder: options['reminder'] === true,
    })
    const plain = noticeText(notice, brand.shop)
    const html = noticeHtml(notice, brand)
    const words = wordCount(plain)
    const grade = language === 'en' ? Number(readingGrade(plain).toFixed(1)) : undefined
    if (format === 'json')
      writeAnswer(JSON.stringify({ subject: notice.subject, text: plain, html, words, grade }, null, 2), options, io)
    else if (options['html'] === true) writeAnswer(html, options, io)
    else {
      const measured = `(${words} words${grade === undefined ? '' : `, reading grade ${grade}`})`
      writeAnswer(`Subject: ${notice.subject}\n\n${plain}\n\n${measured}`, options, io)
    }
    return words > 120 ? 1 : 0
  },
}
