/** A node of the ESTree that the parser gives; fields are read through the helpers, which tolerate what is missing. */
export interface Es {
  type: string
  start: number
  end: number
  [key: string]: unknown
}

export function isNode(value: unknown): value is Es {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

export function child(node: Es, key: string): Es | null {
  const value = node[key]
  return isNode(value) ? value : null
}

export function children(node: Es, key: string): (Es | null)[] {
  const value = node[key]
  return Array.isArray(value) ? value.map((item) => (isNode(item) ? item : null)) : []
}

export function nodes(node: Es, key: string): Es[] {
  const found: Es[] = []
  const value = node[key]
  if (Array.isArray(value)) for (const item of value) if (isNode(item)) found.push(item)
  return found
}

export function text(node: Es | null, key: string): string {
  const value = node?.[key]
  return typeof value === 'string' ? value : ''
}
