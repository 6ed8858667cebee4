import { type Entry, addressField, kindOfSecret, roleOf } from './fields.ts'

const MAX_OBJECT = 262_144

function ownEntries(value: Record<string, unknown>, encoding?: string): Entry[] {
  let secret: string | undefined
  const found: string[] = []
  let login: string | undefined
  for (const [key, item] of Object.entries(value)) {
    if (typeof item !== 'string') continue
    const role = roleOf(key)
    if (role === 'secret') secret ??= item
    else if (role === 'address') found.push(item)
    else if (role === 'login') login ??= item
  }
  if (found.length === 0 && login !== undefined) found.push(login)
  return found.flatMap((text) => {
    const address = addressField(text, encoding)
    return address ? [{ ...address, secret, leaked: kindOfSecret(secret ?? '') }] : []
  })
}

function walk(value: unknown, depth: number, into: Entry[], encoding?: string): void {
  if (value === null || typeof value !== 'object' || depth > 6) return
  if (!Array.isArray(value)) into.push(...ownEntries(value as Record<string, unknown>, encoding))
  for (const item of Object.values(value)) {
    // Objects in lists come by themselves.
    if (!Array.isArray(item)) walk(item, depth + 1, into, encoding)
  }
}

/** Addresses that the object of one text names under keys such as `email`; undefined where it is no JSON. */
export function jsonObject(text: string, encoding?: string): Entry[] | undefined {
  try {
    const into: Entry[] = []
    // Text was read as Latin-1: strings are decoded one by one, as fields of other formats are.
    walk(JSON.parse(text), 0, into, encoding)
    return into
  } catch {
    return undefined
  }
}

/** Cuts a stream of JSON (one object a line, or lists of objects, pretty-printed or not) into the texts of its objects. */
export class JsonObjects {
  /** What is open: `[`, or the place in the buffer where an object began that stands in a list or alone; -1 for others. */
  readonly #open: ('[' | number)[] = []
  #buffer = ''
  #at = 0
  #inString = false
  #escaped = false

  /** Forgets what is behind; an object that grows too long is given up, its parts are not. */
  #trim(): void {
    let keep = this.#at
    for (let index = 0; index < this.#open.length; index++) {
      const start = this.#open[index]!
      if (typeof start !== 'number' || start < 0) continue
      if (this.#at - start > MAX_OBJECT) this.#open[index] = -1
      else keep = Math.min(keep, start)
    }
    this.#buffer = this.#buffer.slice(keep)
    this.#at -= keep
    for (let index = 0; index < this.#open.length; index++) {
      const start = this.#open[index]!
      if (typeof start === 'number' && start >= 0) this.#open[index] = start - keep
    }
  }

  *feed(piece: string): Generator<string> {
    this.#buffer += piece
    const text = this.#buffer
    for (; this.#at < text.length; this.#at++) {
      const code = text.charCodeAt(this.#at)
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false
        else if (code === 92) this.#escaped = true
        else if (code === 34) this.#inString = false
        else if (code === 10) {
          // No string of JSON has a line break: a broken line must not swallow the rest of the file.
          this.#inString = false
          this.#open.length = 0
        }
      } else if (code === 34) this.#inString = this.#open.length > 0
      else if (code === 123) {
        const parent = this.#open.at(-1)
        this.#open.push(parent === undefined || parent === '[' ? this.#at : -1)
      } else if (code === 91) this.#open.push('[')
      else if (code === 125 || code === 93) {
        const start = this.#open.pop()
        if (code === 125 && typeof start === 'number' && start >= 0) yield text.slice(start, this.#at + 1)
      }
      if (this.#open.length > 64) this.#open.length = 0
    }
    this.#trim()
  }
}
