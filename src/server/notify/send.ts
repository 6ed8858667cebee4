import type { Alert, ChannelKind } from '../../connect/alerts/alert.ts'
import { httpChannel, mailChannel } from '../../connect/alerts/channels.ts'
import { smtpSettings } from '../../connect/smtp/settings.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { createHttpClient } from '../../net/http-client.ts'
import type { ChannelTable } from '../../store/server-tables.ts'
import type { House } from '../house.ts'
import { clientLimits } from '../shops/clients.ts'

function mailOf(house: House, to: string) {
  const { mailFrom, mailServer } = house.config
  if (mailFrom === undefined || mailServer === undefined)
    throw new ShopwardenError('SW_SERVER_MAIL', 'No mail server is set up', {
      fix: 'Set mailFrom and mailServer in the configuration of the server.',
    })
  return mailChannel(smtpSettings(mailServer), mailFrom, to, house.now)
}

/** Sends a message to a channel. @throws where it was not taken, with the reason */
export async function send(house: House, row: ChannelTable, alert: Alert): Promise<void> {
  if (row.kind === 'mail') return mailOf(house, row.target).send(alert)
  const secret = row.secret === null ? undefined : house.sealer.open(row.secret, `channel ${row.id}`)
  const { allowPrivate } = await clientLimits(house.workspace, row.client)
  const hosts = new Set([new URL(row.target).hostname])
  const http = createHttpClient({ hosts, allowPrivateAddresses: allowPrivate })
  const kind = row.kind as Exclude<ChannelKind, 'mail'>
  await httpChannel(kind, row.target, secret, http, house.now).send(alert)
}
