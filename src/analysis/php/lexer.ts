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

/** Cuts PHP source (5 to 8.5, any mix with HTML) into tokens. Never throws: what is unfinished ends at the end of file. */
export const lexPhp = (source: string, startInPhp = false): Tokens => new Lexer(source).run(startInPhp)

/** One short method a kind of token: the compiler works each out once, where one long loop with closures is given up again and again. */
class Lexer {
  readonly #kinds: number[] = []
  readonly #texts: string[] = []
  readonly #starts: number[] = []
  readonly #tokens: Tokens = {
    kinds: this.#kinds,
    texts: this.#texts,
    starts: this.#starts,
    comments: [],
    docs: new Map(),
    problems: [],
  }
  readonly #source: string
  #at = 0

  constructor(source: string) {
    this.#source = source
  }

  run(startInPhp: boolean): Tokens {
    if (!startInPhp) this.#html()
    while (this.#at < this.#source.length) this.#token()
    this.#push(Tok.End, '', this.#source.length)
    return this.#tokens
  }

  #push(kind: number, text: string, start: number): void {
    this.#kinds.push(kind)
    this.#texts.push(text)
    this.#starts.push(start)
  }

  /** Code of a character; 0 behind the end. */
  #code(at: number): number {
    return at < this.#source.length ? this.#source.charCodeAt(at) : 0
  }

  #token(): void {
    const at = this.#at
    const code = this.#source.charCodeAt(at)
    if (code === 32 || code === 10 || code === 9 || code === 13) this.#at++
    else if (isWordStart(code)) this.#word()
    else if (code === 36 && isWordStart(this.#code(at + 1)) && this.#code(at + 1) !== 92) this.#variable()
    else if (isDigit(code) || (code === 46 && isDigit(this.#code(at + 1)))) this.#number()
    else if (code === 39 || code === 34 || code === 96) this.#quoted(code)
    else if (code === 47 && this.#code(at + 1) === 42) this.#blockComment()
    else if ((code === 35 && this.#code(at + 1) !== 91) || (code === 47 && this.#code(at + 1) === 47))
      this.#lineComment()
    else if (code === 63 && this.#code(at + 1) === 62) this.#close()
    else if (!(code === 60 && this.#heredoc()) && !(code === 40 && this.#cast())) this.#operator(code)
  }

  /** What stands outside PHP, up to the tag that opens it again. */
  #html(): void {
    const source = this.#source
    const at = this.#at
    let open = source.indexOf('<?', at)
    while (open >= 0) {
      const next = source.charCodeAt(open + 2)
      // <?php, <?= and the short tag open; <?xml does not.
      if (next <= 32 || next === 61 || /^php/i.test(source.slice(open + 2, open + 5))) break
      open = source.indexOf('<?', open + 2)
    }
    if (open < 0) open = source.length
    if (open > at) this.#push(Tok.Html, source.slice(at, open), at)
    this.#at = open
    if (open >= source.length) return
    if (source.charCodeAt(open + 2) === 61) {
      this.#push(Tok.Echo, '<?=', open)
      this.#at += 3
    } else this.#at += /^php/i.test(source.slice(open + 2, open + 5)) ? 5 : 2
  }

  #variable(): void {
    const start = this.#at
    let end = start + 1
    while (this.#code(end) !== 92 && isWord(this.#code(end))) end++
    this.#at = end
    this.#push(Tok.Var, this.#source.slice(start + 1, end), start)
  }

  #word(): void {
    const start = this.#at
    let end = start + 1
    while (isWord(this.#code(end))) end++
    this.#at = end
    this.#push(Tok.Ident, this.#source.slice(start, end), start)
  }

  #number(): void {
    const start = this.#at
    const match = /^(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[\d_]*(?:\.[\d_]+|\.(?!\.))?(?:[eE][+-]?\d+)?)/.exec(
      this.#source.slice(start, start + 64),
    )
    const text = match?.[0] || this.#source.charAt(start)
    this.#at += text.length
    this.#push(/^0[xXbBoO]/.test(text) || /^[\d_]+$/.test(text) ? Tok.Int : Tok.Float, text, start)
  }

  #lineComment(): void {
    const start = this.#at
    let end = start
    while (end < this.#source.length) {
      const code = this.#source.charCodeAt(end)
      if (code === 10 || code === 13 || (code === 63 && this.#code(end + 1) === 62)) break
      end++
    }
    this.#comment(start, end)
  }

  #blockComment(): void {
    const start = this.#at
    const close = this.#source.indexOf('*/', start + 2)
    const end = close < 0 ? this.#source.length : close + 2
    if (close < 0) this.#tokens.problems.push({ at: start, message: 'comment is not closed' })
    this.#comment(start, end)
    if (this.#code(start + 2) === 42) this.#tokens.docs.set(this.#kinds.length, this.#source.slice(start, end))
  }

  #comment(start: number, end: number): void {
    this.#at = end
    const text = this.#source.slice(start, end)
    if (text.includes(suppression)) this.#tokens.comments.push({ at: start, text })
  }

  #close(): void {
    this.#push(Tok.Close, '?>', this.#at)
    this.#at += 2
    if (this.#code(this.#at) === 13) this.#at++
    if (this.#code(this.#at) === 10) this.#at++
    this.#html()
  }

  #quoted(quote: number): void {
    const source = this.#source
    const start = this.#at
    let end = start + 1
    let interpolated = false
    while (end < source.length) {
      const code = source.charCodeAt(end)
      if (code === quote) break
      if (code === 92) end++
      else if (code === 123 && quote !== 39 && this.#code(end + 1) === 36) {
        // Quotes inside {$…} belong to the expression.
        interpolated = true
        end = closingBrace(source, end + 1)
      } else if (code === 36 || code === 123) interpolated = true
      end++
    }
    if (end >= source.length) this.#tokens.problems.push({ at: start, message: 'text in quotes is not closed' })
    const raw = source.slice(start + 1, end)
    this.#at = Math.min(end + 1, source.length)
    if (quote === 39) this.#push(Tok.Str, unescapeSingle(raw), start)
    else if (quote === 96) this.#push(Tok.Shell, raw, start)
    else if (interpolated || raw.includes('\\')) this.#push(Tok.Template, raw, start)
    else this.#push(Tok.Str, raw, start)
  }

  #heredoc(): boolean {
    const at = this.#at
    if (this.#code(at + 1) !== 60 || this.#code(at + 2) !== 60) return false
    const heredoc = readHeredoc(this.#source, at)
    if (!heredoc) return false
    this.#push(heredoc.raw ? Tok.Str : Tok.Heredoc, heredoc.text, heredoc.contentAt)
    this.#at = heredoc.end
    return true
  }

  #cast(): boolean {
    const cast = casts.exec(this.#source.slice(this.#at, this.#at + 24))
    if (!cast) return false
    this.#push(Tok.Op, `(${cast[1]!.toLowerCase()})`, this.#at)
    this.#at += cast[0].length
    return true
  }

  #operator(code: number): void {
    const start = this.#at
    const three = this.#source.slice(start, start + 3)
    const two = three.slice(0, 2)
    // `#[` begins an attribute.
    const isPair = code === 35 || operators2.has(two)
    const operator = operators3.has(three) ? three : isPair ? two : three.charAt(0)
    this.#at += operator.length
    this.#push(Tok.Op, operator, start)
  }
}
