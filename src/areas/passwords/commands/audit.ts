import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { answerOptions, areaState, choice, stateOption, wholeNumber, writeAnswer } from '../../../core/options.ts'
import { namesPrivateAddress } from '../../../net/addresses.ts'
import { authorise, readOwnShop } from '../../../net/authorise.ts'
import { createHttpClient } from '../../../net/http-client.ts'
import { appendRecord } from '../../../store/files.ts'
import { enforcedLog } from '../enforced-log.ts'
import { Mailbox } from '../blackbox/mailbox.ts'
import { testShop } from '../blackbox/run.ts'
import type { Enforced } from '../schema.ts'

function text(found: Enforced): string {
  const lines = [
    `Tested ${found.origin} with ${found.accounts.length + (found.closed ?? 0)} throw-away accounts:`,
    found.minLength === undefined
      ? '  no short password was taken'
      : `  shortest password taken: ${found.minLength} characters`,
    found.maxLength === undefined
      ? `  long ones are taken (tried ${found.maxTried})`
      : `  longest taken: ${found.maxLength} characters`,
    `  ${found.classesDemanded ? 'kinds of characters are demanded' : 'kinds of characters are not demanded'}`,
    `  ${found.commonAccepted.length === 0 ? 'frequent passwords are refused' : `taken: ${found.commonAccepted.join(', ')}`}`,
    `  ${found.contextAccepted ? "a password made of the shop's name is taken" : "a password made of the shop's name is refused"}`,
  ]
  if (found.truncatedAt !== undefined)
    lines.push(
      found.truncatedAt > 0
        ? `  everything behind ${found.truncatedAt} characters is ignored`
        : '  long passwords count to their end',
    )
  if (found.triesMade !== undefined)
    lines.push(
      found.lockedAfter === undefined
        ? `  ${found.triesMade} wrong passwords in a row, and no lock`
        : `  locked after ${found.lockedAfter} wrong passwords`,
    )
  if (found.tellsAccounts !== undefined)
    lines.push(
      found.tellsAccounts
        ? '  log-in tells which addresses have an account'
        : '  log-in does not tell which addresses have an account',
    )
  if (found.resetLink) {
    const { reusable, olderDies, statedMinutes, aliveAfterMinutes, deadAfterMinutes } = found.resetLink
    lines.push(
      `  a link to a new password works ${reusable ? 'again after it was used' : 'once'}; an older one ${olderDies ? 'dies with a newer' : 'goes on working'}`,
      statedMinutes === undefined
        ? '  its mail does not say how long it lives'
        : `  its mail says that it lives ${statedMinutes} minutes`,
    )
    if (aliveAfterMinutes !== undefined) lines.push(`  it still worked after ${aliveAfterMinutes} minutes`)
    if (deadAfterMinutes !== undefined) lines.push(`  it was dead after ${deadAfterMinutes} minutes`)
  }
  for (const item of found.notTested) lines.push(`Not tested: ${item}.`)
  if ((found.closed ?? 0) > 0) lines.push(`${found.closed} of the accounts were closed again.`)
  if (found.accounts.length > 0)
    lines.push('', 'Please delete these accounts:', ...found.accounts.map((email) => `  ${email}`))
  return lines.join('\n')
}

function mailboxOf(options: Readonly<Record<string, unknown>>, cwd: string): Mailbox | undefined {
  const { mailbox, address } = options
  if (mailbox === undefined && address === undefined) return undefined
  const folder = typeof mailbox === 'string' ? resolve(cwd, mailbox) : ''
  if (typeof address === 'string' && /^[^@\s]*\{id\}[^@\s]*@[^@\s]+$/.test(address) && existsSync(folder))
    return new Mailbox(folder, address)
  throw new ShopwardenError(
    'SW_PASSWORDS_USE',
    'Links to a new password need a folder of mails and a pattern of addresses',
    {
      ...(folder !== '' && { where: folder }),
      fix: 'Give both: --mailbox DIR, an existing folder, and --address with {id} in it, such as audit-{id}@shop.example.',
    },
  )
}

/** `shopwarden passwords audit URL`: what a running shop really enforces. */
export const audit: Verb = {
  summary: 'test what a running shop of your own really enforces, with throw-away accounts',
  arguments: ['<url>'],
  options: [
    { flags: '--confirm-mine', description: 'this shop is mine (enough for loopback and private addresses)' },
    { flags: '--shop <file>', description: 'shop.yaml that lists the host; public shops prove their owner besides' },
    { flags: '--rate <n>', description: 'requests a second (default 4)' },
    {
      flags: '--mailbox <dir>',
      description: 'folder or Maildir in which mails to --address arrive: tests links to a new password',
    },
    { flags: '--address <pattern>', description: 'address with {id}, such as audit-{id}@shop.example' },
    { flags: '--reset-wait <minutes>', description: 'try a link of that age (default: only what its mail says)' },
    stateOption,
    ...answerOptions,
  ],
  async run([address], options, io) {
    if (typeof address !== 'string' || !/^https?:$/.test(URL.parse(address)?.protocol ?? ''))
      throw new ShopwardenError('SW_PASSWORDS_USE', 'No address was given', {
        fix: 'Give the address of the shop or of its sign-up page.',
      })
    const url = new URL(address)
    const mailbox = mailboxOf(options, io.cwd)
    const state = areaState(options, io, 'passwords')
    const http = createHttpClient({
      hosts: new Set([url.hostname]),
      allowPrivateAddresses: namesPrivateAddress(url.hostname),
      signal: io.signal,
    })
    await authorise({
      area: 'PASSWORDS',
      target: url,
      shop:
        typeof options['shop'] === 'string' ? readOwnShop(resolve(io.cwd, options['shop']), 'PASSWORDS') : undefined,
      confirmed: options['confirmMine'] === true,
      keyDir: dirname(state),
      http,
      now: io.now(),
    })
    const gap = 1000 / wholeNumber(options, 'rate', 4)
    let next = 0
    const found = await testShop({
      url,
      http,
      chromium: io.chromium,
      mailbox,
      resetWaitMinutes: wholeNumber(options, 'resetWait', 0, 0),
      random: (count) => randomBytes(count),
      now: io.now,
      signal: io.signal,
      progress: (message) => io.stderr.write(`${message}\n`),
      async pause() {
        const at = performance.now()
        if (next > at) await wait(next - at, undefined, { signal: io.signal })
        next = Math.max(at, next) + gap
      },
    })
    appendRecord(join(state, enforcedLog), found)
    writeAnswer(
      choice(options, 'format', ['text', 'json'], 'text') === 'json' ? JSON.stringify(found, null, 2) : text(found),
      options,
      io,
    )
    const weak = (found.minLength ?? 99) < 8 || found.commonAccepted.length > 0 || found.lockedAfter === undefined
    return weak ? 1 : 0
  },
}
