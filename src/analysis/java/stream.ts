import type { ClassDecl, Expr, Stmt } from '../ast.ts'
import { type JavaTokens, JTok } from './lexer.ts'

/** Gives up one declaration or statement; caught inside the parser. */
export class JavaProblem extends Error {
  readonly at: number
  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}

const maxDepth = 300

/** Cursor over tokens, with what expressions need of statements and classes handed in. */
export class JavaStream {
  readonly tokens: JavaTokens
  index = 0
  depth = 0
  /** The only type argument of the type read last, where it is a plain name. */
  typeArgument = ''
  /** Full name of the class around, for the names of nested ones. */
  className = ''
  /** Name of the class that it extends, as it is written. */
  parentName = ''
  block: (stream: JavaStream) => Stmt[] = () => []
  classBody: (stream: JavaStream, name: string, at: number, parent: string) => ClassDecl = () => {
    throw new JavaProblem('no class parser', 0)
  }
  expression: (stream: JavaStream, minimum?: number) => Expr = () => {
    throw new JavaProblem('no expression parser', 0)
  }
  switchBody: (stream: JavaStream, at: number) => Expr = () => {
    throw new JavaProblem('no switch parser', 0)
  }

  constructor(tokens: JavaTokens) {
    this.tokens = tokens
  }
  get kind(): number {
    return this.tokens.kinds[this.index]!
  }
  get text(): string {
    return this.tokens.texts[this.index]!
  }
  get at(): number {
    return this.tokens.starts[this.index]!
  }
  get ended(): boolean {
    return this.kind === JTok.End
  }
  peek(ahead: number): string {
    return this.tokens.texts[this.index + ahead] ?? ''
  }
  peekKind(ahead: number): number {
    return this.tokens.kinds[this.index + ahead] ?? JTok.End
  }
  isOp(text: string): boolean {
    return this.kind === JTok.Op && this.text === text
  }
  isWord(text: string): boolean {
    return this.kind === JTok.Ident && this.text === text
  }
  takeOp(text: string): boolean {
    if (!this.isOp(text)) return false
    this.index++
    return true
  }
  takeWord(text: string): boolean {
    if (!this.isWord(text)) return false
    this.index++
    return true
  }
  next(): void {
    if (!this.ended) this.index++
  }
  expectOp(text: string): void {
    if (!this.takeOp(text))
      throw new JavaProblem(`expected ${text} but found ${this.text.slice(0, 20) || 'the end'}`, this.at)
  }
  takeName(): string {
    if (this.kind !== JTok.Ident) throw new JavaProblem(`expected a name but found ${this.text.slice(0, 20)}`, this.at)
    const { text } = this
    this.index++
    return text
  }
  enter(): void {
    if (++this.depth > maxDepth) throw new JavaProblem('nested too deeply', this.at)
  }
  leave(): void {
    this.depth--
  }
}
