/** Longest path that is told whole, in bytes of UTF-8; Linux allows 4,096. */
const longest = 8192
/** Turn, length of the path. */
const head = 2 * Int32Array.BYTES_PER_ELEMENT

/**
 * Which file a thread has in hand, told through memory that both threads see: a message for each of ten thousand files costs more
 * than a tenth of a scan, for the other thread is woken by each.
 */
export const makeInHand = (): SharedArrayBuffer => new SharedArrayBuffer(head + longest)

/** For the thread that works: notes the file that it turns to; an empty path while it does something else. */
export function noteInHand(shared: SharedArrayBuffer): (path: string) => void {
  const state = new Int32Array(shared, 0, 2)
  const bytes = new Uint8Array(shared, head)
  const encoder = new TextEncoder()
  return (path) => {
    const { written } = encoder.encodeInto(path, bytes)
    Atomics.store(state, 1, written)
    Atomics.add(state, 0, 1)
  }
}

/** For the thread that looks on: how often the other turned to a file so far, and the last one; undefined before the first. */
export function readInHand(shared: SharedArrayBuffer): { turn: number; path: string } | undefined {
  const state = new Int32Array(shared, 0, 2)
  const turn = Atomics.load(state, 0)
  if (turn === 0) return undefined
  // A copy: text decoders refuse memory that another thread may change.
  return { turn, path: new TextDecoder().decode(new Uint8Array(shared, head, Atomics.load(state, 1)).slice()) }
}
