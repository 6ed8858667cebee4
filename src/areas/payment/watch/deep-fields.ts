import type { CDPSession } from 'playwright-core'

interface Node {
  localName?: string
  nodeType?: number
  nodeValue?: string
  attributes?: string[]
  documentURL?: string
  children?: Node[]
  shadowRoots?: Node[]
  shadowRootType?: string
  contentDocument?: Node
}

const names = ['name', 'id', 'autocomplete', 'placeholder', 'aria-label']
const maxNodes = 50_000
/** Stands behind the label of a field that no script of the page but its own can see. */
export const outOfSight = '(closed shadow)'

const attribute = (node: Node, name: string): string => {
  const pairs = node.attributes ?? []
  const at = pairs.findIndex((item, index) => index % 2 === 0 && item === name)
  return at < 0 ? '' : (pairs[at + 1] ?? '')
}

/** What people read in an element, down to a few steps. */
const textOf = (node: Node, depth = 4): string =>
  node.nodeType === 3
    ? (node.nodeValue ?? '')
    : depth === 0
      ? ''
      : (node.children ?? [])
          .slice(0, 20)
          .map((child) => textOf(child, depth - 1))
          .join(' ')

interface Place {
  node: Node
  /** Words of the label around it. */
  label: string
  closed: boolean
}

/**
 * Fields for card data that scripts of the page cannot see: in closed shadow roots, and in frames without an address of their own
 * or of the page's own host. Labels as the page's facts give them; those in closed roots are marked.
 */
export async function deepFields(session: CDPSession, host: string, pattern: RegExp): Promise<string[]> {
  const tree = await session.send('DOM.getDocument', { depth: -1, pierce: true }).catch(() => undefined)
  const found: string[] = []
  const left: Place[] = tree ? [{ node: tree.root as Node, label: '', closed: false }] : []
  for (let seen = 0; left.length > 0 && seen < maxNodes; seen++) {
    const { node, label, closed } = left.pop()!
    if (node.localName === 'input' && attribute(node, 'type') !== 'hidden') {
      const own = names.map((name) => attribute(node, name)).join(' ')
      const told = pattern.test(own) ? own : closed ? `${own} ${label.slice(0, 100)}` : own
      if (pattern.test(told)) found.push(`${told} ${closed ? outOfSight : ''}`.trim().replace(/\s+/g, ' '))
    }
    const around = node.localName === 'label' ? textOf(node) : label
    const inner = node.contentDocument
    const address = inner?.documentURL ?? ''
    if (inner && (!/^https?:/.test(address) || new URL(address).host === host))
      left.push({ node: inner, label: '', closed })
    for (const root of node.shadowRoots ?? [])
      left.push({ node: root, label: '', closed: closed || root.shadowRootType === 'closed' })
    for (const child of node.children ?? []) left.push({ node: child, label: around, closed })
  }
  return [...new Set(found)]
}
