import MailComposer from 'nodemailer/lib/mail-composer'
import type { Brand } from './notice.ts'

export interface Mail {
  subject: string
  text: string
  html?: string
  language: string
  messageId: string
  date: Date
}

/** The whole mail, as it goes over the line. Addresses and subjects cannot bring in headers of their own. */
export function buildMail(brand: Brand, to: string, { language, ...mail }: Mail): Promise<Buffer> {
  const composer = new MailComposer({
    ...mail,
    from: { name: brand.shop, address: brand.from },
    to: { name: '', address: to },
    headers: { 'auto-submitted': 'auto-generated', 'content-language': language },
    // Nothing in a mail of ours comes from files or from the network.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return new Promise<Buffer>((resolve, reject) =>
    composer
      .compile()
      .build((error, built) => (error || !built ? reject(error ?? new Error('empty')) : resolve(built))),
  )
}
