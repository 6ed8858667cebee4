import type { CDPSession } from 'playwright-core'

interface Node {
  localName?: string
  attributes?: string[]
  documentURL?: string
  children?: Node[]
  shadowRoots?: Node[]
  contentDocument?: Node
}

const names = ['name', 'id', 'autocomplete', 'placeholder', 'aria-label']
const maxNodes = 50_000

/**
 * Fields for card data that scripts of the page cannot see: in closed shadow roots, and in frames without an address of their own
 * or of the page's own host. Labels as the page's facts give them.
 */
export async function deepFields(session: CDPSession, host: string, pattern: RegExp): Promise<string[]> {
  const tree = await session.send('DOM.getDocument', { depth: -1, pierce: true }).catch(() => undefined)
  const found: string[] = []
  const left: Node[] = tree ? [tree.root as Node] : []
  for (let seen = 0; left.length > 0 && seen < maxNodes; seen++) {
    const node = left.pop()!
    if (node.localName === 'input') {
      const pairs = node.attributes ?? []
      const value = (name: string) => {
        const at = pairs.findIndex((item, index) => index % 2 === 0 && item === name)
        return at < 0 ? '' : pairs[at + 1]
      }
      const label = names.map(value).join(' ')
      if (pattern.test(label)) found.push(label.trim().replace(/\s+/g, ' '))
    }
    const inner = node.contentDocument
    const address = inner?.documentURL ?? ''
    if (inner && (!/^https?:/.test(address) || new URL(address).host === host)) left.push(inner)
    left.push(...(node.shadowRoots ?? []), ...(node.children ?? []))
  }
  return [...new Set(found)]
}
