import { VERSION } from '../../../core/version.ts'
import type { Attack } from './plan.ts'

/** A word that no cache has seen. */
export type RandomWord = () => string

export function wordsFrom(random: () => number): RandomWord {
  return () => Math.floor(random() * 2 ** 48).toString(36)
}

const fill = (text: string, word: RandomWord) => text.replaceAll('{random}', () => word())

export const baseHeaders = (attack: Pick<Attack, 'target'>) =>
  `Host: ${attack.target.authority}\r\nUser-Agent: Shopwarden/${VERSION} (resilience rehearsal)\r\nX-Shopwarden: resilience\r\nAccept: */*\r\n`

/** Makes the bytes of one request after the other; one buffer again and again where nothing varies. */
export function requestMaker(attack: Attack, word: RandomWord): () => Buffer {
  const make = () => {
    const body = attack.body === undefined ? undefined : Buffer.from(fill(attack.body, word))
    const length = body
      ? `Content-Type: ${attack.contentType ?? 'application/x-www-form-urlencoded'}\r\nContent-Length: ${body.length}\r\n`
      : ''
    const head = Buffer.from(
      `${attack.method} ${fill(attack.path, word)} HTTP/1.1\r\n${baseHeaders(attack)}${length}\r\n`,
    )
    return body ? Buffer.concat([head, body]) : head
  }
  if (`${attack.path}${attack.body ?? ''}`.includes('{random}')) return make
  const same = make()
  return () => same
}
