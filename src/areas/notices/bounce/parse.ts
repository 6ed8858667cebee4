/** What an automatic report says. `messageId` is that of our message; `permanent` only for bounces. */
export interface Feedback {
  kind: 'bounce' | 'complaint'
  messageId: string | undefined
  recipient: string | undefined
  permanent: boolean
  status: string | undefined
}

const MAX_REPORT = 262_144

const field = (text: string, name: string): string | undefined =>
  new RegExp(`^${name}:[ \\t]*(.*(?:\\r?\\n[ \\t].*)*)`, 'im')
    .exec(text)?.[1]
    ?.replace(/\r?\n[ \t]+/g, ' ')
    .trim()

const address = (text: string | undefined): string | undefined =>
  text
    ?.replace(/^[a-z0-9-]+;\s*/i, '')
    .replace(/^<|>$/g, '')
    .trim()
    .toLowerCase()

/**
 * Reads a delivery report (DSN, RFC 3464) or a complaint (ARF, RFC 5965); undefined where the mail is neither, e.g. an
 * out-of-office note. Only our own Message-ID proves that it is about a mail of ours.
 */
export function parseFeedback(mail: string): Feedback | undefined {
  const text = mail.slice(0, MAX_REPORT)
  const type = field(text, 'Content-Type') ?? ''
  // The returned message comes last: its Message-ID is ours, the report's own stands first.
  const ids = [...text.matchAll(/^(?:Original-)?Message-ID:\s*(<[^<>\s]{3,200}>)/gim)].map((match) => match[1])
  const messageId =
    ids.length > 1 || !/^Message-ID:/im.test(text.split(/\r?\n\r?\n/, 1)[0] ?? '') ? ids.at(-1) : undefined
  if (/feedback-report/i.test(type) || /^Feedback-Type:/im.test(text)) {
    if (!/^Feedback-Type:[ \t]*(?:abuse|fraud|not-spam|other|virus)/im.test(text)) return undefined
    if (/^Feedback-Type:[ \t]*not-spam/im.test(text)) return undefined
    return {
      kind: 'complaint',
      messageId,
      recipient: address(field(text, 'Original-Rcpt-To')),
      permanent: true,
      status: undefined,
    }
  }
  if (!/delivery-status/i.test(text)) return undefined
  const action = field(text, 'Action')?.toLowerCase()
  const status = /\b([245])\.\d{1,3}\.\d{1,3}\b/.exec(field(text, 'Status') ?? '')?.[0]
  if (action === undefined || action === 'delivered' || action === 'relayed' || action === 'expanded') return undefined
  return {
    kind: 'bounce',
    messageId,
    recipient: address(field(text, 'Original-Recipient') ?? field(text, 'Final-Recipient')),
    permanent: action === 'failed' && !status?.startsWith('4'),
    status,
  }
}

/** Cuts an mbox or a single mail into mails. */
export function splitMails(text: string): string[] {
  if (!text.startsWith('From ')) return [text]
  return text.split(/^From .*\r?\n/m).filter((mail) => mail.trim() !== '')
}
