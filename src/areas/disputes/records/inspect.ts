/** What a file really is, by its first bytes, and whether a bank may be sent it. */
export interface Inspection {
  mediaType: string
  /** Why it may not be sent; empty where it may. */
  flaw: string
}

export const MAX_ATTACHMENT = 20_000_000

const starts = (bytes: Uint8Array, ...head: number[]) => head.every((byte, index) => bytes[index] === byte)

function sniff(bytes: Uint8Array): string {
  if (starts(bytes, 0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf'
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  if (starts(bytes, 0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (starts(bytes, 0x49, 0x49, 0x2a, 0x00) || starts(bytes, 0x4d, 0x4d, 0x00, 0x2a)) return 'image/tiff'
  if (starts(bytes, 0x4d, 0x5a) || starts(bytes, 0x7f, 0x45, 0x4c, 0x46)) return 'application/x-executable'
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04)) return 'application/zip'
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, 1_000_000), { stream: true })
    return /[\0-\x08\x0e-\x1f]/.test(text) ? 'application/octet-stream' : 'text/plain'
  } catch {
    return 'application/octet-stream'
  }
}

const sendable = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/tiff', 'text/plain'])

/** Names in a PDF can be written with #xx escapes: /J#61vaScript is /JavaScript. */
const unescapeNames = (text: string) =>
  text.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** Test string of the anti-virus industry (eicar.org), in parts so that this file is not taken for it. */
const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

/** Looks into an attachment without running or unpacking anything. Pure; time is linear in the size. */
export function inspect(bytes: Uint8Array, claimed?: string): Inspection {
  const mediaType = sniff(bytes)
  const flaws: string[] = []
  const latin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  if (bytes.byteLength === 0) flaws.push('it is empty')
  if (!sendable.has(mediaType)) flaws.push(`it is ${mediaType}; banks take PDF, JPEG, PNG and TIFF`)
  if (claimed !== undefined && claimed !== mediaType && !(claimed.startsWith('text/') && mediaType === 'text/plain'))
    flaws.push(`it says ${claimed.slice(0, 60)} but is ${mediaType}`)
  if (latin.includes(EICAR)) flaws.push('it holds the test signature of a virus')
  if (mediaType === 'application/pdf') {
    const names = unescapeNames(latin)
    if (/\/Encrypt\b/.test(names)) flaws.push('the PDF is encrypted: nobody at the bank could open it')
    if (/\/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b/.test(names)) flaws.push('the PDF holds active content')
    if (!/%%EOF/.test(latin.slice(-2048))) flaws.push('the PDF is cut off')
  }
  return { mediaType, flaw: flaws.join('; ') }
}
