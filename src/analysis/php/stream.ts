import type { Name, Stmt } from '../ast.ts'
import { Tok, type Tokens } from './tokens.ts'

/** How deep expressions and statements may nest before the rest is skipped: deeper than any code written by people. */
export const maxDepth = 400

/** Thrown inside the parser to give up one statement; caught there, never seen outside. */
export class SyntaxProblem extends Error {
  readonly at: number
  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}

/** Cursor over tokens, with the names that are in force. */
export class PhpStream {
  readonly tokens: Tokens
  readonly offset: number
  index = 0
  depth = 0
  namespace = ''
  uses = new Map<string, string>()
  functionUses = new Map<string, string>()
  className = ''
  parentName = ''
  inTrait = false
  readonly problems: { at: number; message: string }[]
  /** Set by the statement parser; lets expressions hold function bodies without an import cycle. */
  block: (stream: PhpStream) => Stmt[] = () => []

  constructor(tokens: Tokens, offset = 0) {
    this.tokens = tokens
    this.offset = offset
    this.problems = tokens.problems
  }

  get kind(): number {
    return this.tokens.kinds[this.index]!
  }
  get ended(): boolean {
    return this.kind === Tok.End
  }
  get text(): string {
    return this.tokens.texts[this.index]!
  }
  get at(): number {
    return this.tokens.starts[this.index]! + this.offset
  }

  isOp(text: string): boolean {
    return this.tokens.kinds[this.index] === Tok.Op && this.tokens.texts[this.index] === text
  }
  peekOp(ahead: number, text: string): boolean {
    return this.tokens.kinds[this.index + ahead] === Tok.Op && this.tokens.texts[this.index + ahead] === text
  }
  isWord(lower: string): boolean {
    if (this.tokens.kinds[this.index] !== Tok.Ident) return false
    const text = this.tokens.texts[this.index]!
    return text === lower || (text.length === lower.length && text.toLowerCase() === lower)
  }
  takeOp(text: string): boolean {
    if (!this.isOp(text)) return false
    this.index++
    return true
  }
  takeWord(lower: string): boolean {
    if (!this.isWord(lower)) return false
    this.index++
    return true
  }
  expectOp(text: string): void {
    if (!this.takeOp(text))
      throw new SyntaxProblem(`expected ${text} but found ${this.text.slice(0, 20) || 'the end'}`, this.at)
  }
  /** A name where reserved words are allowed too (members). */
  takeName(): string {
    if (this.kind !== Tok.Ident) throw new SyntaxProblem(`expected a name but found ${this.text.slice(0, 20)}`, this.at)
    const text = this.text
    this.index++
    return text
  }
  next(): void {
    if (this.kind !== Tok.End) this.index++
  }

  enter(): void {
    if (++this.depth > maxDepth) {
      throw new SyntaxProblem('nested too deeply', this.at)
    }
  }
  leave(): void {
    this.depth--
  }

  /** Full class name of a name as written here, without a leading backslash. */
  resolveClass(name: string): string {
    const lower = name.toLowerCase()
    if (lower === 'self' || lower === 'static') return this.className || name
    if (lower === 'parent') return this.parentName || 'parent'
    if (name.charCodeAt(0) === 92) return name.slice(1)
    if (lower.startsWith('namespace\\')) return this.qualify(name.slice(10))
    const slash = name.indexOf('\\')
    const head = slash < 0 ? lower : lower.slice(0, slash)
    const used = this.uses.get(head)
    if (used !== undefined) return slash < 0 ? used : used + name.slice(slash)
    return this.qualify(name)
  }
  /** A class as it is named before `::` and behind `new`. */
  classNode(name: string, at: number): Name {
    const late = name.toLowerCase() === 'static' || (this.inTrait && name.toLowerCase() === 'self')
    return { kind: 'name', at, name: this.resolveClass(name), ...(late ? { late } : {}) }
  }
  qualify(name: string): string {
    return this.namespace === '' ? name : `${this.namespace}\\${name}`
  }
  /** Name of a function: imports applied; an unqualified name stays as it is, since it falls back to the global one. */
  resolveFunction(name: string): string {
    if (name.charCodeAt(0) === 92) return name.slice(1)
    const used = this.functionUses.get(name.toLowerCase())
    if (used !== undefined) return used
    return name.includes('\\') ? this.resolveClass(name) : name
  }
}
