import { type Entry, addressField } from './fields.ts'

/** The host of a URL as a stealer's log has it; Android's form `android://…==@com.shop.app/` gives none. */
export function siteOf(url: string): string {
  const match = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@\s]*@)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)/i.exec(url.trim())
  return url.startsWith('android:') ? '' : (match?.[1] ?? '').toLowerCase()
}

// A URL, then separator, login, separator, password. The URL is a scheme with a host, or a bare host with a path or dot.
const withUrl =
  /^((?:https?|ftp|android|chrome|oauth|app):\/\/[^\s|;,]*?|[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:\/[^\s|;,]*?)?)[\s]*[:|;,\s][\s]*([^\s:|;,]+@[^\s:|;,]+)(?:[\s]*[:|;,\s](.*))?$/i

/** `https://site/path:address:password` and its relatives. */
export function stealerLine(line: string, encoding?: string): Entry | undefined {
  if (line.length > 4000) return undefined
  const android = /^android:\/\/[^@\s]*@[^\s/:]+\/?[:|;,\s]\s*/i.exec(line)
  const match = android ? undefined : withUrl.exec(line)
  const text = android ? /^[^\s:|;,]+/.exec(line.slice(android[0].length))?.[0] : match?.[2]
  const found = text === undefined ? undefined : addressField(text, encoding)
  return found && { ...found, secret: match?.[3], leaked: 'stealer', site: siteOf(match?.[1] ?? '') }
}

const label =
  /^\s*(url|host|hostname|site|website|soft|login|user|username|user name|e-?mail|pass|password)\s*:\s*(.*)$/i

/** Logs in blocks (`URL: …`, `Username: …`, `Password: …`), a line at a time. */
export class LabelledBlocks {
  #site = ''

  /** True where a line has the form of such a block. */
  static fits(line: string): boolean {
    return label.test(line)
  }

  /** True where a line should name an address and may not. */
  expects(text: string): boolean {
    return /^\s*(?:login|user|username|user name|e-?mail)\s*:\s*\S*@/i.test(text)
  }

  line(text: string, encoding?: string): Entry | undefined {
    const match = label.exec(text)
    if (!match) return undefined
    const name = match[1]!.toLowerCase()
    if (/^(?:url|host|hostname|site|website)$/.test(name)) this.#site = siteOf(match[2]!)
    if (!/^(?:login|user|username|user name|e-?mail)$/.test(name)) return undefined
    const found = addressField(match[2]!, encoding)
    return found && { ...found, leaked: 'stealer', site: this.#site }
  }
}
