import { unwrap } from './decode.ts'
import { masked } from './pan.ts'
import { encodedPieces } from './pieces.ts'
import { believe, type Candidate, scanText, type TextScan } from './scan-text.ts'

/** A place in a file or table that holds a card number. */
export interface Place {
  /** Byte offset in the file (row in a table), or of the piece it was decoded from. */
  at: number
  number: string
  issuer: string
  test: boolean
  encoding: string
}

const maxFound = 1000

/** Gathers what the pieces of one file hold, and says at its end which of it to believe. */
export class Gathering {
  readonly #scan: TextScan = { candidates: [], others: 0 }
  readonly #encoded: (Candidate & { encoding: string })[] = []

  /** Looks at a piece and at what is encoded in it. `base` is its offset in the file. */
  add(piece: Buffer, base: number, encoding = ''): void {
    for (const layer of unwrap(piece)) {
      const direct = scanText(layer.bytes)
      const name = [encoding, layer.name].filter((part) => part !== '').join(', ')
      this.#scan.others += direct.others
      for (const candidate of direct.candidates)
        if (encoding === '') this.#scan.candidates.push({ ...candidate, at: base + candidate.at })
        else if (candidate.context !== 'bare') this.#encoded.push({ ...candidate, at: base, encoding: name })
        else this.#scan.candidates.push({ ...candidate, at: base })
      for (const part of encodedPieces(layer.bytes))
        for (const candidate of scanText(part.bytes).candidates)
          this.#encoded.push({
            ...candidate,
            at: base + part.at,
            encoding: [name, part.name].filter((item) => item !== '').join(', '),
          })
    }
  }

  places(): Place[] {
    const seen = new Map<string, Place>()
    for (const candidate of [...believe(this.#scan), ...this.#encoded]) {
      // Overlaps of pieces show some places twice.
      seen.set(`${candidate.at} ${candidate.digits}`, {
        at: candidate.at,
        number: masked(candidate.digits),
        issuer: candidate.issuer,
        test: candidate.test,
        encoding: 'encoding' in candidate ? (candidate.encoding as string) : '',
      })
      if (seen.size >= maxFound) break
    }
    return [...seen.values()]
  }
}
