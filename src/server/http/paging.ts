import { ShopwardenError } from '../../core/errors.ts'

/** A cursor holds the sort values of the last item: stable while items are added, and no offset to count off. */
export const toCursor = (values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url')

/** @throws SW_SERVER_CURSOR */
export function fromCursor<T extends readonly ('string' | 'number')[]>(
  cursor: string | undefined,
  shape: T,
): { [K in keyof T]: T[K] extends 'string' ? string : number } | undefined {
  if (cursor === undefined) return undefined
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (
      Array.isArray(values) &&
      values.length === shape.length &&
      shape.every((type, index) => typeof values[index] === type)
    )
      return values as never
  } catch {
    // Falls through to the same answer as a cursor of the wrong shape.
  }
  throw new ShopwardenError('SW_SERVER_CURSOR', 'This cursor is not one of this list', {
    where: 'cursor',
    fix: 'Use `next` of the page before.',
  })
}

/** The page out of `limit + 1` rows. */
export function cut<Row, Item>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
  cursor: (row: Row) => readonly (string | number)[],
): { items: Item[]; next?: string } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { items: page.map(item), ...(rows.length > limit && last !== undefined && { next: toCursor(cursor(last)) }) }
}
