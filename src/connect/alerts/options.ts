import { resolve } from 'node:path'
import type { CommandIo } from '../../core/area.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { type Options, textOf } from '../../core/options.ts'
import { createHttpClient } from '../../net/http-client.ts'
import { mailServerFrom, mailServerOptions } from '../smtp/options.ts'
import type { Channel } from './alert.ts'
import { httpChannel, mailChannel, programChannel } from './channels.ts'

/** Options of every verb that tells somebody. */
export const alertOptions = [
  {
    flags: '--webhook <url>',
    description: 'address to post alerts to (Standard Webhooks, signed with SHOPWARDEN_WEBHOOK_SECRET)',
  },
  { flags: '--slack <url>', description: 'incoming webhook of Slack, Mattermost or Rocket.Chat' },
  { flags: '--teams <url>', description: 'incoming webhook of Microsoft Teams' },
  { flags: '--mail <address>', description: 'who is told by mail' },
  { flags: '--from <address>', description: 'sender of that mail (default: the same address)' },
  ...mailServerOptions,
  { flags: '--hook <program>', description: 'program to run; the alert comes as JSON on its standard input' },
] as const

/** What is needed of a command's surroundings. */
type Io = Pick<CommandIo, 'cwd' | 'env' | 'now' | 'signal'>

const wrong = (message: string, fix: string) => new ShopwardenError('SW_CLI_OPTION', message, { fix })

/** A key that a webhook's receiver can check with any library of Standard Webhooks: at least 24 bytes. */
function signingSecret(io: Io): string | undefined {
  const secret = io.env['SHOPWARDEN_WEBHOOK_SECRET']
  if (!secret || Buffer.from(secret.replace(/^whsec_/, ''), 'base64').length >= 24) return secret || undefined
  throw wrong(
    'SHOPWARDEN_WEBHOOK_SECRET is too short, or not base64',
    'Make one: openssl rand -base64 32, with whsec_ in front of it.',
  )
}

/** Somebody told by mail, with the sender and the mail server of the options. @throws SW_CLI_OPTION, SW_SMTP_ADDRESS */
export const mailTo = (to: string, options: Options, io: Io): Channel =>
  mailChannel(mailServerFrom(options, io.env), textOf(options, 'from') ?? to, to, io.now)

/** Whom a command tells, from its options. @throws SW_CLI_OPTION */
export function channelsFrom(options: Options, io: Io): Channel[] {
  const found: Channel[] = []
  for (const kind of ['webhook', 'slack', 'teams'] as const) {
    const target = textOf(options, kind)
    if (target === undefined) continue
    if (!URL.canParse(target) || !/^https?:$/.test(new URL(target).protocol))
      throw wrong(`What --${kind} names is no address`, 'Give it with https:// in front.')
    // Whoever runs the command names the receiver, which often stands in the own network.
    const { host, hostname } = new URL(target)
    const http = createHttpClient({ hosts: new Set([host, hostname]), allowPrivateAddresses: true, signal: io.signal })
    found.push(httpChannel(kind, target, kind === 'webhook' ? signingSecret(io) : undefined, http, io.now))
  }
  const to = textOf(options, 'mail')
  if (to !== undefined) found.push(mailTo(to, options, io))
  const hook = textOf(options, 'hook')
  if (hook !== undefined) found.push(programChannel(resolve(io.cwd, hook)))
  return found
}
