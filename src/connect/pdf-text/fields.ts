import type { Cell, Line } from './lines.ts'

/** Whether a text is the name of another field, and so no value. */
const isLabel = (text: string) =>
  /:\s*$/.test(text) ||
  /^(?:company|contact(?: name)?|job title|title|telephone|phone|e-?mail|business address|address|city|state(?:\/province)?|zip|postal code|country|url|website|compliance status|scan (?:status|report type|expiration date)|date scan completed|number of|component)\b/i.test(
    text,
  )

/** The cell below that begins nearest to a place, within the next two lines. */
function below(lines: readonly Line[], at: number, x: number): string | undefined {
  for (const line of lines.slice(at + 1, at + 3)) {
    const near = [...line].sort((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x))[0]
    if (near && Math.abs(near.x - x) < 25 && !isLabel(near.text)) return near.text
  }
  return undefined
}

/**
 * What may be the values of a field, for each place where its label stands: after it in the same cell, in the next cell of the line,
 * below it. Labels may run over two lines, so the first is not always the right one.
 */
function candidates(lines: readonly Line[], label: RegExp): string[][] {
  return lines.flatMap((line, at) =>
    line.flatMap((cell, index) => {
      const match = label.exec(cell.text)
      if (match === null || match.index > 4) return []
      const rest = cell.text
        .slice(match.index + match[0].length)
        .replace(/^\s*(?:\([^)]*\)?)?\s*(?:[.…·_]{2,}|[:\-–])?\s*/, '')
        .trim()
      const next = line[index + 1]?.text
      const found = [rest, next === undefined || isLabel(next) ? '' : next, below(lines, at, cell.x) ?? '']
      return [found.filter((text) => text !== '')]
    }),
  )
}

/** Whether a cell broke off because the next word found no room before the next column; at the last column, whether it goes on in small letters. */
function goesOn(above: Cell, next: Cell | undefined, below: string): boolean {
  if (/:\s*$/.test(above.text)) return false
  if (/^[\p{Ll}(]/u.test(below)) return true
  if (next === undefined) return false
  const word = (below.indexOf(' ') + 1 || below.length + 1) * (above.width / Math.max(1, above.text.length))
  return above.x + above.width + word > next.x - 8
}

/** Lines with the cells that run over several put together: what stands below a cell and goes on with it, in a line of fewer cells. */
export function unwrapped(lines: readonly Line[]): Line[] {
  const whole: Line[] = []
  let row: Line = []
  for (const line of lines) {
    const places = line.map((cell) => row.findIndex((above) => Math.abs(above.x - cell.x) < 2))
    const all = places.every((at, index) => at >= 0 && goesOn(row[at]!, row[at + 1], line[index]!.text))
    if (!all || line.length >= row.length || row.length === 1) {
      whole.push(line.map((cell) => ({ ...cell })))
      row = [...line]
      continue
    }
    for (const [index, at] of places.entries()) {
      whole.at(-1)![at]!.text += ` ${line[index]!.text}`
      row[at] = line[index]!
    }
  }
  return whole
}

/** Values of a field in reading order: forms that set customer and vendor side by side give both. */
export const valuesOf = (lines: readonly Line[], label: RegExp): string[] =>
  candidates(lines, label).flatMap((found) => found[0] ?? [])

/** The first value of any of the labels that is of the right kind. */
export const valueWhere = (
  lines: readonly Line[],
  labels: readonly RegExp[],
  right: (text: string) => boolean,
): string | undefined => labels.flatMap((label) => candidates(lines, label).flat()).find(right)

/** Addresses and host names that a text names; parts of e-mail addresses are none. */
export function hostsNamed(text: string): string[] {
  const hosts = text.match(/(?<![@\w.-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}\b(?!@)/gi) ?? []
  const addresses = text.match(/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?![\d.])/g) ?? []
  const file = /\.(?:pdf|html?|php|js|css|txt|csv|png|jpe?g|docx?|xlsx?)$/i
  const named = hosts.map((host) => host.toLowerCase()).filter((host) => !file.test(host))
  const numbers = addresses.filter((address) =>
    address
      .split(/[./]/)
      .slice(0, 4)
      .every((part) => Number(part) < 256),
  )
  return [...new Set([...named, ...numbers])].slice(0, 2000)
}
