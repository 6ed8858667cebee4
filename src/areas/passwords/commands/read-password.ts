import { ShopwardenError } from '../../../core/errors.ts'

const mostBytes = 1_000_000

/** Reads standard input up to a limit. @throws SW_PASSWORDS_INPUT where it is longer or no UTF-8; the text is in no message */
export async function readStdin(stdin: NodeJS.ReadableStream, limit = mostBytes): Promise<string> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of stdin) {
    const bytes = Buffer.isBuffer(piece) ? piece : Buffer.from(piece)
    size += bytes.length
    if (size > limit)
      throw new ShopwardenError('SW_PASSWORDS_INPUT', `The input is longer than ${limit} bytes`, {
        where: 'standard input',
        fix: 'Give one password, or a JSONL file of passwords.',
      })
    pieces.push(bytes)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(pieces))
  } catch {
    throw new ShopwardenError('SW_PASSWORDS_INPUT', 'The input is no valid UTF-8', {
      where: 'standard input',
      fix: 'Send the password as UTF-8.',
    })
  }
}

/** One password from standard input: everything but the line's end that a shell adds. */
export async function readPassword(stdin: NodeJS.ReadableStream): Promise<string> {
  const password = (await readStdin(stdin)).replace(/\r?\n$/, '')
  if (password !== '') return password
  throw new ShopwardenError('SW_PASSWORDS_INPUT', 'No password was given', {
    where: 'standard input',
    fix: 'Send it through a pipe, for example: read -rs P; printf %s "$P" | shopwarden passwords pwned --index FILE.',
  })
}
