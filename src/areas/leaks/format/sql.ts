import { type Entry, addressField, kindOfSecret, roleOf } from './fields.ts'

const MAX_FIELD = 4096
const MAX_HEAD = 65_536
const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', '0': '\0' }

/** What is known of the rows that follow. */
interface Table {
  columns: string[]
}

/** Names in a list such as `(id, `email`, "pass")`. */
const names = (list: string): string[] => list.split(',').map((name) => name.trim().replace(/^[`"[]|[`"\]]$/g, ''))

function entriesOf(fields: readonly (string | undefined)[], table: Table, encoding?: string): Entry[] {
  const roles = table.columns.map((name) => roleOf(name))
  const secretAt = roles.indexOf('secret')
  const named = roles.flatMap((role, index) => (role === 'address' ? [index] : []))
  const logins = roles.flatMap((role, index) => (role === 'login' ? [index] : []))
  // Without names only a row with a single address is clear.
  const candidates =
    named.length > 0 ? named : table.columns.length > 0 && logins.length > 0 ? logins : [...fields.keys()]
  const found = candidates.flatMap((index) => {
    const address = addressField(fields[index] ?? '', encoding)
    return address ? [address] : []
  })
  if (named.length === 0 && found.length !== 1) return []
  const secret = secretAt < 0 ? fields.find((field) => kindOfSecret(field ?? '') === 'hash') : fields[secretAt]
  return found.map((address) => ({ ...address, secret, leaked: kindOfSecret(secret ?? '') }))
}

/** Reads a dump of MySQL, MariaDB, PostgreSQL or SQLite as it streams by: rows of INSERT … VALUES. Bounded memory. */
export class SqlRows {
  readonly #encoding: string | undefined
  #state: 'head' | 'between' | 'field' | 'string' = 'head'
  #head = ''
  #table: Table = { columns: [] }
  #created = new Map<string, string[]>()
  #fields: (string | undefined)[] = []
  #field = ''
  #quote = ''
  #closed = false
  #escaped = false
  #depth = 0
  rows = 0

  constructor(encoding?: string) {
    this.#encoding = encoding
  }

  #startRows(): boolean {
    const match =
      /(?:insert|replace)\s+(?:low_priority\s+|delayed\s+|ignore\s+)*(?:or\s+\w+\s+)?into\s+([^\s(]+)\s*(?:\(([^()]*)\))?\s*values\s*$/i.exec(
        this.#head,
      )
    if (!match) return false
    const table = match[1]!.replace(/[`"[\]]/g, '')
    this.#table = { columns: match[2] === undefined ? (this.#created.get(table) ?? []) : names(match[2]) }
    return true
  }

  #endHead(): void {
    const match = /create\s+table\s+(?:if\s+not\s+exists\s+)?([^\s(]+)\s*\(([\s\S]*)/i.exec(this.#head)
    if (match) {
      const columns = match[2]!.split('\n').flatMap((line) => {
        const name = /^\s*(?:[`"[]([^`"\]]+)[`"\]]|([a-z_]\w*))\s+[a-z]/i.exec(line)
        const word = name?.[1] ?? name?.[2]
        return word === undefined || /^(?:primary|unique|key|constraint|foreign|index|check)$/i.test(name?.[2] ?? '')
          ? []
          : [word]
      })
      this.#created.set(match[1]!.replace(/[`"[\]]/g, ''), columns)
      if (this.#created.size > 1000) this.#created.clear()
    }
    this.#head = ''
  }

  #endField(): void {
    const text = this.#closed ? this.#field : this.#field.trim()
    this.#fields.push(!this.#closed && /^null$/i.test(text) ? undefined : text)
    this.#field = ''
    this.#closed = false
  }

  /** Entries of the rows that end in this piece. */
  *feed(piece: string): Generator<Entry> {
    for (let index = 0; index < piece.length; index++) {
      const sign = piece[index]!
      switch (this.#state) {
        case 'head':
          if (sign === ';') this.#endHead()
          else if (sign === '(' && this.#startRows()) {
            this.#state = 'field'
            this.#depth = 0
            this.#fields = []
            this.#head = ''
          } else {
            this.#head += sign
            if (this.#head.length > MAX_HEAD) this.#head = this.#head.slice(-1024)
          }
          break
        case 'between':
          if (sign === '(') {
            this.#state = 'field'
            this.#fields = []
          } else if (sign === ';' || !/[\s,]/.test(sign)) {
            this.#state = 'head'
            this.#head = sign === ';' ? '' : sign
          }
          break
        case 'field':
          if ((sign === "'" || sign === '"') && this.#field.trim().length <= 1) {
            // N'…', E'…' and x'…' begin with a letter.
            this.#field = ''
            this.#state = 'string'
            this.#quote = sign
          } else if (sign === '(') {
            this.#depth++
            this.#field += sign
          } else if (sign === ')' && this.#depth > 0) this.#depth--
          else if (sign === ',' && this.#depth === 0) this.#endField()
          else if (sign === ')') {
            this.#endField()
            this.rows++
            yield* entriesOf(this.#fields, this.#table, this.#encoding)
            this.#state = 'between'
          } else if (!this.#closed && this.#field.length < MAX_FIELD) this.#field += sign
          break
        case 'string':
          this.#inString(sign, piece, index)
          if (this.#skip) {
            this.#skip = false
            index++
          }
          break
      }
    }
  }

  #skip = false
  #inString(sign: string, piece: string, index: number): void {
    if (this.#escaped) {
      this.#escaped = false
      this.#add(escapes[sign] ?? sign)
    } else if (sign === '\\') this.#escaped = true
    else if (sign !== this.#quote) this.#add(sign)
    else if (piece[index + 1] === this.#quote) {
      this.#add(sign)
      this.#skip = true
    } else {
      this.#state = 'field'
      this.#closed = true
    }
  }

  #add(sign: string): void {
    if (this.#field.length < MAX_FIELD) this.#field += sign
  }
}
