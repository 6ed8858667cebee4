/**
 * MD4 (RFC 1320), for NTLM hashes only: OpenSSL 3 no longer offers it. Nothing new is protected by it here; lists of leaked
 * passwords are also published in this form.
 */
export function md4(message: Uint8Array): Buffer {
  const length = message.length
  const padded = Buffer.alloc((((length + 8) >>> 6) + 1) * 64)
  padded.set(message)
  padded[length] = 0x80
  padded.writeBigUInt64LE(BigInt(length) * 8n, padded.length - 8)
  let [a, b, c, d] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]
  const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by))
  for (let block = 0; block < padded.length; block += 64) {
    const word = (index: number) => padded.readUInt32LE(block + index * 4)
    const before = [a, b, c, d] as const
    for (let step = 0; step < 48; step++) {
      const round = step >> 4
      const at = step & 15
      const mixed = round === 0 ? (b & c) | (~b & d) : round === 1 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d
      const index = round === 0 ? at : round === 1 ? (at >> 2) | ((at & 3) << 2) : reversed[at]!
      const sum = (a + mixed + word(index) + constants[round]!) | 0
      ;[a, d, c, b] = [d, c, b, rotate(sum, shifts[round]![at & 3]!)]
    }
    a = (a + before[0]) | 0
    b = (b + before[1]) | 0
    c = (c + before[2]) | 0
    d = (d + before[3]) | 0
  }
  const digest = Buffer.alloc(16)
  for (const [index, value] of [a, b, c, d].entries()) digest.writeInt32LE(value | 0, index * 4)
  return digest
}

const constants = [0, 0x5a827999, 0x6ed9eba1] as const
const shifts = [
  [3, 7, 11, 19],
  [3, 5, 9, 13],
  [3, 9, 11, 15],
] as const
/** Order of the words in the third round. */
const reversed = [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15] as const

/** NTLM hash of a password: MD4 of its UTF-16 (little-endian) form ([MS-NLMP], 3.3.1). */
export const ntlm = (password: string): Buffer => md4(Buffer.from(password, 'utf16le'))
