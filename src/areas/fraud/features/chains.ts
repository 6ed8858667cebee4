import { DIMENSIONS, type Dimension } from './dimensions.ts'
import { IDS, PREVIOUS } from './rows.ts'
import type { Windows } from './windows.ts'

/** Rows of one chain from `tail` (a row plus one) backwards, newest first. */
function* backwards({ rows }: Windows, dimension: number, tail: number): Generator<number> {
  for (let next = tail; next > rows.first; ) {
    const row = next - 1
    yield row
    next = rows.chunkOf(row).words[rows.word(row) + PREVIOUS + dimension] as number
  }
}

/** Newest rows with one of some keys in one dimension, older than `below`, at most so many; `more` where older ones are not among them. */
export function rowsOfKeys(
  windows: Windows,
  dimension: Dimension,
  texts: readonly string[],
  most: number,
  below = Infinity,
): { rows: number[]; more: boolean } {
  const number = DIMENSIONS.indexOf(dimension)
  const ids = texts.map((text) => windows.keys.id(number, text, false)).filter((id) => id !== 0)
  const found: number[] = []
  for (const id of ids) {
    let seen = 0
    for (const row of backwards(windows, number, windows.keys.tail[id] as number)) {
      if (row >= below) continue
      found.push(row)
      if (++seen > most) break
    }
  }
  const rows = found.sort((a, b) => b - a).slice(0, most)
  return { rows, more: found.length > most || (ids.length > 0 && windows.rows.first > 0) }
}

/** Rows one step away from some: those that share a key with them in one of the dimensions. The newest first, the given ones among them. */
export function rowsAround(
  windows: Windows,
  from: readonly number[],
  dimensions: readonly Dimension[],
  most: { keys: number; ofKey: number; rows: number },
): number[] {
  const keys = new Map<string, [dimension: number, id: number]>()
  for (const row of from)
    for (const dimension of dimensions.map((name) => DIMENSIONS.indexOf(name))) {
      const id = windows.rows.chunkOf(row).words[windows.rows.word(row) + IDS + dimension] as number
      if (id !== 0 && keys.size < most.keys) keys.set(`${dimension} ${id}`, [dimension, id])
    }
  const found = new Set<number>()
  for (const [dimension, id] of keys.values()) {
    let seen = 0
    for (const row of backwards(windows, dimension, windows.keys.tail[id] as number)) {
      if (seen++ === most.ofKey) break
      found.add(row)
    }
  }
  return [...found].sort((a, b) => b - a).slice(0, most.rows)
}
