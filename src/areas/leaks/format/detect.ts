import { comboLine } from './combo.ts'
import { type Columns, findColumns } from './delimited.ts'
import { roleOf } from './fields.ts'
import { LabelledBlocks, stealerLine } from './stealer.ts'

export type Format =
  | { kind: 'lines' }
  | { kind: 'blocks' }
  | { kind: 'json' }
  | { kind: 'sql' }
  | { kind: 'copy' }
  | { kind: 'fields'; columns: Columns }

const MAX_SAMPLE_LINES = 200

/** Guesses how a file is written from its beginning. */
export function detectFormat(sample: string): Format {
  const text = sample.replace(/^\xef\xbb\xbf/, '')
  if (/^\s*(?:insert|replace)\s[^;]*?\binto\s+\S+[^;]*?\bvalues\s*\(/im.test(text)) return { kind: 'sql' }
  if (/^copy\s+\S+\s*\([^)]*\)\s+from\s+stdin/im.test(text)) return { kind: 'copy' }
  if (/^\s*create\s+table\s/im.test(text)) return { kind: 'sql' }
  if (/^\s*(?:\{\s*"|\[\s*\{|\[\s*$)/.test(text)) return { kind: 'json' }
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((line) => line.slice(0, 4000))
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    // The sample's last line may be cut.
    .slice(0, -1)
    .slice(0, MAX_SAMPLE_LINES)
  if (lines.length === 0) return { kind: 'lines' }
  const share = (test: (line: string) => boolean) => lines.filter(test).length / lines.length
  const labelled = lines.filter((line) => LabelledBlocks.fits(line))
  if (labelled.length / lines.length >= 0.3 && labelled.some((line) => roleOf(line.split(':')[0]!) !== 'address'))
    return { kind: 'blocks' }
  const columns = findColumns(lines)
  const plain = share((line) => comboLine(line) !== undefined || stealerLine(line) !== undefined)
  const fields = columns ? share((line) => line.includes(columns.delimiter)) : 0
  if (columns && fields > 0.5 && (columns.header || plain < 0.5)) return { kind: 'fields', columns }
  return { kind: 'lines' }
}

/** Header of PostgreSQL's COPY as columns. */
export function copyColumns(line: string): Columns | undefined {
  const list = /^copy\s+\S+\s*\(([^)]*)\)\s+from\s+stdin/i.exec(line)?.[1]
  if (list === undefined) return undefined
  const roles = list.split(',').map((name) => roleOf(name))
  const address = roles.indexOf('address') < 0 ? roles.indexOf('login') : roles.indexOf('address')
  const secret = roles.indexOf('secret')
  return { delimiter: '\t', address, secret: secret < 0 ? undefined : secret, header: false }
}
