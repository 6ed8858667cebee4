import { useSyncExternalStore } from 'react'

interface Toast {
  id: number
  words: string
}

let toasts: readonly Toast[] = []
let next = 1
const listeners = new Set<() => void>()
const shownMs = 5000

function set(list: readonly Toast[]): void {
  toasts = list
  for (const listener of listeners) listener()
}

/** Says shortly that something was done. Never for errors: those stay where they happened. */
export function say(words: string): void {
  const toast = { id: next++, words }
  set([...toasts, toast])
  setTimeout(() => set(toasts.filter((each) => each.id !== toast.id)), shownMs)
}

export function Toasts() {
  const list = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
  return (
    <output className="toasts">
      {list.map((toast) => (
        <div className="toast" key={toast.id}>
          {toast.words}
        </div>
      ))}
    </output>
  )
}
