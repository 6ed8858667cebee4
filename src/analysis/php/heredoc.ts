export interface Heredoc {
  text: string
  /** True for a nowdoc: nothing is interpolated. */
  raw: boolean
  contentAt: number
  end: number
}

/** Reads a heredoc or nowdoc that starts with `<<<` at `at`; undefined where it is none. The closing word may be indented (PHP 7.3). */
export function readHeredoc(source: string, at: number): Heredoc | undefined {
  const head = /^<<<[ \t]*(["']?)([A-Za-z_\x80-\uffff][\w\x80-\uffff]*)\1\r?\n/.exec(source.slice(at, at + 200))
  if (!head) return undefined
  const contentAt = at + head[0].length
  const label = head[2]!
  let from = contentAt
  for (;;) {
    let lineEnd = source.indexOf('\n', from)
    if (lineEnd < 0) lineEnd = source.length
    let start = from
    while (source.charCodeAt(start) === 32 || source.charCodeAt(start) === 9) start++
    if (source.startsWith(label, start) && !/[\w\x80-\uffff]/.test(source.charAt(start + label.length))) {
      const text = source.slice(contentAt, Math.max(contentAt, from - 1))
      return { text, raw: head[1] === "'", contentAt, end: start + label.length }
    }
    if (lineEnd >= source.length)
      return { text: source.slice(contentAt), raw: head[1] === "'", contentAt, end: source.length }
    from = lineEnd + 1
  }
}
