/** Two 32-bit halves of a text's hash. Equal texts of one kind give equal halves; chance of two texts sharing both is 2^-64. */
export const half = { low: 0, high: 0 }

/** Hashes a text within a kind (so that a user "7" and a card "7" differ). Writes into `half`: no allocation on the hot path. */
export function hashText(kind: number, text: string): void {
  let a = Math.imul(kind + 1, 0x9e3779b1) ^ 0xdeadbeef
  let b = Math.imul(kind + 1, 0x85ebca6b) ^ 0x41c6ce57
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  half.low = a >>> 0
  half.high = b >>> 0
}
