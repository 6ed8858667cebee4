import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import PostalMime from 'postal-mime'
import { readTextUpTo } from '../../../net/files.ts'

export interface ReceivedMail {
  /** Subject and text; of a mail that has no text, its HTML. */
  text: string
  html: string
}

const maxMailBytes = 2_000_000
const newest = 200
const lookEveryMs = 500

/** Files of a folder or Maildir, newest first. */
function filesOf(folder: string): { path: string; at: number }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name)
      const stat = statSync(path, { throwIfNoEntry: false })
      return stat ? [{ path, at: stat.mtimeMs }] : []
    })
    .sort((a, b) => b.at - a.at)
    .slice(0, newest)
}

/** A folder into which the mail server delivers what is sent to throw-away addresses: a Maildir, or one file for each mail. */
export class Mailbox {
  readonly #folder: string
  readonly #address: string
  readonly #seen = new Set<string>()

  /** `address` holds `{id}` where each throw-away address differs, such as `audit-{id}@shop.example`. */
  constructor(folder: string, address: string) {
    this.#folder = folder
    this.#address = address
  }

  addressOf(id: string): string {
    return this.#address.replace('{id}', id)
  }

  /** The next mail to an address that was not handed out before; undefined where none comes in time. */
  async next(to: string, waitMs: number, signal: AbortSignal): Promise<ReceivedMail | undefined> {
    for (let waited = 0; waited <= waitMs; waited += lookEveryMs) {
      for (const { path } of filesOf(this.#folder)) {
        if (this.#seen.has(path)) continue
        const source = readTextUpTo(path, maxMailBytes)
        if (source === undefined || !source.toLowerCase().includes(to.toLowerCase())) continue
        this.#seen.add(path)
        const { subject = '', text = '', html = '' } = await PostalMime.parse(source)
        return { text: `${subject}\n${text === '' ? html : text}`, html }
      }
      await wait(lookEveryMs, undefined, { signal })
    }
    return undefined
  }
}
