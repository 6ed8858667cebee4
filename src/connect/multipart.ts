import { createHash } from 'node:crypto'

export interface Part {
  name: string
  /** With a file name it is a file. */
  filename?: string
  mediaType?: string
  content: string | Uint8Array
}

/** A quoted value of a header: no quotes, no line breaks (RFC 7578, section 4.2). */
const quoted = (text: string) => text.replace(/["\r\n\\]/g, '_')

/** multipart/form-data (RFC 7578). The boundary comes from the content: the same parts give the same bytes. */
export function multipart(parts: readonly Part[]): { body: Buffer; contentType: string } {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part.name).update('\0').update(part.content).update('\0')
  const boundary = `----shopwarden${hash.digest('hex').slice(0, 32)}`
  const pieces: Buffer[] = []
  for (const { name, filename, mediaType, content } of parts) {
    const disposition = `Content-Disposition: form-data; name="${quoted(name)}"${filename === undefined ? '' : `; filename="${quoted(filename)}"`}`
    pieces.push(
      Buffer.from(
        `--${boundary}\r\n${disposition}\r\n${mediaType === undefined ? '' : `Content-Type: ${mediaType}\r\n`}\r\n`,
      ),
      Buffer.from(content as Uint8Array),
      Buffer.from('\r\n'),
    )
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`))
  return { body: Buffer.concat(pieces), contentType: `multipart/form-data; boundary=${boundary}` }
}
