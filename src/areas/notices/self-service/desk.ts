import { randomBytes } from 'node:crypto'
import { normaliseAddress } from '../../../connect/customers/address.ts'
import type { CustomerBook } from '../../../connect/customers/book.ts'
import type { Exposure } from '../../../connect/customers/schema.ts'
import type { NoticeQueue } from '../queue/queue.ts'
import { buildMail } from '../render/mail.ts'
import { type Brand, safeLeak } from '../render/notice.ts'
import type { Language } from '../words/words.ts'
import { MailCodes } from './codes.ts'
import { RateLimit } from './limits.ts'
import { pageWords } from './words/all.ts'

const hourMs = 3_600_000

export interface Desk {
  book: CustomerBook
  queue: NoticeQueue
  brand: Brand
  now(): Date
  /** Hands a mail on to be sent; must not throw. */
  send(to: string, mail: Buffer): void
}

/** What one customer is told about their own address. Matches that only look alike may be somebody else's: left out. */
function answerText(exposures: readonly Exposure[], titleOf: (name: string) => string, language: Language): string[] {
  const text = pageWords[language]
  const own = exposures.filter((item) => item.exact && item.leaked !== 'spam')
  if (own.length === 0) return [text.none]
  const lines = own
    .slice(0, 50)
    .map(
      (item) =>
        `- ${safeLeak(titleOf(item.breach))}: ${item.leaked === 'address' ? text.onlyAddress : text.withPassword}`,
    )
  const tips = text.tips.map((tip, index) => `${index + 1}. ${tip}`)
  return [text.found, lines.join('\n'), text.todo, tips.join('\n')]
}

/**
 * Answers customers about their own address, by mail to that address alone. Whoever asks gets the same answer at the same
 * moment: whether an address is a customer's shows only in that mailbox.
 */
export class SelfServiceDesk {
  readonly #desk: Desk
  readonly #codes = new MailCodes()
  readonly #perAddress = new RateLimit(3, 24 * hourMs)
  readonly #inAll = new RateLimit(600, hourMs)

  constructor(desk: Desk) {
    this.#desk = desk
  }

  async #mail(to: string, subject: string, parts: readonly string[], language: Language): Promise<void> {
    const { brand, now, send } = this.#desk
    const domain = brand.from.slice(brand.from.lastIndexOf('@') + 1)
    const text = [...parts, pageWords[language].notYou, brand.shop].join('\n\n')
    const messageId = `<${randomBytes(16).toString('hex')}@${domain}>`
    send(to, await buildMail(brand, to, { subject, text, language, messageId, date: now() }))
  }

  /** The customer of an address, unless too much was asked for this address or in all. */
  #admit(address: string): number | undefined {
    const now = this.#desk.now().getTime()
    const fits = this.#perAddress.take(address, now)
    const customer = this.#desk.book.find(address)
    return fits && customer !== undefined && this.#inAll.take('', now) ? customer : undefined
  }

  /** Sends a customer what is known about their address. */
  async ask(address: string, language: Language): Promise<void> {
    const customer = this.#admit(address)
    if (customer === undefined) return
    const { book } = this.#desk
    const parts = answerText(book.exposures({ customer }), (name) => book.breach(name)?.title ?? name, language)
    await this.#mail(address, pageWords[language].answerSubject, parts, language)
  }

  /** Sends a customer the code that they need to object. */
  async askToStop(address: string, language: Language): Promise<void> {
    const customer = this.#admit(address)
    if (customer === undefined) return
    const code = this.#codes.make(customer, this.#desk.now().getTime())
    const text = pageWords[language]
    await this.#mail(address, text.codeSubject, [text.codeText.replace('{code}', code)], language)
  }

  /** Honours an objection that the mailbox's owner makes: everything is deleted, later imports leave the address out. */
  stop(given: string, code: string): boolean {
    const { book, queue, now } = this.#desk
    const address = normaliseAddress(given)?.address
    const customer = address === undefined ? undefined : book.find(address)
    if (!this.#codes.use(customer, code, now().getTime()) || customer === undefined || address === undefined)
      return false
    queue.suppress(customer, 'objected', now().toISOString())
    book.forget([customer])
    book.object(address, now().toISOString())
    return true
  }
}
