import { join } from 'node:path'
import { locationOf, openRoom, type Room } from '../records/room.ts'

/** What is needed to find a shop's records. */
export interface Place {
  stateDir: string
  now(): Date
}

/** The records of the shops that a server serves: each is opened once and stays open until the server stops. */
export interface Rooms {
  of(place: Place): Promise<Room>
  close(): Promise<void>
}

export function createRooms(): Rooms {
  const open = new Map<string, Promise<Room>>()
  return {
    of({ stateDir, now }) {
      const dir = join(stateDir, 'disputes')
      const known = open.get(dir)
      if (known) return known
      const opening = openRoom(locationOf(dir, undefined), join(dir, 'keys'), now())
      open.set(dir, opening)
      opening.catch(() => open.delete(dir))
      return opening
    },
    async close() {
      const all = [...open.values()]
      open.clear()
      for (const room of all) await (await room).close()
    },
  }
}
