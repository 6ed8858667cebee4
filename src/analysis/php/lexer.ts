import { readHeredoc } from './heredoc.ts'
import { closingBrace, unescapeSingle } from './strings.ts'
import { Tok, type Tokens } from './tokens.ts'

const operators3 = new Set(['===', '!==', '<=>', '**=', '<<=', '>>=', '...', '??=', '?->'])
const operators2 = new Set('== != <> <= >= && || ?? ++ -- += -= *= /= .= %= &= |= ^= -> => :: << >> ** |>'.split(' '))
const casts = /^\(\s*(int|integer|bool|boolean|float|double|real|string|binary|array|object|unset)\s*\)/i
const suppression = 'shopwarden-ignore'

const wordStart = new Uint8Array(256)
const word = new Uint8Array(256)
for (let code = 0; code < 256; code++) {
  const letter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code >= 128
  if (letter || code === 92) wordStart[code] = 1
  if (letter || code === 92 || (code >= 48 && code <= 57)) word[code] = 1
}
const isWordStart = (code: number) => (code > 255 ? true : wordStart[code] === 1)
const isWord = (code: number) => (code > 255 ? true : word[code] === 1)
const isDigit = (code: number) => code >= 48 && code <= 57

/** End of the variable-name characters from `at` on (no backslashes). */
function endOfName(source: string, at: number): number {
  let end = at
  while (end < source.length && source.charCodeAt(end) !== 92 && isWord(source.charCodeAt(end))) end++
  return end
}

/** Cuts PHP source (5 to 8.5, any mix with HTML) into tokens. Never throws: what is unfinished ends at the end of file. */
export function lexPhp(source: string, startInPhp = false): Tokens {
  const kinds: number[] = []
  const texts: string[] = []
  const starts: number[] = []
  const tokens: Tokens = { kinds, texts, starts, comments: [], docs: new Map(), problems: [] }
  const length = source.length
  let at = 0
  const push = (kind: number, text: string, start: number) => {
    kinds.push(kind)
    texts.push(text)
    starts.push(start)
  }

  const html = () => {
    let open = source.indexOf('<?', at)
    while (open >= 0) {
      const next = source.charCodeAt(open + 2)
      // <?php, <?= and the short tag open; <?xml does not.
      if (next <= 32 || next === 61 || /^php/i.test(source.slice(open + 2, open + 5))) break
      open = source.indexOf('<?', open + 2)
    }
    if (open < 0) open = length
    if (open > at) push(Tok.Html, source.slice(at, open), at)
    at = open
    if (at >= length) return
    if (source.charCodeAt(at + 2) === 61) {
      push(Tok.Echo, '<?=', at)
      at += 3
    } else at += /^php/i.test(source.slice(at + 2, at + 5)) ? 5 : 2
  }

  const comment = (start: number, end: number) => {
    const text = source.slice(start, end)
    if (text.includes(suppression)) tokens.comments.push({ at: start, text })
  }

  if (!startInPhp) html()
  while (at < length) {
    const code = source.charCodeAt(at)
    if (code === 32 || code === 10 || code === 9 || code === 13) {
      at++
      continue
    }
    const start = at
    if (code === 36 && isWordStart(source.charCodeAt(at + 1)) && source.charCodeAt(at + 1) !== 92) {
      at = endOfName(source, at + 1)
      push(Tok.Var, source.slice(start + 1, at), start)
      continue
    }
    if (isWordStart(code)) {
      at++
      while (at < length && isWord(source.charCodeAt(at))) at++
      push(Tok.Ident, source.slice(start, at), start)
      continue
    }
    if (isDigit(code) || (code === 46 && isDigit(source.charCodeAt(at + 1)))) {
      const match =
        /^(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[\d_]*(?:\.[\d_]+|\.(?!\.))?(?:[eE][+-]?\d+)?)/.exec(
          source.slice(at, at + 64),
        )
      const text = match?.[0] || source.charAt(at)
      at += text.length
      push(/^0[xXbBoO]/.test(text) || /^[\d_]+$/.test(text) ? Tok.Int : Tok.Float, text, start)
      continue
    }
    const next = source.charCodeAt(at + 1)
    if (code === 35 || (code === 47 && next === 47)) {
      if (code === 35 && next === 91) {
        push(Tok.Op, '#[', start)
        at += 2
        continue
      }
      while (at < length) {
        const c = source.charCodeAt(at)
        if (c === 10 || c === 13 || (c === 63 && source.charCodeAt(at + 1) === 62)) break
        at++
      }
      comment(start, at)
      continue
    }
    if (code === 47 && next === 42) {
      const end = source.indexOf('*/', at + 2)
      at = end < 0 ? length : end + 2
      if (end < 0) tokens.problems.push({ at: start, message: 'comment is not closed' })
      comment(start, at)
      if (source.charCodeAt(start + 2) === 42) tokens.docs.set(kinds.length, source.slice(start, at))
      continue
    }
    if (code === 63 && next === 62) {
      push(Tok.Close, '?>', start)
      at += 2
      if (source.charCodeAt(at) === 13) at++
      if (source.charCodeAt(at) === 10) at++
      html()
      continue
    }
    if (code === 39 || code === 34 || code === 96) {
      let end = at + 1
      let interpolated = false
      while (end < length) {
        const c = source.charCodeAt(end)
        if (c === code) break
        if (c === 92) end++
        else if (c === 123 && code !== 39 && source.charCodeAt(end + 1) === 36) {
          // Quotes inside {$…} belong to the expression.
          interpolated = true
          end = closingBrace(source, end + 1)
        } else if (c === 36 || c === 123) interpolated = true
        end++
      }
      if (end >= length) tokens.problems.push({ at: start, message: 'text in quotes is not closed' })
      const raw = source.slice(at + 1, end)
      at = Math.min(end + 1, length)
      if (code === 39) push(Tok.Str, unescapeSingle(raw), start)
      else if (code === 96) push(Tok.Shell, raw, start)
      else if (interpolated || raw.includes('\\')) push(Tok.Template, raw, start)
      else push(Tok.Str, raw, start)
      continue
    }
    if (code === 60 && next === 60 && source.charCodeAt(at + 2) === 60) {
      const heredoc = readHeredoc(source, at)
      if (heredoc) {
        push(heredoc.raw ? Tok.Str : Tok.Heredoc, heredoc.text, heredoc.contentAt)
        at = heredoc.end
        continue
      }
    }
    if (code === 40) {
      const cast = casts.exec(source.slice(at, at + 24))
      if (cast) {
        push(Tok.Op, `(${cast[1]!.toLowerCase()})`, start)
        at += cast[0].length
        continue
      }
    }
    const three = source.slice(at, at + 3)
    if (operators3.has(three)) {
      push(Tok.Op, three, start)
      at += 3
      continue
    }
    const two = three.slice(0, 2)
    if (operators2.has(two)) {
      push(Tok.Op, two, start)
      at += 2
      continue
    }
    push(Tok.Op, source.charAt(at), start)
    at++
  }
  push(Tok.End, '', length)
  return tokens
}
