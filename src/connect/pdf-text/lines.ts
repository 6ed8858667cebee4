/** A piece of text and where it begins, in points from the left. */
export interface Cell {
  x: number
  width: number
  text: string
}

/** The cells of one line, from left to right. */
export type Line = Cell[]

const sameLine = 3
/** A gap wider than this parts two cells: columns of a form or table. Points. */
const columnGap = 9

/** Puts the pieces of a page together to lines of cells, from top to bottom: words that follow each other become one cell. */
export function linesOf(pieces: readonly (Cell & { y: number })[]): Line[] {
  const rows: { y: number; cells: Cell[] }[] = []
  for (const { y, ...cell } of [...pieces].sort((a, b) => b.y - a.y)) {
    const row = rows.at(-1)
    if (row && Math.abs(row.y - y) <= sameLine) row.cells.push(cell)
    else rows.push({ y, cells: [cell] })
  }
  return rows.map(({ cells }) => {
    const line: Line = []
    for (const cell of cells.sort((a, b) => a.x - b.x)) {
      const last = line.at(-1)
      const gap = last ? cell.x - (last.x + last.width) : Number.POSITIVE_INFINITY
      if (last && gap < columnGap) {
        last.text += `${gap > 0.8 && !last.text.endsWith(' ') && !cell.text.startsWith(' ') ? ' ' : ''}${cell.text}`
        last.width = cell.x + cell.width - last.x
      } else line.push({ ...cell })
    }
    return line.map((cell) => ({ ...cell, text: cell.text.replace(/\s+/g, ' ').trim() }))
  })
}
