import { DIMENSIONS } from './dimensions.ts'
import { IDS, PREVIOUS } from './rows.ts'
import type { Windows } from './windows.ts'

const USER = DIMENSIONS.indexOf('user')
/** What ties two customers together when both used it. An IP address does not: offices and mobile networks share one. */
const TIES = (['card', 'device', 'phone', 'address'] as const).map((name) => DIMENSIONS.indexOf(name))
/** Rows of one key that are looked at. */
const MOST_ROWS = 200
/** What more customers than this have used is a parcel shop, a school, a kiosk: it ties nobody to anybody. */
const MOST_USERS = 20

export interface Linked {
  /** Other customers who used this event's card, device, telephone or address before. */
  users: number
  /**
   * Chargebacks and confirmed frauds of those customers, as known now, where what ties them was not itself part of one:
   * that is known of the card, device, telephone or address directly (chargebacks_of_card …).
   */
  chargebacks: number
}

/** Customers one step away in the graph of shared cards, devices, telephones and addresses. Sees only what was filed before the row. */
export function linkedTo(windows: Windows, row: number): Linked {
  const { rows, keys } = windows
  const { words } = rows.chunkOf(row)
  const base = rows.word(row)
  const own = words[base + IDS + USER] as number
  const found = new Set<number>()
  const clean = new Set<number>()
  for (const tie of TIES) {
    const key = words[base + IDS + tie] as number
    if (key === 0) continue
    const users = new Set<number>()
    let previous = words[base + PREVIOUS + tie] as number
    for (let steps = 0; steps < MOST_ROWS && previous > rows.first && users.size <= MOST_USERS; steps++) {
      const at = previous - 1
      const chunk = rows.chunkOf(at)
      const start = rows.word(at)
      const user = chunk.words[start + IDS + USER] as number
      if (user !== 0 && user !== own) users.add(user)
      previous = chunk.words[start + PREVIOUS + tie] as number
    }
    if (users.size > MOST_USERS) continue
    for (const user of users) {
      found.add(user)
      if (keys.chargebacks[key] === 0) clean.add(user)
    }
  }
  let chargebacks = 0
  for (const user of clean) chargebacks += keys.chargebacks[user] as number
  return { users: found.size, chargebacks }
}
