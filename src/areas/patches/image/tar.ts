/** A member of a tar archive. */
export interface TarEntry {
  path: string
  kind: 'file' | 'folder' | 'link' | 'symlink' | 'other'
  target: string
  content: Buffer
  /** When it was last changed, seconds since 1970. */
  modified: number
}

const block = 512

function text(buffer: Buffer, from: number, length: number): string {
  const field = buffer.subarray(from, from + length)
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end < 0 ? length : end)
}

/** Octal, or base 256 where the first bit is set (GNU). */
function number(buffer: Buffer, from: number, length: number): number {
  if (buffer[from]! & 0x80) {
    let value = 0
    for (let index = from + 1; index < from + length; index++) value = value * 256 + buffer[index]!
    return value
  }
  return Number.parseInt(text(buffer, from, length).trim() || '0', 8)
}

/** `30 path=long/name\n…` (POSIX pax) */
function paxFields(content: Buffer): Map<string, string> {
  const fields = new Map<string, string>()
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(32, at)
    const length = Number(content.toString('latin1', at, space))
    if (space < 0 || !Number.isInteger(length) || length <= 0) break
    const [, key, value] = /^([^=]*)=([^]*)\n$/.exec(content.toString('utf8', space + 1, at + length)) ?? []
    if (key !== undefined && value !== undefined) fields.set(key, value)
    at += length
  }
  return fields
}

const kinds: Readonly<Record<string, TarEntry['kind']>> = {
  '0': 'file',
  '\0': 'file',
  '': 'file',
  '1': 'link',
  '2': 'symlink',
  '5': 'folder',
}

/**
 * Members of a tar archive in memory (ustar, pax, GNU long names), in order. Paths are made relative and never lead out: a
 * member whose path has `..` is left out. Ends quietly where the archive is cut.
 */
export function* readTar(archive: Buffer): Generator<TarEntry> {
  let longName: string | undefined
  let longTarget: string | undefined
  let pax = new Map<string, string>()
  for (let at = 0; at + block <= archive.length; ) {
    const header = archive.subarray(at, at + block)
    at += block
    if (header[0] === 0) continue
    const size = number(header, 124, 12)
    if (!Number.isSafeInteger(size) || size < 0 || at + size > archive.length) return
    const content = archive.subarray(at, at + size)
    at += Math.ceil(size / block) * block
    const type = text(header, 156, 1)
    if (type === 'L') longName = text(content, 0, content.length)
    else if (type === 'K') longTarget = text(content, 0, content.length)
    else if (type === 'x') pax = paxFields(content)
    else if (type !== 'g') {
      const prefix = text(header, 257, 5) === 'ustar' ? text(header, 345, 155) : ''
      const name = pax.get('path') ?? longName ?? (prefix ? `${prefix}/${text(header, 0, 100)}` : text(header, 0, 100))
      const path = name.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '')
      const modified = number(header, 136, 12)
      const target = pax.get('linkpath') ?? longTarget ?? text(header, 157, 100)
      longName = undefined
      longTarget = undefined
      pax = new Map()
      if (path !== '' && !path.split('/').includes('..'))
        yield { path, kind: kinds[type] ?? 'other', target, content, modified }
    }
  }
}
