import type { OrderOpinions } from '../../../core/opinions.ts'

/** Most events of one request that services are asked about: each takes a request to each service, all at once. */
export const MOST_ASKED = 50

type RawEvent = Readonly<Record<string, unknown>>

export interface AskedEvent {
  event: RawEvent
  /** Missing where nobody was asked. */
  services?: OrderOpinions
}

/**
 * Events as the guard is to decide on them: new orders carry what outside services said. The opinions are stored with the event,
 * so a replay decides alike without asking anybody again.
 */
export function askServices(
  events: readonly RawEvent[],
  knows: (id: string) => boolean,
  ask: (order: unknown) => Promise<OrderOpinions>,
): Promise<AskedEvent[]> {
  return Promise.all(
    events.map(async (event) => {
      const { id, type, services: told } = event
      if (type !== 'order' || told !== undefined || typeof id !== 'string' || knows(id)) return { event }
      const services = await ask(event)
      const { answered } = services
      return { event: Object.keys(answered).length === 0 ? event : { ...event, services: answered }, services }
    }),
  )
}
