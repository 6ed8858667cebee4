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

/** Node writes a string of one byte a character straight to the socket up to this length; longer ones it would convert each time. */
const mostText = 16_384

/**
 * Makes one request after the other, the same object again and again where nothing varies. Paths, headers and bodies are
 * ASCII (forms, JSON, filler), so that `length` is the number of bytes and "latin1" the encoding to write them in.
 */
export function requestMaker(attack: Attack, word: RandomWord): () => string | Buffer {
  const make = () => {
    const body = attack.body === undefined ? '' : fill(attack.body, word)
    const length =
      attack.body === undefined
        ? ''
        : `Content-Type: ${attack.contentType ?? 'application/x-www-form-urlencoded'}\r\nContent-Length: ${body.length}\r\n`
    const text = `${attack.method} ${fill(attack.path, word)} HTTP/1.1\r\n${baseHeaders(attack)}${length}\r\n${body}`
    return text.length <= mostText ? text : Buffer.from(text, 'latin1')
  }
  if (`${attack.path}${attack.body ?? ''}`.includes('{random}')) return make
  const same = make()
  return () => same
}
