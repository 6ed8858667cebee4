/** Something that happened, for whoever watches. */
export interface ServerEvent {
  kind: string
  client: string
  shop: string | undefined
  at: string
  data: Readonly<Record<string, string | number | boolean>>
}

export interface Bus {
  publish(event: ServerEvent): void
  /** Returns how to stop listening. */
  subscribe(listener: (event: ServerEvent) => void): () => void
}

/** Events within this process. A listener that throws does not keep the others from hearing. */
export function createBus(): Bus {
  const listeners = new Set<(event: ServerEvent) => void>()
  return {
    publish(event) {
      for (const listener of listeners) {
        try {
          listener(event)
        } catch {
          listeners.delete(listener)
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
