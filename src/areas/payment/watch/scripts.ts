import type { WatchedScript } from './observation.ts'
import { capabilitiesOf, hostsIn, sha384, structureOf } from './source.ts'

export interface RawScript {
  /** Address as the browser names it; the page's own for scripts in it, empty for code made from text. */
  url: string
  dynamic: boolean
  source: string
}

interface PageView {
  page: string
  tags: readonly { src: string; integrity: boolean; nonce: boolean; text: string }[]
  touched: readonly { script: string; field: string; how: string }[]
  cardField: string
}

const withoutQuery = (url: string) => url.replace(/[?#].*$/, '')

/** Names a file across versions: numbers and hashes in its path are left out. */
export function keyOf(url: string): string {
  if (!URL.canParse(url)) return url.slice(0, 100)
  const { host, pathname, protocol } = new URL(url)
  if (protocol === 'blob:' || protocol === 'data:') return `${protocol} script`
  const path = pathname.replace(/[.-][0-9a-f]{6,}(?=[.-]|$)/gi, '.*').replace(/\d+(?:\.\d+)+/g, '*')
  return `${host}${path}`
}

/** Turns what the browser compiled into what is kept of it; the sources themselves are dropped. */
export function describeScripts(raw: readonly RawScript[], view: PageView): WatchedScript[] {
  const cardField = new RegExp(view.cardField, 'i')
  const touching = new Set(
    view.touched.filter((entry) => cardField.test(entry.field)).map((entry) => withoutQuery(entry.script)),
  )
  const tagBySource = new Map(view.tags.map((tag) => [tag.src ? withoutQuery(tag.src) : tag.text, tag]))
  const seen = new Map<string, WatchedScript>()
  for (const { url, dynamic, source } of raw) {
    if (source.trim() === '' || source.includes('__shopwardenTouched')) continue
    const inPage = url !== '' && withoutQuery(url) === withoutQuery(view.page)
    const kind = inPage ? 'inline' : url === '' || dynamic || !/^https?:/.test(url) ? 'dynamic' : 'file'
    const structure = structureOf(source)
    const tag = tagBySource.get(kind === 'file' ? withoutQuery(url) : source)
    const script: WatchedScript = {
      key: kind === 'file' ? keyOf(url) : `${kind} #${structure}`,
      kind,
      host: URL.canParse(url) ? new URL(url).host : '',
      sha384: sha384(source),
      bytes: Buffer.byteLength(source),
      structure,
      capabilities: capabilitiesOf(source),
      hosts: hostsIn(source),
      integrity: tag?.integrity ? 'sri' : tag?.nonce ? 'nonce' : 'none',
      touchesCard: kind === 'file' && touching.has(withoutQuery(url)),
      ...(kind === 'file' && { url: url.slice(0, 300) }),
    }
    seen.set(`${script.key} ${script.sha384}`, script)
  }
  return [...seen.values()]
}
