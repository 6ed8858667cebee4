/** One start tag with its attributes; `at` and `end` are offsets in the text. */
export interface Tag {
  name: string
  attributes: ReadonlyMap<string, string>
  closing: boolean
  at: number
  end: number
}

const rawText = new Set(['script', 'style', 'textarea', 'title'])
const maxTags = 20_000
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'", '#039': "'" }

/** Undoes the few entities that occur in addresses and values. */
export const decodeEntities = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos|#0?39);/g, (_, name: string) => entities[name] ?? _)

/** Where a tag that starts at `from` ends: the first > outside quotes; -1 when it never does. */
function tagEnd(text: string, from: number): number {
  let quote = ''
  for (let index = from; index < text.length && index - from < 20_000; index++) {
    const character = text[index]!
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === '>') return index
    // A quote opens only as the start of a value: o'clock in a tag's junk must not swallow the page.
    else if ((character === '"' || character === "'") && /=\s*$/.test(text.slice(Math.max(from, index - 5), index)))
      quote = character
  }
  return -1
}

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>()
  for (const match of text.matchAll(/([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)) {
    const name = match[1]!.toLowerCase()
    if (!attributes.has(name)) attributes.set(name, decodeEntities(match[2] ?? match[3] ?? match[4] ?? ''))
  }
  return attributes
}

/** The tags of a page in order, comments and the contents of scripts left out. Tolerant, bounded, never throws. */
export function readTags(text: string): Tag[] {
  const tags: Tag[] = []
  for (let at = text.indexOf('<'); at !== -1 && tags.length < maxTags; at = text.indexOf('<', at)) {
    if (text.startsWith('<!--', at)) {
      const close = text.indexOf('-->', at + 4)
      if (close === -1) break
      at = close + 3
      continue
    }
    const name = /^<\/?([a-zA-Z][\w:-]*)/.exec(text.slice(at, at + 60))
    const end = name === null ? -1 : tagEnd(text, at + 1)
    if (name === null || end === -1) {
      at++
      continue
    }
    const closing = text[at + 1] === '/'
    const tag = name[1]!.toLowerCase()
    const attributes = closing ? new Map<string, string>() : readAttributes(text.slice(at + name[0].length, end))
    tags.push({ name: tag, attributes, closing, at, end: end + 1 })
    at = end + 1
    if (!closing && rawText.has(tag)) {
      const stop = text.slice(at).search(new RegExp(`</${tag}`, 'i'))
      if (stop === -1) break
      at += stop
    }
  }
  return tags
}

/** Visible text of a page, roughly: scripts, styles and tags taken out. */
export function visibleText(text: string): string {
  return decodeEntities(
    text
      .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, ' ')
      .replace(/<!--[\s\S]*?-->/g, ' ')
      .replace(/<[^>]*>/g, ' '),
  ).replace(/\s+/g, ' ')
}
