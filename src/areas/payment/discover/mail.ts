/** Whether the beginning of a file is that of mail: mbox or a message (RFC 4155, 5322). */
export function isMail(head: Buffer): boolean {
  const text = head.toString('latin1', 0, Math.min(head.length, 4096))
  return (
    /^From \S+ /.test(text) ||
    (/^(?:Return-Path|Received|Delivered-To|MIME-Version|Message-ID|Date|From|Subject):/im.test(
      text.split(/\r?\n\r?\n/)[0]!.slice(0, 2000),
    ) &&
      /^(?:[A-Za-z-]+:|From )/.test(text))
  )
}

const base64Block = /(?:[A-Za-z0-9+/]{40,998}\r?\n)*[A-Za-z0-9+/]{16,998}={0,2}(?=\r?\n|$)/g
const maxPart = 64_000_000

/** What an attachment is by its first bytes, where it is no text: said, not read. */
function nature(bytes: Buffer): 'picture' | 'PDF' | 'archive' | undefined {
  const start = bytes.toString('latin1', 0, 8)
  if (/^(?:\x89PNG|\xff\xd8\xff|GIF8|RIFF|BM)/.test(start)) return 'picture'
  if (start.startsWith('%PDF')) return 'PDF'
  return /^(?:PK\x03\x04|Rar!|7z|\x1f\x8b)/.test(start) ? 'archive' : undefined
}

export interface MailPart {
  /** Offset of the part in the piece of mail. */
  at: number
  name: 'base64' | 'quoted-printable'
  bytes: Buffer
  nature: ReturnType<typeof nature>
}

/**
 * Parts of mail that are encoded for the way (RFC 2045): base64 over many lines, and quoted-printable, in which soft line breaks
 * tear numbers apart. Works on any piece of a mailbox.
 */
export function mailParts(piece: Buffer): MailPart[] {
  const text = piece.toString('latin1')
  const parts: MailPart[] = []
  if (/content-transfer-encoding:\s*base64/i.test(text))
    for (const match of text.matchAll(base64Block)) {
      if (match[0].length > maxPart || !match[0].includes('\n')) continue
      const bytes = Buffer.from(match[0], 'base64')
      parts.push({ at: match.index, name: 'base64', bytes, nature: nature(bytes) })
    }
  if (/content-transfer-encoding:\s*quoted-printable/i.test(text)) {
    const plain = text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    parts.push({ at: 0, name: 'quoted-printable', bytes: Buffer.from(plain, 'latin1'), nature: undefined })
  }
  return parts
}
