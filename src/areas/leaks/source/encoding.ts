/** How the bytes of a text become the one-byte characters that the parsers read. */
export type ByteDecoder = (piece: Buffer, last: boolean) => string

const latin1 = (piece: Buffer): string => piece.toString('latin1')

function utf16(encoding: 'utf-16le' | 'utf-16be'): ByteDecoder {
  const decoder = new TextDecoder(encoding)
  // As the bytes of UTF-8, one character each: what every parser expects.
  return (piece, last) => Buffer.from(decoder.decode(piece, { stream: !last }), 'utf8').toString('latin1')
}

/** Guesses by byte-order mark, else by where zero bytes stand in the first piece. */
export function decoderFor(first: Buffer): ByteDecoder {
  if (first[0] === 0xff && first[1] === 0xfe) return utf16('utf-16le')
  if (first[0] === 0xfe && first[1] === 0xff) return utf16('utf-16be')
  const sample = first.subarray(0, 4096)
  let even = 0
  let odd = 0
  for (let index = 0; index < sample.length; index++) {
    if (sample[index] !== 0) continue
    if (index % 2 === 0) even++
    else odd++
  }
  const many = sample.length / 4
  if (odd > many && even < many / 4) return utf16('utf-16le')
  return even > many && odd < many / 4 ? utf16('utf-16be') : latin1
}
