import { resolve } from 'node:path'
import type { CommandIo, Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { answerOptions, choice, type Options, writeAnswer } from '../../../core/options.ts'
import { buildIndex } from '../breached/build.ts'
import { falseAlarmRate, type Header, headerBytes, remainderBytes, tableBytes } from '../breached/format.ts'
import { BreachedIndex } from '../breached/lookup.ts'
import { readPassword } from './read-password.ts'

const wrongUse = (message: string, fix: string) => new ShopwardenError('SW_PASSWORDS_USE', message, { fix })

/** Path of the index from --index. @throws SW_PASSWORDS_USE */
function indexPath(options: Options, io: CommandIo): string {
  const given = options['index']
  if (typeof given === 'string') return resolve(io.cwd, given)
  throw wrongUse('No index was named', 'Add --index FILE.')
}

export const indexOption = { flags: '--index <file>', description: 'index of breached passwords' } as const

function describe(header: Header, options: Options, io: CommandIo, done: string): void {
  const bytes = headerBytes + header.count * remainderBytes + tableBytes(header.prefixBits)
  const answer = {
    hashes: header.count,
    bytes,
    bytesPerHash: Number((bytes / header.count).toFixed(3)),
    falseAlarmRate: falseAlarmRate(header),
    sha256: header.digest.toString('hex'),
  }
  const text =
    choice(options, 'format', ['text', 'json'], 'text') === 'json'
      ? JSON.stringify(answer, null, 2)
      : `${done}: ${header.count.toLocaleString('en')} hashes, ${answer.bytesPerHash} bytes each, ${answer.falseAlarmRate.toExponential(1)} false alarms a look-up.\nChecksum ${answer.sha256}`
  writeAnswer(text, options, io)
}

/** `shopwarden passwords index build LIST --index FILE`, `shopwarden passwords index verify FILE` */
export const index: Verb = {
  summary: 'build an index of breached passwords from a downloaded list, or verify one',
  arguments: ['<build|verify>', '<file>'],
  options: [indexOption, { flags: '--partial', description: 'accept a list with missing parts' }, ...answerOptions],
  async run([action, file], options, io) {
    const from = resolve(io.cwd, String(file))
    if (action === 'build') {
      let shown = 0
      const progress = (share: number) => {
        if (share < shown + 0.1) return
        shown = share
        io.stderr.write(`${Math.round(share * 100)}%\n`)
      }
      const header = await buildIndex(from, indexPath(options, io), {
        signal: io.signal,
        progress,
        partial: options['partial'] === true,
      })
      describe(header, options, io, 'Built')
      return 0
    }
    if (action !== 'verify') throw wrongUse(`"${String(action)}" is not known`, 'Use build or verify.')
    const opened = BreachedIndex.open(from)
    try {
      opened.verify(io.signal)
      describe(opened.header, options, io, 'Whole')
    } finally {
      opened.close()
    }
    return 0
  },
}

/** `shopwarden passwords pwned --index FILE`: the password comes from standard input and is never shown. */
export const pwned: Verb = {
  summary: 'say whether a password (standard input) or a SHA-1 hash is known from leaks, without the network',
  options: [
    indexOption,
    { flags: '--hash <sha1>', description: 'look up a SHA-1 hash, 40 hexadecimal digits' },
    ...answerOptions,
  ],
  async run(_args, options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const hash = options['hash']
    if (typeof hash === 'string' && !/^[0-9a-f]{40}$/i.test(hash))
      throw wrongUse('The hash is no SHA-1 hash', 'Give 40 hexadecimal digits.')
    const opened = BreachedIndex.open(indexPath(options, io))
    try {
      const breached =
        typeof hash === 'string'
          ? opened.has(Buffer.from(hash, 'hex'))
          : opened.hasPassword(await readPassword(io.stdin))
      const text = breached
        ? 'Known from leaks: choose another password, and change it wherever it is used.'
        : 'Not in the list of leaked passwords.'
      writeAnswer(format === 'json' ? JSON.stringify({ breached }) : text, options, io)
      return breached ? 1 : 0
    } finally {
      opened.close()
    }
  },
}
