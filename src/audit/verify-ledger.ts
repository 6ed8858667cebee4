import { verifyWith } from './keys.ts'
import type { LedgerHeadRow, LedgerRow } from '../store/tables.ts'
import { chainHash, GENESIS, headText } from './ledger.ts'

/** One thing that is wrong with a ledger. `seq` is the record it concerns. */
export interface LedgerFault {
  seq: number
  what: 'changed' | 'removed' | 'inserted or reordered' | 'head'
  detail: string
}

export interface LedgerCheck {
  records: number
  faults: LedgerFault[]
}

/** Faults listed at most: a ledger that is wrong everywhere is told as such, not in a million lines. */
const maxFaults = 100

/**
 * Walks the chain from the first record to the signed head and names every record that does not fit.
 * A record changed in place breaks its own hash; one changed with its hash breaks the next one's; a removed one leaves a
 * gap in the numbers; a rewritten or shortened chain does not reach the signed head.
 */
export async function verifyLedger(
  pages: AsyncIterable<LedgerRow[]>,
  head: LedgerHeadRow | undefined,
  publicKey: string,
): Promise<LedgerCheck> {
  const faults: LedgerFault[] = []
  const fault = (seq: number, what: LedgerFault['what'], detail: string) => {
    if (faults.length < maxFaults) faults.push({ seq, what, detail })
  }
  let previous = GENESIS
  let expected = 1
  let records = 0
  for await (const page of pages) {
    for (const row of page) {
      records += 1
      if (row.seq > expected) {
        fault(
          expected,
          'removed',
          row.seq - expected === 1
            ? `record ${expected} is missing`
            : `records ${expected} to ${row.seq - 1} are missing`,
        )
      } else if (row.seq < expected) {
        fault(row.seq, 'inserted or reordered', `record ${row.seq} stands where ${expected} belongs`)
      } else if (chainHash(previous, row) !== row.hash) {
        fault(
          row.seq,
          'changed',
          `record ${row.seq} (${row.kind}, filed ${row.filed_at}) or its link to record ${row.seq - 1} was changed after it was filed`,
        )
      }
      previous = row.hash
      expected = row.seq + 1
    }
  }
  checkHead(head, publicKey, expected - 1, previous, fault)
  return { records, faults }
}

function checkHead(
  head: LedgerHeadRow | undefined,
  publicKey: string,
  lastSeq: number,
  lastHash: string,
  fault: (seq: number, what: LedgerFault['what'], detail: string) => void,
): void {
  if (head === undefined) {
    if (lastSeq > 0) fault(lastSeq, 'head', 'the signed head is missing')
    return
  }
  if (!verifyWith(publicKey, headText(head), head.signature))
    fault(head.seq, 'head', 'the signature of the head is not by this key')
  if (head.seq > lastSeq)
    fault(lastSeq + 1, 'removed', `the signed head speaks of ${head.seq} records, only ${lastSeq} are there`)
  else if (head.seq < lastSeq)
    fault(head.seq + 1, 'inserted or reordered', `${lastSeq - head.seq} record(s) stand behind the signed head`)
  else if (head.hash !== lastHash) fault(head.seq, 'changed', 'the chain does not end in the hash that was signed')
}
