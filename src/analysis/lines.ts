/** Number of lines of a text; an unfinished last line counts. */
export function countLines(text: string): number {
  let count = text.length > 0 && text.charCodeAt(text.length - 1) !== 10 ? 1 : 0
  let at = text.indexOf('\n')
  while (at >= 0) {
    count++
    at = text.indexOf('\n', at + 1)
  }
  return count
}

/** Turns offsets into lines and columns, both from 1. Built once per file and only where something is reported. */
export class LineTable {
  readonly #starts: number[] = [0]

  constructor(text: string) {
    let at = text.indexOf('\n')
    while (at >= 0) {
      this.#starts.push(at + 1)
      at = text.indexOf('\n', at + 1)
    }
  }

  locate(offset: number): { line: number; column: number } {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - this.#starts[low]! + 1 }
  }
}
