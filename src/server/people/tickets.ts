import { ShopwardenError } from '../../core/errors.ts'
import type { House } from '../house.ts'
import { hashToken } from '../secrets.ts'

const validMs = 5 * 60_000

/** What has to survive between two requests of one flow: sealed, so that the server keeps nothing and nobody changes it. */
export function giveTicket(house: House, purpose: string, value: Readonly<Record<string, string>>): string {
  return house.sealer.seal(JSON.stringify({ value, until: house.now().getTime() + validMs }), `ticket ${purpose}`)
}

/** Opens a ticket, once. @throws SW_SERVER_TICKET where it is not ours, has run out or was used */
export async function takeTicket(house: House, purpose: string, ticket: string): Promise<Record<string, string>> {
  const refused = new ShopwardenError('SW_SERVER_TICKET', 'This has run out or was used already', {
    fix: 'Begin again.',
  })
  const opened = house.sealer.open(ticket, `ticket ${purpose}`)
  if (opened === undefined) throw refused
  const { value, until } = JSON.parse(opened) as { value: Record<string, string>; until: number }
  if (until < house.now().getTime()) throw refused
  const made = await house.workspace.store.db
    .insertInto('idempotency')
    .values({
      id: hashToken(`ticket ${ticket}`),
      request: '',
      status: null,
      answer: null,
      created_at: house.now().toISOString(),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  if (Number(made.numInsertedOrUpdatedRows ?? 0) === 0) throw refused
  return value
}
