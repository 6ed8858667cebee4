import { z } from 'zod'
import { append } from '../../audit/ledger.ts'
import type { House } from '../house.ts'

/** What somebody did, as the ledger keeps it: who, what, to what. No secrets, no passwords, no bodies. */
export const actionSchema = z.object({
  at: z.iso.datetime(),
  by: z.object({ id: z.string(), name: z.string() }),
  /** `<part>.<what>`, e.g. `people.invite`. */
  what: z.string(),
  subject: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
})

export type Action = z.input<typeof actionSchema>

/** Ledger that holds what the people of a client did. */
export const actionLedger = (client: string): string => `client ${client}`

/** Files an action in the client's ledger: hash-chained and signed like evidence. */
export async function recordAction(
  house: House,
  client: string,
  by: { id: string; name: string },
  what: string,
  subject: string,
  details: Action['details'] = {},
): Promise<void> {
  const now = house.now()
  const body: Action = { at: now.toISOString(), by: { id: by.id, name: by.name }, what, subject, details }
  const { store, signer } = house.workspace
  await append(store, signer, actionLedger(client), [{ kind: 'action', body }], now)
}
