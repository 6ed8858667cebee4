import type { CDPSession, Page } from 'playwright-core'
import type { Recorder } from './requests.ts'
import { within } from './within.ts'

const mostTold = 200
const longestTold = 64_000
const leaveMs = 4000

/**
 * Runs in every frame before the page's own scripts. What a page sends while it is being left (beacons, requests that outlive it) no
 * network event tells of, and nobody can ask the page any more: it is told by a binding of the debugger, which is taken out of
 * the page's sight. A function of plain browser code, sent as text.
 */
export function tellAtUnload({ bridge, final }: { bridge: string; final: string }): void {
  const page = window as unknown as Record<string, unknown>
  const tell = page[bridge] as ((text: string) => void) | undefined
  delete page[bridge]
  if (typeof tell !== 'function') return
  let leaving = false
  let left = false
  // The driver says by an event of a name that no page knows that nothing may leave any more.
  addEventListener(final, () => (left = true))
  for (const name of ['beforeunload', 'pagehide', 'unload', 'visibilitychange'])
    addEventListener(
      name,
      (event) => {
        if (event.isTrusted && (name !== 'visibilitychange' || document.visibilityState === 'hidden')) leaving = true
      },
      true,
    )
  const latin = (bytes: Uint8Array) => String.fromCharCode(...bytes.subarray(0, 8000))
  // What a blob holds can only be asked for later, and there is no later.
  const blobs = new WeakMap<object, string>()
  const text = (body: unknown): string => {
    if (body === undefined || body === null) return ''
    if (body instanceof Blob) return blobs.get(body) ?? ''
    if (body instanceof FormData)
      return [...body].map(([name, value]) => `${name}=${typeof value === 'string' ? value : ''}`).join('&')
    if (body instanceof ArrayBuffer) return latin(new Uint8Array(body))
    if (ArrayBuffer.isView(body)) return latin(new Uint8Array(body.buffer, body.byteOffset, body.byteLength))
    return String(body as string)
  }
  window.Blob = new Proxy(Blob, {
    construct(call, args: [unknown[]?], made) {
      const blob = Reflect.construct(call, args, made) as object
      try {
        blobs.set(blob, [...(args[0] ?? [])].map(text).join('').slice(0, 64_000))
      } catch {
        // Parts that cannot be worked through: the browser has said so itself.
      }
      return blob
    },
  })
  const say = (kind: string, address: unknown, body: unknown) => {
    try {
      const url = new URL(address instanceof Request ? address.url : String(address), location.href).href
      tell(JSON.stringify({ kind, url, text: text(body).slice(0, 64_000) }))
    } catch {
      // No address: nothing leaves.
    }
  }
  const wrap = (holder: object, name: string, kind: string, always: boolean, instead: (() => unknown) | undefined) => {
    const own = (holder as Record<string, unknown>)[name]
    if (typeof own !== 'function') return
    ;(holder as Record<string, unknown>)[name] = new Proxy(own, {
      apply(call, self: unknown, args: unknown[]) {
        const settings = args[1] as { body?: unknown } | undefined
        if (leaving || always) say(kind, args[0], kind === 'ping' ? args[1] : settings?.body)
        if (left && instead) return instead()
        return Reflect.apply(call as (...all: unknown[]) => unknown, self, args) as unknown
      },
    })
  }
  wrap(Navigator.prototype, 'sendBeacon', 'ping', false, () => true)
  wrap(window, 'fetch', 'fetch', false, () => new Promise(() => undefined))
  const source = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src')
  const put = source?.set
  if (source && put)
    Object.defineProperty(HTMLImageElement.prototype, 'src', {
      ...source,
      set(this: HTMLImageElement, value: string) {
        if (leaving) say('image', value, '')
        if (!left) put.call(this, value)
      },
    })
  const sendTo = WebSocket.prototype.send
  WebSocket.prototype.send = new Proxy(sendTo, {
    apply(call, self: WebSocket, args: [string]) {
      if (leaving) say('websocket', self.url, args[0])
      if (!left) Reflect.apply(call, self, args)
    },
  })
  // Asked for now, sent by the browser when the page is gone (WICG fetchLater).
  wrap(window, 'fetchLater', 'fetch', true, () => ({ activated: false }))
}

/** Notes what a page tells by the binding. Hostile pages may call it too where they find it: bounded, and no more than notes. */
export async function hearUnload(session: CDPSession, bridge: string, recorder: Recorder): Promise<void> {
  let told = 0
  session.on('Runtime.bindingCalled', ({ name, payload }) => {
    if (name !== bridge || ++told > mostTold || payload.length > longestTold * 3) return
    try {
      const { kind, url, text } = JSON.parse(payload) as Record<string, unknown>
      if (
        typeof kind !== 'string' ||
        typeof url !== 'string' ||
        typeof text !== 'string' ||
        !/^(?:https?|wss?):/.test(url)
      )
        return
      recorder.requests.push({
        url,
        kind: /^(?:ping|image|websocket)$/.test(kind) ? kind : 'fetch',
        text: `${url}\n${text}`.slice(0, longestTold),
        afterTyping: recorder.typing,
      })
    } catch {
      // Not ours.
    }
  })
  await session.send('Runtime.enable')
  await session.send('Runtime.addBinding', { name: bridge })
}

/**
 * Closes the page, so that it really unloads. Where pay was pressed requests are held back already; what the page sends now is
 * noted in the page and goes nowhere.
 */
export async function leave(page: Page, final: string): Promise<void> {
  const done = (work: Promise<unknown>) =>
    within(
      work.then(() => true),
      leaveMs,
    )
  const ready = await done(
    Promise.all(page.frames().map((frame) => frame.evaluate((name) => dispatchEvent(new Event(name)), final))),
  )
  if (!ready || !(await done(page.context().setOffline(true)))) return
  // Closed as by the customer: in a navigation the debugger is gone before the page has said its last word.
  const closed = page.waitForEvent('close', { timeout: leaveMs })
  await done(Promise.all([closed, page.close({ runBeforeUnload: true })]))
}
