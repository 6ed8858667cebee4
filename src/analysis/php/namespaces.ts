import { type PhpStream } from './stream.ts'
import { Tok } from './tokens.ts'

const lastSegment = (name: string) => name.slice(name.lastIndexOf('\\') + 1)

/** `use A\B as C, D\{E, function f};` at file level; the word `use` is the current token. */
export function parseUse(stream: PhpStream): void {
  stream.next()
  let kind = 'class'
  if (stream.isWord('function') || stream.isWord('const')) kind = stream.takeName().toLowerCase()
  do {
    const name = stream.takeName().replace(/^\\/, '')
    if (stream.takeOp('{')) {
      while (!stream.isOp('}') && stream.kind !== Tok.End) {
        let inner = kind
        if ((stream.isWord('function') || stream.isWord('const')) && !stream.peekOp(1, ','))
          inner = stream.takeName().toLowerCase()
        add(stream, inner, `${name.replace(/\\$/, '')}\\${stream.takeName()}`)
        if (!stream.takeOp(',')) break
      }
      stream.expectOp('}')
    } else add(stream, kind, name)
  } while (stream.takeOp(','))
}

function add(stream: PhpStream, kind: string, name: string): void {
  const alias = stream.takeWord('as') ? stream.takeName() : lastSegment(name)
  if (kind === 'class') stream.uses.set(alias.toLowerCase(), name)
  else if (kind === 'function') stream.functionUses.set(alias.toLowerCase(), name)
}
