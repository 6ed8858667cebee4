/**
 * Runs in the page before its own scripts: notes which script reads fields or listens on them. A function of plain browser
 * code, sent as text; it changes nothing that the page sees but the identity of the wrapped functions.
 */
export function instrument(): void {
  const touched: { script: string; field: string; how: string }[] = []
  Object.defineProperty(window, '__shopwardenTouched', { value: touched, enumerable: false })
  const caller = () => {
    const lines = (new Error().stack ?? '').split('\n').slice(3)
    for (const line of lines) {
      const match = /((?:https?|blob|data):[^\s)]+?)(?::\d+){1,2}\)?$/.exec(line.trim())
      if (match?.[1]) return match[1]
    }
    return 'unknown'
  }
  const name = (element: Element) =>
    `${element.getAttribute('name') ?? ''} ${element.id} ${element.getAttribute('autocomplete') ?? ''} ${element.getAttribute('placeholder') ?? ''}`
  const note = (element: unknown, how: string) => {
    if (touched.length < 500 && element instanceof Element)
      touched.push({ script: caller(), field: name(element), how })
  }
  for (const kind of [HTMLInputElement, HTMLSelectElement, HTMLTextAreaElement]) {
    const own = Object.getOwnPropertyDescriptor(kind.prototype, 'value')
    if (!own?.get || !own.set) continue
    const { get, set } = own
    Object.defineProperty(kind.prototype, 'value', {
      configurable: true,
      enumerable: true,
      get() {
        note(this, 'read')
        return get.call(this)
      },
      set(value) {
        set.call(this, value)
      },
    })
  }
  const add = EventTarget.prototype.addEventListener
  EventTarget.prototype.addEventListener = function (this: EventTarget, type: string, ...rest: unknown[]) {
    if (this instanceof HTMLInputElement && /^(input|change|key|blur|focusout|paste)/.test(type))
      note(this, `listens for ${type}`)
    return (add as (...all: unknown[]) => void).call(this, type, ...rest)
  } as typeof add
}
