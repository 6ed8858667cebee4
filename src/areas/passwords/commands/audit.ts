import { randomBytes } from 'node:crypto'
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
import { testShop } from '../blackbox/run.ts'
import type { Enforced } from '../schema.ts'

function text(found: Enforced): string {
  const lines = [
    `Tested ${found.origin} with ${found.accounts.length} throw-away accounts:`,
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
  for (const item of found.notTested) lines.push(`Not tested: ${item}.`)
  lines.push('', 'Please delete these accounts:', ...found.accounts.map((email) => `  ${email}`))
  return lines.join('\n')
}

/** `shopwarden passwords audit URL`: what a running shop really enforces. */
export const audit: Verb = {
  summary: 'test what a running shop of your own really enforces, with throw-away accounts',
  arguments: ['<url>'],
  options: [
    { flags: '--confirm-mine', description: 'this shop is mine (enough for loopback and private addresses)' },
    { flags: '--shop <file>', description: 'shop.yaml that lists the host; public shops prove their owner besides' },
    { flags: '--rate <n>', description: 'requests a second (default 4)' },
    stateOption,
    ...answerOptions,
  ],
  async run([address], options, io) {
    if (typeof address !== 'string' || !/^https?:$/.test(URL.parse(address)?.protocol ?? ''))
      throw new ShopwardenError('SW_PASSWORDS_USE', 'No address was given', {
        fix: 'Give the address of the shop or of its sign-up page.',
      })
    const url = new URL(address)
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
