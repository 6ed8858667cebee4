import { resolve } from 'node:path'
import type { CommandIo, Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { rangesBase } from '../../../connect/pwned-passwords/ranges.ts'
import { namesPrivateAddress } from '../../../net/addresses.ts'
import { createHttpClient } from '../../../net/http-client.ts'
import { answerOptions, choice, type Options, writeAnswer } from '../../../core/options.ts'
import { buildIndex } from '../breached/build.ts'
import { falseAlarmRate, type Header, headerBytes, remainderBytes, tableBytes } from '../breached/format.ts'
import { BreachedIndex } from '../breached/lookup.ts'
import { indexSource, rangeSource, type BreachedSource } from '../breached/source.ts'
import { readPassword } from './read-password.ts'

const wrongUse = (message: string, fix: string) => new ShopwardenError('SW_PASSWORDS_USE', message, { fix })

/** Path of the index from --index. @throws SW_PASSWORDS_USE */
function indexPath(options: Options, io: CommandIo): string {
  const given = options['index']
  if (typeof given === 'string') return resolve(io.cwd, given)
  throw wrongUse('No index was named', 'Add --index FILE.')
}

export const indexOption = { flags: '--index <file>', description: 'index of breached passwords' } as const
export const onlineOption = {
  flags: '--online',
  description: 'ask the range service of Pwned Passwords instead: five digits of a hash leave this machine',
} as const

/** The source that the options name; undefined where they name none. @throws SW_PASSWORDS_USE where they name two */
export function sourceOf(options: Options, io: CommandIo): (BreachedSource & { close(): void }) | undefined {
  const online = options['online'] === true
  if (online && options['index'] !== undefined) throw wrongUse('Two sources were named', 'Give --index or --online.')
  if (online) {
    const base = io.env['PWNED_PASSWORDS_BASE'] ?? rangesBase
    const { hostname } = new URL(base)
    const http = createHttpClient({
      hosts: new Set([hostname]),
      allowPrivateAddresses: namesPrivateAddress(hostname),
      signal: io.signal,
    })
    return { ...rangeSource({ http, base }), close: () => undefined }
  }
  if (options['index'] === undefined) return undefined
  const index = BreachedIndex.open(indexPath(options, io))
  return { ...indexSource(index), close: () => index.close() }
}

function describe(header: Header, options: Options, io: CommandIo, done: string): void {
  const bytes = headerBytes + header.count * remainderBytes + tableBytes(header.prefixBits)
  const answer = {
    kind: header.kind,
    hashes: header.count,
    bytes,
    bytesPerHash: Number((bytes / header.count).toFixed(3)),
    falseAlarmRate: falseAlarmRate(header),
    sha256: header.digest.toString('hex'),
  }
  const text =
    choice(options, 'format', ['text', 'json'], 'text') === 'json'
      ? JSON.stringify(answer, null, 2)
      : `${done}: ${header.count.toLocaleString('en')} ${header.kind === 'ntlm' ? 'NTLM' : 'SHA-1'} hashes, ${answer.bytesPerHash} bytes each, ${answer.falseAlarmRate.toExponential(1)} false alarms a look-up.\nChecksum ${answer.sha256}`
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
  summary: 'say whether a password (standard input) or a hash is known from leaks, without the network unless --online',
  options: [
    indexOption,
    onlineOption,
    { flags: '--hash <digits>', description: "look up a hash of the index's kind: 40 digits of SHA-1, 32 of NTLM" },
    ...answerOptions,
  ],
  async run(_args, options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const breached = await isBreached(options, io)
    const text = breached
      ? 'Known from leaks: choose another password, and change it wherever it is used.'
      : 'Not in the list of leaked passwords.'
    writeAnswer(format === 'json' ? JSON.stringify({ breached }) : text, options, io)
    return breached ? 1 : 0
  },
}

async function isBreached(options: Options, io: CommandIo): Promise<boolean> {
  const hash = options['hash']
  if (typeof hash !== 'string') {
    const source = sourceOf(options, io)
    if (source === undefined) throw wrongUse('No index was named', 'Add --index FILE, or --online.')
    try {
      return await source.has(await readPassword(io.stdin))
    } finally {
      source.close()
    }
  }
  const index = BreachedIndex.open(indexPath(options, io))
  try {
    const digits = index.header.kind === 'ntlm' ? 32 : 40
    if (!/^[0-9a-f]+$/i.test(hash) || hash.length !== digits)
      throw wrongUse(`The hash is none of the index's kind`, `Give ${digits} hexadecimal digits.`)
    return index.has(Buffer.from(hash, 'hex'))
  } finally {
    index.close()
  }
}
