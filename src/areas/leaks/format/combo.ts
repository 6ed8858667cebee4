import { type Address, normaliseAddress } from '../../../connect/customers/address.ts'
import { type Entry, addressField, kindOfSecret } from './fields.ts'

const separators = ':;|,\t '

/** Where the field that begins at `start` ends: at the first separator outside quotes. */
function endOfField(line: string, start: number): number {
  for (let index = start; index < line.length; index++) if (separators.includes(line[index]!)) return index
  return line.length
}

/** The rest behind a separator, itself up to the next tab or end: `:secret`, ` : secret`, `---- secret`. */
const secretOf = (rest: string): string => rest.replace(/^[\s:;|,-]{1,6}/, '')

/** Most lines name no customer: what kind the secret is gets looked at only for those that do. */
class ComboEntry implements Entry {
  readonly address: string
  readonly folded: string
  readonly #line: string
  readonly #end: number

  constructor(found: Address, line: string, end: number) {
    this.address = found.address
    this.folded = found.folded
    this.#line = line
    this.#end = end
  }

  get secret(): string {
    return secretOf(this.#line.slice(this.#end))
  }

  get leaked(): Entry['leaked'] {
    return kindOfSecret(this.secret)
  }
}

const usual = /^([a-z0-9._+-]+@[a-z0-9.-]+)(?=[:;|,\t ]|$)/i

/**
 * A line that begins with an address, alone or followed by a separator and anything else (`address:password`). What follows
 * is never searched for addresses: a password may contain an @.
 */
export function comboLine(line: string, encoding?: string): Entry | undefined {
  const easy = usual.exec(line)?.[1]
  if (easy !== undefined && !easy.includes('--')) {
    const found = normaliseAddress(easy)
    return found && new ComboEntry(found, line, easy.length)
  }
  let start = 0
  while (start < line.length && (line.charCodeAt(start) === 32 || line.charCodeAt(start) === 9)) start++
  const quote = line[start]
  if (quote === '"' || quote === "'") {
    const close = line.indexOf(quote, start + 1)
    if (close > 0) {
      const found = addressField(line.slice(start + 1, close), encoding)
      if (found) {
        const secret = secretOf(line.slice(close + 1)).replace(/^["']|["']$/g, '')
        return { ...found, secret, leaked: kindOfSecret(secret) }
      }
    }
  }
  const from = line.startsWith('mailto:', start) ? start + 7 : start
  let end = endOfField(line, from)
  // `address----password`, a common separator of lists from the Far East: hyphens cannot end a domain.
  const dashes = line.slice(from, end).indexOf('----')
  if (dashes > 0) end = from + dashes
  const found = addressField(line.slice(from, end), encoding)
  return found && new ComboEntry(found, line, end)
}
