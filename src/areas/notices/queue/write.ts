import type { CustomerBook } from '../../../connect/customers/book.ts'
import { type Brand, composeNotice } from '../render/notice.ts'
import { noticeHtml } from '../render/html.ts'
import { noticeText } from '../render/text.ts'
import { languageFor } from '../words/all.ts'
import { buildMail } from '../render/mail.ts'
import type { Message } from './queue.ts'

export interface Letter {
  to: string
  domain: string
  /** The customer's time zone, where it is known. */
  zone: string | undefined
  raw: Buffer
}

/** The whole mail of one message, or undefined where the customer's contact data is gone. */
export async function writeLetter(
  message: Message,
  brand: Brand,
  book: CustomerBook,
  now: Date,
): Promise<Letter | undefined> {
  const contact = book.contact(message.customer)
  if (!contact) return undefined
  const notice = composeNotice({
    brand,
    variant: message.variant,
    language: languageFor(contact.language, brand.language),
    leaks: message.breaches.map((name) => book.breach(name)?.title ?? name),
    name: contact.name,
    reminder: message.step > 0,
  })
  const raw = await buildMail(brand, contact.address, {
    subject: notice.subject,
    text: noticeText(notice, brand.shop),
    html: noticeHtml(notice, brand),
    language: notice.language,
    messageId: message.messageId,
    date: now,
  })
  const domain = contact.address.slice(contact.address.lastIndexOf('@') + 1)
  return { to: contact.address, domain, zone: contact.zone, raw }
}
