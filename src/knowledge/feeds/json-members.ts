const [quote, escape, open, close, openList, closeList, comma] = [...'"\\{}[],'].map((sign) => sign.charCodeAt(0))

/**
 * Values of one large JSON object, each as its own bytes: only one is ever parsed at a time. Undefined at the end where the object
 * is not closed, or the bytes are none. What is inside a value is not checked here.
 */
export function* jsonMembers(bytes: Buffer): Generator<Buffer | undefined> {
  let depth = 0
  let inString = false
  let start = -1
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (inString) {
      if (byte === escape) at++
      else if (byte === quote) inString = false
    } else if (byte === quote) inString = true
    else if (byte === open || byte === openList) {
      if (depth === 0 && byte === openList) break
      depth++
      if (depth === 2) start = at
    } else if (byte === close || byte === closeList) {
      depth--
      if (depth === 1 && start >= 0) yield bytes.subarray(start, at + 1)
      if (depth === 0) return
      if (depth === 1) start = -1
    } else if (byte === comma && depth === 1) start = -1
  }
  yield undefined
}
