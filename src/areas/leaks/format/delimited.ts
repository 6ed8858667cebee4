import { type Entry, addressField, kindOfSecret, roleOf } from './fields.ts'

/** Fields of one line of CSV: quotes doubled or escaped by a backslash; a quote inside an unquoted field is an ordinary sign. */
export function splitFields(line: string, delimiter: string): string[] {
  const fields: string[] = []
  let at = 0
  for (;;) {
    const quote = line[at]
    if (quote === '"') {
      let text = ''
      let index = at + 1
      for (; index < line.length; index++) {
        const sign = line[index]
        if (sign === '\\' && (line[index + 1] === '"' || line[index + 1] === '\\')) text += line[++index]
        else if (sign !== '"') text += sign
        else if (line[index + 1] === '"') text += line[++index]
        else break
      }
      fields.push(text)
      at = line.indexOf(delimiter, index)
    } else {
      const end = line.indexOf(delimiter, at)
      fields.push(line.slice(at, end < 0 ? undefined : end))
      at = end
    }
    if (at < 0) return fields
    at += delimiter.length
  }
}

/** How to read a file of fields: which column holds the address and which the secret. */
export interface Columns {
  delimiter: string
  address: number
  secret: number | undefined
  header: boolean
}

/** Finds the columns by the header's names, else by what the fields of the first lines are. */
export function findColumns(lines: readonly string[]): Columns | undefined {
  let best: (Columns & { share: number }) | undefined
  for (const delimiter of ['\t', ';', ',', '|', ':', '::']) {
    const rows = lines.map((line) => splitFields(line, delimiter))
    const names = rows[0]?.map((name) => roleOf(name)) ?? []
    const header = names.some((name) => name !== undefined) && !rows[0]!.some((field) => addressField(field))
    const body = header ? rows.slice(1) : rows
    if (body.length === 0) continue
    const width = Math.min(200, Math.max(...rows.map((row) => row.length)))
    const share = (column: number) =>
      body.filter((row) => addressField(row[column] ?? '') !== undefined).length / body.length
    const named = names.indexOf('address')
    const order = [...Array(width).keys()].sort((a, b) => share(b) - share(a))
    const address = header && named >= 0 && share(named) > 0 ? named : order[0]!
    const secret = header ? names.indexOf('secret') : -1
    const found = { delimiter, address, secret: secret < 0 ? undefined : secret, header, share: share(address) }
    if (width > 1 && found.share >= 0.3 && (best === undefined || found.share > best.share + 0.05)) best = found
  }
  return best
}

export function delimitedLine(line: string, columns: Columns, encoding?: string): Entry | undefined {
  const fields = splitFields(line, columns.delimiter)
  const found = addressField(fields[columns.address] ?? '', encoding)
  if (!found) return undefined
  const secret = columns.secret === undefined ? undefined : fields[columns.secret]
  // Without a header, a field right behind the address that looks like a hash is one; anything else may be a name.
  const next = fields.slice(columns.address + 1).find((field) => kindOfSecret(field) === 'hash')
  return { ...found, secret, leaked: secret === undefined ? (next ? 'hash' : 'address') : kindOfSecret(secret) }
}
