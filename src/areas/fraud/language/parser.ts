import { languageError, type Token, tokenize } from './lexer.ts'

export type Node =
  | { kind: 'number'; value: number; at: number }
  | { kind: 'text'; value: string; at: number }
  | { kind: 'boolean'; value: boolean; at: number }
  | { kind: 'name'; name: string; at: number }
  | { kind: 'call'; name: string; args: Node[]; at: number }
  | { kind: 'list'; items: Node[]; at: number }
  | { kind: 'not' | 'minus'; of: Node; at: number }
  | { kind: 'binary'; operator: string; left: Node; right: Node; at: number }

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>='])
const MAX_DEPTH = 60
const MAX_LENGTH = 4000

class Parser {
  readonly #source: string
  readonly #tokens: Token[]
  #next = 0
  #depth = 0

  constructor(source: string) {
    this.#source = source
    this.#tokens = tokenize(source)
  }

  #peek(): Token {
    return this.#tokens[this.#next] as Token
  }

  #take(text: string): Token | undefined {
    const token = this.#peek()
    if (token.kind === 'text' || token.text !== text) return undefined
    this.#next++
    return token
  }

  #expect(text: string): void {
    const token = this.#peek()
    if (this.#take(text) === undefined)
      throw languageError(this.#source, token.at, `"${text}" was expected before ${token.text}`, `Add "${text}".`)
  }

  whole(): Node {
    const node = this.#or()
    const token = this.#peek()
    if (token.kind !== 'end')
      throw languageError(
        this.#source,
        token.at,
        `"${token.text}" does not belong here`,
        'Join conditions with and / or.',
      )
    return node
  }

  #binary(lower: () => Node, operators: readonly string[]): Node {
    let left = lower()
    for (;;) {
      const token = this.#peek()
      if (token.kind === 'text' || !operators.includes(token.text)) return left
      this.#next++
      left = { kind: 'binary', operator: token.text, left, right: lower(), at: token.at }
    }
  }

  #or(): Node {
    if (++this.#depth > MAX_DEPTH)
      throw languageError(
        this.#source,
        this.#peek().at,
        'The rule is nested too deeply',
        'Split it into several rules.',
      )
    const node = this.#binary(() => this.#binary(() => this.#not(), ['and']), ['or'])
    this.#depth--
    return node
  }

  #not(): Node {
    const token = this.#take('not')
    if (token === undefined) return this.#comparison()
    if (++this.#depth > MAX_DEPTH)
      throw languageError(this.#source, token.at, 'The rule is nested too deeply', 'Split it into several rules.')
    const of = this.#not()
    this.#depth--
    return { kind: 'not', of, at: token.at }
  }

  #comparison(): Node {
    const left = this.#sum()
    const token = this.#peek()
    if (token.kind === 'operator' && comparisons.has(token.text)) {
      this.#next++
      const node: Node = { kind: 'binary', operator: token.text, left, right: this.#sum(), at: token.at }
      const chained = this.#peek()
      if (comparisons.has(chained.text) && chained.kind === 'operator')
        throw languageError(this.#source, chained.at, 'Comparisons cannot be chained', 'Write a < b and b < c.')
      return node
    }
    if (this.#take('in')) return { kind: 'binary', operator: 'in', left, right: this.#sum(), at: token.at }
    return left
  }

  #sum(): Node {
    return this.#binary(() => this.#binary(() => this.#unary(), ['*', '/']), ['+', '-'])
  }

  #unary(): Node {
    const token = this.#take('-')
    return token === undefined ? this.#primary() : { kind: 'minus', of: this.#primary(), at: token.at }
  }

  #items(close: string): Node[] {
    const items: Node[] = []
    if (this.#take(close)) return items
    do items.push(this.#or())
    while (this.#take(','))
    this.#expect(close)
    return items
  }

  #primary(): Node {
    const token = this.#peek()
    this.#next++
    if (token.kind === 'number') return { kind: 'number', value: token.value ?? 0, at: token.at }
    if (token.kind === 'text') return { kind: 'text', value: token.text, at: token.at }
    if (token.kind === 'name') {
      if (token.text === 'true' || token.text === 'false')
        return { kind: 'boolean', value: token.text === 'true', at: token.at }
      if (this.#take('(')) return { kind: 'call', name: token.text, args: this.#items(')'), at: token.at }
      return { kind: 'name', name: token.text, at: token.at }
    }
    if (token.text === '[') return { kind: 'list', items: this.#items(']'), at: token.at }
    if (token.text === '(') {
      const node = this.#or()
      this.#expect(')')
      return node
    }
    throw languageError(this.#source, token.at, `A value is missing before ${token.text}`, 'Finish the condition.')
  }
}

/** Reads a rule. @throws SW_FRAUD_RULE with the column and what to do. */
export function parseRule(source: string): Node {
  if (source.length > MAX_LENGTH)
    throw languageError('', 0, `The rule is longer than ${MAX_LENGTH} characters`, 'Split it into several rules.')
  return new Parser(source).whole()
}
