/** What the instruments note inside a page. Plain data: it crosses from the browser. */
export interface Notes {
  /** Who read a card field, or its keys: script, line and column as the stack names them. */
  touched: { script: string; line: number; column: number; how: string }[]
  /** What left by ways that are no requests: WebRTC, WebTransport, messages to other frames. */
  sent: { kind: string; url: string; text: string; at: number }[]
  /** What was put through a cipher or hash. */
  sealed: { place: string; text: string }[]
  /** What was kept in the browser, also where it was removed again. */
  kept: { place: string; text: string }[]
  /** Scripts that run beside the page where the browser's debugger of the page does not see them: workers, worklets. Text where the page made it. */
  beside: { url: string; text?: string }[]
  /** What was put on the clipboard. */
  copied: string[]
  /** What the page's policy refused. */
  refused: { directive: string; blocked: string; sample: string }[]
}

/**
 * Runs in every frame before the page's own scripts and notes who reads card fields, what leaves other than by request, and what is
 * kept. A function of plain browser code, sent as text; `slot` is a name made up for this visit, so that a page cannot look for it.
 */
export function instrument({ slot, pattern }: { slot: string; pattern: string }): void {
  const notes: Notes = { touched: [], sent: [], sealed: [], kept: [], beside: [], copied: [], refused: [] }
  Object.defineProperty(window, slot, { value: notes, enumerable: false })
  const card = new RegExp(pattern, 'i')
  document.addEventListener('securitypolicyviolation', (event) => {
    if (event.disposition === 'enforce' && notes.refused.length < 300)
      notes.refused.push({
        directive: event.effectiveDirective,
        blocked: event.blockedURI.slice(0, 300),
        sample: event.sample,
      })
  })
  const text = (value: unknown): string => {
    try {
      return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 8000)
    } catch {
      return ''
    }
  }
  const label = (element: Element) =>
    `${element.getAttribute('name') ?? ''} ${element.id} ${element.getAttribute('autocomplete') ?? ''} ${element.getAttribute('placeholder') ?? ''} ${element.getAttribute('aria-label') ?? ''}`
  const note = (element: unknown, how: string) => {
    if (notes.touched.length >= 500 || !(element instanceof Element) || !card.test(label(element))) return
    for (const line of (new Error().stack ?? '').split('\n').slice(2)) {
      const match = /((?:https?|blob|data):[^\s)]+?):(\d+):(\d+)\)?$/.exec(line.trim())
      if (match) {
        notes.touched.push({ script: match[1]!, line: Number(match[2]), column: Number(match[3]), how })
        return
      }
    }
  }
  const getter = (prototype: object, name: string, how: string, of: (self: never) => unknown) => {
    const own = Object.getOwnPropertyDescriptor(prototype, name)
    const get = own?.get
    if (!own || !get) return
    Object.defineProperty(prototype, name, {
      ...own,
      get(this: never) {
        note(of(this), how)
        return get.call(this) as unknown
      },
    })
  }
  for (const kind of [HTMLInputElement, HTMLSelectElement, HTMLTextAreaElement])
    getter(kind.prototype, 'value', 'read', (self) => self)
  // A tab beside others has hardly any idle time: what waits for it would never come while we look.
  const idle = (callback: (deadline: { didTimeout: boolean; timeRemaining(): number }) => void) =>
    setTimeout(() => callback({ didTimeout: false, timeRemaining: () => 10 }), 20)
  const instead = (name: string, put: (first: never) => unknown) => {
    const own = (window as unknown as Record<string, unknown>)[name]
    if (typeof own === 'function')
      (window as unknown as Record<string, unknown>)[name] = new Proxy(own, {
        apply: (_call, _self, [first]: [never]) => put(first),
      })
  }
  instead('requestIdleCallback', idle)
  instead('cancelIdleCallback', (handle) => clearTimeout(handle))
  const target = (self: Event) => self.composedPath()[0]
  for (const name of ['key', 'code', 'keyCode', 'which']) getter(KeyboardEvent.prototype, name, 'keys', target)
  getter(InputEvent.prototype, 'data', 'keys', target)
  const wrap = (holder: object, name: string, before: (self: never, args: unknown[]) => void) => {
    const own = (holder as Record<string, unknown>)[name]
    if (typeof own !== 'function') return
    ;(holder as Record<string, unknown>)[name] = new Proxy(own, {
      apply(call, self: never, args: unknown[]) {
        before(self, args)
        return Reflect.apply(call as (...all: unknown[]) => unknown, self, args) as unknown
      },
      construct(call, args: unknown[], made) {
        before(undefined as never, args)
        return Reflect.construct(call, args, made) as object
      },
    })
  }
  wrap(EventTarget.prototype, 'addEventListener', (self: unknown, [type]) => {
    if (self instanceof HTMLInputElement && /^(input|change|key|blur|focusout|paste)/.test(String(type)))
      note(self, 'listens')
  })
  wrap(window, 'FormData', (_self, [form]) => {
    if (form instanceof HTMLFormElement) for (const element of form.elements) note(element, 'read')
  })
  const send = (kind: string, url: string, value: unknown) => {
    if (notes.sent.length < 500) notes.sent.push({ kind, url, text: text(value), at: Date.now() })
  }
  wrap(window, 'RTCPeerConnection', (_self, [settings]) => {
    const servers = (settings as { iceServers?: { urls?: unknown }[] } | undefined)?.iceServers ?? []
    const urls = servers.flatMap((server) => (Array.isArray(server.urls) ? server.urls : [server.urls])).map(String)
    for (const url of urls.length > 0 ? urls : ['peer'])
      send('webrtc', `webrtc://${url.replace(/^\w+:/, '').replace(/[^\w.-].*$/, '')}/`, settings)
  })
  if (typeof RTCPeerConnection !== 'undefined') {
    wrap(RTCPeerConnection.prototype, 'setConfiguration', (_self, [settings]) =>
      send('webrtc', 'webrtc://peer/', settings),
    )
    wrap(RTCPeerConnection.prototype, 'createDataChannel', (_self, [name]) => send('webrtc', 'webrtc://peer/', name))
  }
  wrap(window, 'WebSocket', (_self, [url, protocols]) => {
    if (protocols !== undefined && URL.canParse(String(url), location.href))
      send('websocket', new URL(String(url), location.href).href, protocols)
  })
  if (typeof RTCDataChannel !== 'undefined')
    wrap(RTCDataChannel.prototype, 'send', (_self, [data]) => send('webrtc', 'webrtc://peer/', data))
  // What is sent as a blob is not in the request that the browser tells of.
  const blob = (kind: string, url: unknown, body: unknown) => {
    if (!(body instanceof Blob) || body.size > 64_000) return
    const at = url instanceof Request ? url.url : String(url)
    void body.text().then((content) => send(kind, new URL(at, location.href).href, content))
  }
  wrap(Navigator.prototype, 'sendBeacon', (_self, [url, body]) => blob('ping', url, body))
  // Nor is a stream: it is told from a copy, piece by piece.
  const body = (args: unknown[]) => {
    const [url, settings] = args as [unknown, RequestInit | undefined]
    const given = settings?.body
    blob('fetch', url, given)
    if (!(given instanceof ReadableStream) || given.locked) return
    const [sent, copy] = given.tee()
    args[1] = Object.assign(Object.create(settings!) as object, { body: sent })
    const at = new URL(url instanceof Request ? url.url : String(url), location.href).href
    const told = async () => {
      for await (const piece of copy as unknown as AsyncIterable<unknown>) send('fetch', at, bytes(piece))
    }
    told().catch(() => undefined)
  }
  for (const name of ['fetch', 'Request']) wrap(window, name, (_self, args) => body(args))
  const made = new Map<string, Blob>()
  const create = URL.createObjectURL.bind(URL)
  URL.createObjectURL = new Proxy(URL.createObjectURL, {
    apply(_call, _self, [object]: [Blob]) {
      const url = create(object)
      if (object instanceof Blob && object.size < 1_000_000 && made.size < 200) made.set(url, object)
      return url
    },
  })
  const beside = (address: unknown) => {
    if (notes.beside.length >= 20) return
    const entry: Notes['beside'][number] = { url: new URL(String(address), location.href).href }
    notes.beside.push(entry)
    // It may be gone before anybody asks.
    void made
      .get(entry.url)
      ?.text()
      .then((content) => (entry.text = content))
  }
  wrap(window, 'Worker', (_self, [address]) => beside(address))
  wrap(window, 'SharedWorker', (_self, [address]) => beside(address))
  if (typeof Worklet !== 'undefined') wrap(Worklet.prototype, 'addModule', (_self, [address]) => beside(address))
  const addresses = new WeakMap<object, unknown>()
  wrap(XMLHttpRequest.prototype, 'open', (self: object, [, url]) => void addresses.set(self, url))
  wrap(XMLHttpRequest.prototype, 'send', (self: object, [body]) => blob('xhr', addresses.get(self), body))
  wrap(window, 'WebTransport', (_self, [url]) => send('webtransport', String(url), ''))
  addEventListener('message', (event) => send('message', location.href, event.data), true)
  const keep = (place: string, value: unknown) => {
    if (notes.kept.length < 300) notes.kept.push({ place, text: text(value) })
  }
  wrap(Storage.prototype, 'setItem', (self: unknown, [key, value]) =>
    keep(`${self === sessionStorage ? 'sessionStorage' : 'localStorage'} ${String(key)}`, value),
  )
  if (typeof Cache !== 'undefined')
    wrap(Cache.prototype, 'put', (_self, [request, answer]) => {
      keep('cache', request instanceof Request ? request.url : String(request))
      if (!(answer instanceof Response) || answer.bodyUsed || answer.url !== '') return
      // An answer that the page made itself, not one that it keeps of a server.
      void answer
        .clone()
        .text()
        .then((content) => keep('cache entry', content))
    })
  if (typeof FileSystemWritableFileStream !== 'undefined')
    wrap(FileSystemWritableFileStream.prototype, 'write', (_self, [content]) =>
      keep('private file', content instanceof ArrayBuffer || ArrayBuffer.isView(content) ? bytes(content) : content),
    )
  if (typeof CookieStore !== 'undefined')
    wrap(CookieStore.prototype, 'set', (_self, [name, held]) =>
      keep(`cookie ${typeof name === 'string' ? name : ''}`, held ?? name),
    )
  const shared = (window as unknown as { SharedStorage?: { prototype: object } }).SharedStorage
  for (const name of shared ? ['set', 'append'] : [])
    wrap(shared!.prototype, name, (_self, [key, value]) => keep(`shared storage ${String(key)}`, value))
  for (const name of ['put', 'add']) wrap(IDBObjectStore.prototype, name, (_self, [value]) => keep('IndexedDB', value))
  const bytes = (value: unknown): string => {
    const view =
      value instanceof ArrayBuffer
        ? new Uint8Array(value, 0, Math.min(value.byteLength, 4000))
        : ArrayBuffer.isView(value)
          ? new Uint8Array(value.buffer, value.byteOffset, Math.min(value.byteLength, 4000))
          : []
    return String.fromCharCode(...view)
  }
  for (const name of ['encrypt', 'digest', 'sign'])
    if (typeof SubtleCrypto !== 'undefined')
      wrap(SubtleCrypto.prototype, name, (_self, args) => {
        if (notes.sealed.length < 300)
          notes.sealed.push({ place: `crypto.subtle.${name}`, text: bytes(args[args.length - 1]) })
      })
  for (const name of ['pushState', 'replaceState'])
    wrap(History.prototype, name, (_self, [state, , url]) => keep('history', [state, String(url ?? '')]))
  const copied = (value: unknown) => {
    if (typeof value === 'string' && value !== '' && notes.copied.length < 50) notes.copied.push(value.slice(0, 300))
  }
  if (typeof Clipboard !== 'undefined') wrap(Clipboard.prototype, 'writeText', (_self, [value]) => copied(value))
  wrap(DataTransfer.prototype, 'setData', (_self, [type, value]) => {
    if (/text/i.test(String(type))) copied(value)
  })
  addEventListener('copy', (event) => {
    const field = document.activeElement
    if (event.defaultPrevented) return
    if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
      copied(field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0))
    else copied(String(getSelection() ?? ''))
  })
  const jar = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie')
  const put = jar?.set
  if (jar && put)
    Object.defineProperty(Document.prototype, 'cookie', {
      ...jar,
      set(this: Document, value: string) {
        const [, name = '', held = ''] = /^([^=;]*)=?([^;]*)/.exec(String(value)) ?? []
        keep(`cookie ${name}`, held)
        put.call(this, value)
      },
    })
}
