const isDigit = (code: number) => code >= 48 && code <= 57
const isLetter = (code: number) => (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
const tilde = 126
const caret = 94
const isMark = (code: number) => code === tilde || code === caret

/** End of the run of characters that `is` accepts, from `at`. */
function runEnd(text: string, at: number, is: (code: number) => boolean): number {
  let end = at
  while (end < text.length && is(text.charCodeAt(end))) end++
  return end
}

/** Digits by number, whatever their length. */
function compareDigits(a: string, b: string): number {
  const left = a.replace(/^0+/, '')
  const right = b.replace(/^0+/, '')
  if (left.length !== right.length) return left.length - right.length
  return left < right ? -1 : left > right ? 1 : 0
}

/** Compares versions or releases alone: runs of digits and of letters, `~` before and `^` after the end (rpm-version(7)). */
function compareParts(a: string, b: string): number {
  if (a === b) return 0
  let i = 0
  let j = 0
  for (;;) {
    while (i < a.length && !isDigit(a.charCodeAt(i)) && !isLetter(a.charCodeAt(i)) && !isMark(a.charCodeAt(i))) i++
    while (j < b.length && !isDigit(b.charCodeAt(j)) && !isLetter(b.charCodeAt(j)) && !isMark(b.charCodeAt(j))) j++
    const left = a.charCodeAt(i)
    const right = b.charCodeAt(j)
    if (left === tilde || right === tilde) {
      if (left !== tilde) return 1
      if (right !== tilde) return -1
      i++
      j++
      continue
    }
    if (left === caret || right === caret) {
      if (i >= a.length) return -1
      if (j >= b.length) return 1
      if (left !== caret) return 1
      if (right !== caret) return -1
      i++
      j++
      continue
    }
    if (i >= a.length || j >= b.length) return Math.sign(a.length - i) - Math.sign(b.length - j)
    const numeric = isDigit(left)
    const is = numeric ? isDigit : isLetter
    const iEnd = runEnd(a, i, is)
    const jEnd = runEnd(b, j, is)
    // A number is newer than letters.
    if (jEnd === j) return numeric ? 1 : -1
    const [one, two] = [a.slice(i, iEnd), b.slice(j, jEnd)]
    const order = numeric ? compareDigits(one, two) : one < two ? -1 : one > two ? 1 : 0
    if (order !== 0) return order
    i = iEnd
    j = jEnd
  }
}

function split(version: string): { epoch: string; upstream: string; release: string | undefined } {
  const colon = /^\d*:/.exec(version)?.[0]
  const rest = colon === undefined ? version : version.slice(colon.length)
  const dash = rest.lastIndexOf('-')
  return {
    epoch: colon?.slice(0, -1) || '0',
    upstream: dash < 0 ? rest : rest.slice(0, dash),
    release: dash < 0 ? undefined : rest.slice(dash + 1),
  }
}

/** Negative, 0 or positive as `[epoch:]version[-release]` `a` is older than, equal to or newer than `b`, as rpm orders them. */
export function compareRpmVersions(a: string, b: string): number {
  const left = split(a)
  const right = split(b)
  return (
    compareDigits(left.epoch, right.epoch) ||
    compareParts(left.upstream, right.upstream) ||
    (left.release === undefined || right.release === undefined
      ? Number(left.release !== undefined) - Number(right.release !== undefined)
      : compareParts(left.release, right.release))
  )
}
