import type { Annotation, Expr } from '../ast.ts'
import { parseArguments } from './postfix.ts'
import { type PhpStream, SyntaxProblem } from './stream.ts'
import { Tok } from './tokens.ts'

type ParseExpression = (stream: PhpStream, minimum?: number) => Expr

/** Skips `#[…]` groups. */
export function skipAttributes(stream: PhpStream): void {
  while (stream.isOp('#[')) {
    let depth = 0
    do {
      if (stream.isOp('#[') || stream.isOp('[')) depth++
      else if (stream.isOp(']')) depth--
      stream.next()
    } while (depth > 0 && stream.kind !== Tok.End)
  }
}

function group(stream: PhpStream, parse: ParseExpression): Annotation[] {
  const found: Annotation[] = []
  stream.expectOp('#[')
  while (!stream.isOp(']')) {
    const name = stream.takeName()
    const args: Record<string, Expr> = {}
    if (stream.isOp('('))
      for (const [index, arg] of parseArguments(stream, parse).entries()) args[arg.name ?? String(index)] = arg.value
    found.push({ name: name.slice(name.lastIndexOf('\\') + 1), args })
    if (!stream.takeOp(',')) break
  }
  stream.expectOp(']')
  return found
}

/** `#[Route('/x/{id}', name: 'x')]`: attributes with their arguments by position or name; what is not understood is skipped. */
export function parseAttributes(stream: PhpStream, parse: ParseExpression): Annotation[] {
  const found: Annotation[] = []
  while (stream.isOp('#[')) {
    const { index, depth } = stream
    try {
      found.push(...group(stream, parse))
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error
      stream.index = index
      stream.depth = depth
      skipAttributes(stream)
    }
  }
  return found
}
