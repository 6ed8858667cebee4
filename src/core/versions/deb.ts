/** Order of a character in Debian versions: `~` before everything, also before the end; letters before other characters. */
function order(character: string | undefined): number {
  if (character === undefined) return 0
  if (character === '~') return -1
  if (/[A-Za-z]/.test(character)) return character.charCodeAt(0)
  return /\d/.test(character) ? 0 : character.charCodeAt(0) + 256
}

const isDigit = (character: string | undefined) => character !== undefined && character >= '0' && character <= '9'

/** Compares upstream versions or revisions: runs of non-digits by `order`, runs of digits by number. */
function compareParts(a: string, b: string): number {
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a[i])) || (j < b.length && !isDigit(b[j]))) {
      const left = isDigit(a[i]) ? 0 : order(a[i])
      const right = isDigit(b[j]) ? 0 : order(b[j])
      if (left !== right) return left - right
      if (!isDigit(a[i]) && i < a.length) i++
      if (!isDigit(b[j]) && j < b.length) j++
    }
    while (a[i] === '0') i++
    while (b[j] === '0') j++
    let first = 0
    while (isDigit(a[i]) && isDigit(b[j])) {
      if (first === 0) first = a.charCodeAt(i) - b.charCodeAt(j)
      i++
      j++
    }
    if (isDigit(a[i])) return 1
    if (isDigit(b[j])) return -1
    if (first !== 0) return first
  }
  return 0
}

function split(version: string): { epoch: number; upstream: string; revision: string } {
  const colon = version.indexOf(':')
  const epoch = colon > 0 ? Number(version.slice(0, colon)) : 0
  const rest = colon > 0 ? version.slice(colon + 1) : version
  const dash = rest.lastIndexOf('-')
  return dash < 0
    ? { epoch, upstream: rest, revision: '' }
    : { epoch, upstream: rest.slice(0, dash), revision: rest.slice(dash + 1) }
}

/** Negative, 0 or positive as Debian version `a` is older than, equal to or newer than `b` (Debian Policy 5.6.12, as in dpkg). */
export function compareDebVersions(a: string, b: string): number {
  const left = split(a)
  const right = split(b)
  return (
    left.epoch - right.epoch ||
    compareParts(left.upstream, right.upstream) ||
    compareParts(left.revision, right.revision)
  )
}
