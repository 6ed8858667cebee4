import type { CommandIo, Verb } from '../../../core/area.ts'
import { answerOptions, choice, type Options, stateOption, wholeNumber, writeAnswer } from '../../../core/options.ts'
import { noticeHtml } from '../render/html.ts'
import { brandSchema, composeNotice } from '../render/notice.ts'
import { readingGrade, wordCount } from '../render/reading.ts'
import { redacted } from '../render/redact.ts'
import { noticeText } from '../render/text.ts'
import { languageFor } from '../words/all.ts'
import { LANGUAGES, VARIANTS } from '../words/words.ts'
import { answer, campaignOf, readBrand, text, withRooms } from './common.ts'

/** Letters of a campaign as they will go, one of each kind and language first, with whom they are for hidden. */
function previewCampaign(options: Options, io: CommandIo): Promise<0> {
  return withRooms(options, io, ({ book, queue }) => {
    const id = text(options, 'campaign')
    const campaign = campaignOf(queue, id === 'newest' ? undefined : id)
    const brand = brandSchema.parse(JSON.parse(campaign.brand))
    const most = wholeNumber(options, 'most', 3)
    const kinds = new Set<string>()
    const letters: { to: string; subject: string; text: string; variant: string; language: string }[] = []
    for (const message of queue.inState('waiting', campaign.id)) {
      if (letters.length >= most) break
      const contact = book.contact(message.customer)
      if (!contact) continue
      const language = languageFor(contact.language, brand.language)
      const kind = `${message.variant} ${language}`
      if (kinds.has(kind)) continue
      kinds.add(kind)
      const { address, name } = redacted(contact)
      const { variant } = message
      const leaks = message.breaches.map((breach) => book.breach(breach)?.title ?? breach)
      // What stands for a name must pass as one: the mark of what was left out would not.
      const notice = composeNotice({ brand, variant, language, leaks, name: name?.replace('…', '-'), reminder: false })
      letters.push({ to: address, subject: notice.subject, text: noticeText(notice, brand.shop), variant, language })
    }
    answer(options, io, { campaign: campaign.id, letters }, [
      ...letters.map((letter) => `To: ${letter.to}\nSubject: ${letter.subject}\n\n${letter.text}\n\n${'-'.repeat(60)}`),
      `${letters.length} letters of ${campaign.id}, one of each kind and language.`,
    ])
    return 0 as const
  })
}

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
    {
      flags: '--campaign <id>',
      description: 'instead: letters of a planned campaign ("newest" or its id), names and addresses hidden',
    },
    { flags: '--most <n>', description: 'how many of them', default: '3' },
    stateOption,
    ...answerOptions,
  ],
  async run(_args, options, io) {
    if (options['campaign'] !== undefined) return previewCampaign(options, io)
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
