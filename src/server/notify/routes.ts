import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { channelKinds } from '../../connect/alerts/alert.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { namesPrivateAddress } from '../../net/addresses.ts'
import { done, type ServerRoute, serverRoute } from '../http/route.ts'
import type { House } from '../house.ts'
import { recordAction } from '../people/actions.ts'
import { nameSchema } from '../people/people.ts'
import { newId } from '../secrets.ts'
import { clientLimits } from '../shops/clients.ts'
import { send } from './send.ts'

const tag = 'Notifications'

const channelSchema = z.object({
  id: z.string(),
  kind: z.enum(channelKinds),
  name: z.string(),
  target: z.string(),
  events: z.array(z.string()),
  enabled: z.boolean(),
  lastError: z.string().optional(),
})

const channelBody = z.strictObject({
  kind: z.enum(channelKinds),
  name: nameSchema,
  target: z.string().trim().min(3).max(1000).describe('Mail address; else the address to call.'),
  events: z
    .array(z.string().max(60))
    .max(50)
    .default([])
    .describe('Kinds of events, e.g. audit.done, job.failed; empty: all.'),
  token: z.string().max(500).optional().describe('Matrix: the access token.'),
})

/** @throws SW_SERVER_TARGET, SW_SERVER_PRIVATE */
function checkTarget(kind: string, target: string, allowPrivate: boolean): void {
  const wrong = (fix: string) =>
    new ShopwardenError('SW_SERVER_TARGET', 'This cannot be told to', { where: 'target', fix })
  if (kind === 'mail') {
    if (!z.email().safeParse(target).success) throw wrong('Give a mail address.')
    return
  }
  if (!URL.canParse(target) || !/^https?:$/.test(new URL(target).protocol))
    throw wrong('Give a full address with https:// in front.')
  const url = new URL(target)
  if (url.username !== '' || url.password !== '') throw wrong('Leave user name and password out.')
  if (namesPrivateAddress(url.hostname) && !allowPrivate)
    throw new ShopwardenError('SW_SERVER_PRIVATE', 'Private addresses may not be called for this client', {
      where: 'target',
    })
  if (url.protocol === 'http:' && !allowPrivate) throw wrong('Use https.')
}

export function channelRoutes(house: House): ServerRoute[] {
  const { db } = house.workspace.store

  async function channelOf(client: string, id: string) {
    const row = await db
      .selectFrom('channel')
      .selectAll()
      .where('id', '=', id)
      .where('client', '=', client)
      .executeTakeFirst()
    if (row) return row
    throw new ShopwardenError('SW_SERVER_NOT_FOUND', 'There is no such notification')
  }

  return [
    serverRoute({
      method: 'GET',
      path: '/channels',
      summary: 'Where results and failures are told',
      tag,
      access: 'configure',
      answer: z.object({ items: z.array(channelSchema) }),
      async handle({ caller }) {
        const rows = await db
          .selectFrom('channel')
          .selectAll()
          .where('client', '=', caller.client)
          .orderBy('created_at')
          .execute()
        const items = []
        for (const row of rows) {
          const last = await db
            .selectFrom('delivery')
            .select('last_error')
            .where('channel', '=', row.id)
            .orderBy('created_at', 'desc')
            .limit(1)
            .executeTakeFirst()
          items.push({
            id: row.id,
            kind: row.kind as (typeof channelKinds)[number],
            name: row.name,
            target: row.target,
            events: z.array(z.string()).parse(JSON.parse(row.events)),
            enabled: row.enabled === 1,
            ...(last?.last_error && { lastError: last.last_error }),
          })
        }
        return { items }
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/channels',
      summary: 'Tell somebody: by mail, signed webhook, Slack, Teams or Matrix',
      tag,
      access: 'configure',
      body: channelBody,
      answer: channelSchema.extend({
        secret: z.string().optional().describe('Signs the calls of a webhook; shown once.'),
      }),
      status: 201,
      async handle({ body, caller }) {
        const { allowPrivate } = await clientLimits(house.workspace, caller.client)
        checkTarget(body.kind, body.target, allowPrivate)
        const id = newId('channel')
        const secret = body.kind === 'webhook' ? `whsec_${randomBytes(24).toString('base64')}` : body.token
        await db
          .insertInto('channel')
          .values({
            id,
            client: caller.client,
            kind: body.kind,
            name: body.name,
            target: body.target,
            secret: secret === undefined ? null : house.sealer.seal(secret, `channel ${id}`),
            events: JSON.stringify(body.events),
            enabled: 1,
            created_at: house.now().toISOString(),
          })
          .execute()
        await recordAction(house, caller.client, caller.actor, 'channels.add', id, { kind: body.kind })
        const { kind, name, target, events } = body
        return {
          id,
          kind,
          name,
          target,
          events,
          enabled: true,
          ...(kind === 'webhook' && secret !== undefined && { secret }),
        }
      },
    }),
    serverRoute({
      method: 'POST',
      path: '/channels/:channel/test',
      summary: 'Send a test, now',
      tag,
      access: 'configure',
      params: z.object({ channel: z.string().max(100) }),
      answer: done,
      async handle({ params, caller }) {
        const channel = await channelOf(caller.client, params.channel)
        await send(house, channel, {
          id: newId('msg'),
          kind: 'test',
          at: house.now().toISOString(),
          shop: undefined,
          title: 'Shopwarden can reach you',
          text: 'This is a test that somebody asked for on the settings page.',
          link: house.publicUrl().href,
          data: {},
        })
        return { ok: true }
      },
    }),
    serverRoute({
      method: 'DELETE',
      path: '/channels/:channel',
      summary: 'Stop telling',
      tag,
      access: 'configure',
      params: z.object({ channel: z.string().max(100) }),
      answer: done,
      async handle({ params, caller }) {
        const channel = await channelOf(caller.client, params.channel)
        await db.deleteFrom('channel').where('id', '=', channel.id).execute()
        await recordAction(house, caller.client, caller.actor, 'channels.delete', channel.id)
        return { ok: true }
      },
    }),
  ]
}
