/** Reads, inside the page, what stands on it. Sent as text into the browser; returns plain data. */
export function pageFacts(cardPattern: string) {
  const pattern = new RegExp(cardPattern, 'i')
  // A page made to be large costs no more than this: items of each kind, characters of each.
  const few = <T>(items: T[]) => items.slice(0, 2000)
  const short = (text: string) => text.slice(0, 4000)
  const label = (element: Element) =>
    `${element.getAttribute('name') ?? ''} ${element.id} ${element.getAttribute('autocomplete') ?? ''} ${element.getAttribute('placeholder') ?? ''} ${element.getAttribute('aria-label') ?? ''}`
  const describe = (element: Element) =>
    `<${element.tagName.toLowerCase()}${element.id ? ` id="${element.id}"` : ''}${typeof element.className === 'string' && element.className ? ` class="${element.className}"` : ''}>`
  const roots: (Document | ShadowRoot)[] = [document]
  for (const root of roots)
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) roots.push(element.shadowRoot)
  const all = (selector: string) => roots.flatMap((root) => [...root.querySelectorAll(selector)])
  // Style sheets of every root, those that scripts put in, and those that others import.
  const sheets = roots.flatMap((root) => [...root.styleSheets, ...root.adoptedStyleSheets])
  for (const sheet of sheets) {
    if (sheets.length > 200) break
    try {
      for (const rule of sheet.cssRules)
        if (rule instanceof CSSImportRule && rule.styleSheet !== null) sheets.push(rule.styleSheet)
    } catch {
      // Of another origin: its host is known, its rules are not.
    }
  }
  // What people read beside a field counts where its names say nothing; other cards than those that pay do not.
  const beside = new Map(
    few(all('label') as HTMLLabelElement[]).map((item) => [
      item.control as Element | null,
      item.textContent.slice(0, 100),
    ]),
  )
  const told = (element: Element) => {
    const text = beside.get(element) ?? ''
    return /gift|loyal|club|member|reward|geschenk|kunden/i.test(text) ? label(element) : `${label(element)} ${text}`
  }
  const fields = few(
    all('input, [contenteditable=""], [contenteditable="true"]').filter((element) => pattern.test(told(element))),
  )
  const frames = few(all('iframe, frame, object[data], embed[src]') as HTMLIFrameElement[])
  const addressOf = (frame: Element) => {
    const address = frame.getAttribute(frame.tagName === 'OBJECT' ? 'data' : 'src') ?? ''
    return address === '' ? '' : resolve(address)
  }
  const shownIn = (frame: Element) =>
    frame.hasAttribute('srcdoc') ? 'about:srcdoc' : short(addressOf(frame)) || 'about:blank'
  const resolve = (address: string) =>
    URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI).href : ''
  // The attribute, not the property: a field named "action" would stand in its place.
  const actionOf = (form: HTMLFormElement | null) => (form ? resolve(form.getAttribute('action') ?? '') : '')
  const isSilent = (form: HTMLFormElement) =>
    form.querySelector('input:not([type=hidden]), textarea, select, button') === null &&
    form.target !== '' &&
    [...document.querySelectorAll('iframe')].some((frame) => frame.name === form.target)
  const puzzle = /recaptcha\/(?:api2|enterprise)\/bframe|hcaptcha\.com|challenges\.cloudflare\.com/
  const words = (document.body?.innerText ?? '').slice(0, 20_000)
  const overlays: string[] = []
  for (const target of [...fields, ...frames].slice(0, 200)) {
    const box = target.getBoundingClientRect()
    if (box.width < 8 || box.height < 8) continue
    target.scrollIntoView({ block: 'center' })
    const now = target.getBoundingClientRect()
    const top = document.elementFromPoint(now.left + now.width / 2, now.top + now.height / 2)
    if (
      top &&
      top !== target &&
      !top.contains(target) &&
      !target.contains(top) &&
      !(top.shadowRoot?.contains(target) ?? false) &&
      top.tagName !== 'LABEL'
    ) {
      const cover = top.getBoundingClientRect()
      const style = getComputedStyle(top)
      // Something that lies over a field or frame but fills the window is a banner or dialogue, which people see and close.
      const banner = cover.width >= innerWidth * 0.9 && !top.matches('input, textarea, [contenteditable]')
      if (!banner && style.pointerEvents !== 'none') overlays.push(describe(top))
    }
  }
  return {
    cardFields: fields.map((element) =>
      short(pattern.test(label(element)) ? label(element) : told(element))
        .trim()
        .replace(/\s+/g, ' '),
    ),
    cardForms: fields
      .filter((element) => /num|cc-csc|cvv|cvc|security|\bpan\b/i.test(told(element)))
      .map((element) => ({
        target: actionOf((element as HTMLInputElement).form),
        named: (element.getAttribute('name') ?? '') !== '',
      })),
    frames: frames.map(shownIn),
    /** Frames that a visitor sees, or opens in a dialogue. */
    seenFrames: frames
      .filter((frame) => {
        const box = frame.getBoundingClientRect()
        return (
          (box.width >= 30 && box.height >= 30) || frame.closest('dialog:not([open]), details:not([open])') !== null
        )
      })
      .map(shownIn),
    /** Where the page goes by itself, and links that promise to take a payment. */
    goesTo: [
      ...few(all('meta[http-equiv=refresh i]')).map((meta) =>
        resolve(/url\s*=\s*["']?([^"']+)/i.exec(meta.getAttribute('content') ?? '')?.[1]?.trim() ?? ''),
      ),
      ...few(all('a[href]') as HTMLAnchorElement[])
        .filter((link) =>
          /\b(?:pay|card|checkout|bezahl\w*|karte|zap[łl]a\w*|kart[ąa]|payer|carte|pagar|tarjeta|paga)\b/i.test(
            link.innerText,
          ),
        )
        .map((link) => short(link.href)),
    ],
    formActions: few(all('form') as HTMLFormElement[])
      .filter((form) => form.querySelector('input') && !isSilent(form))
      .map((form) => actionOf(form)),
    silentActions: few(all('form') as HTMLFormElement[])
      .filter((form) => form.querySelector('input') && isSilent(form))
      .map((form) => actionOf(form)),
    buttonActions: few(all('[formaction]')).map((button) => resolve(button.getAttribute('formaction') ?? '')),
    hiddenFields: few(all('input[type=hidden]') as HTMLInputElement[]).map((input) => ({
      name: input.name.slice(0, 100),
      value: input.value.slice(0, 200),
    })),
    /** Texts of the page that may show an account for a transfer (ISO 13616) or an address of a wallet. */
    shownTexts: [
      ...few(all('body *')).flatMap((element) => (element.textContent.length < 120 ? [element.textContent] : [])),
      ...few(all('input, textarea') as HTMLInputElement[]).map((input) => short(input.value)),
    ]
      .filter((text) => /[A-Z]{2}\d{2}\s?[A-Z0-9]{2,4}\s?[A-Z0-9]{4}|\bbc1|0x[a-f0-9]{40}/i.test(text))
      .slice(0, 100),
    linksAway: few(all('a[href]') as HTMLAnchorElement[])
      .map((link) => short(link.href))
      .filter((url) => /^https?:/.test(url)),
    readingStyles: few(sheets).flatMap((sheet) => {
      try {
        return [...sheet.cssRules]
          .slice(0, 20_000)
          .map((rule) => short(rule.cssText))
          .filter((text) => /\[\s*value/i.test(text) && /url\(/i.test(text))
      } catch {
        return []
      }
    }),
    handlers: [
      ...new Set(
        all('*').flatMap((element) =>
          [...element.attributes].filter((item) => /^on\w+$/.test(item.name)).map((item) => short(item.value)),
        ),
      ),
    ].slice(0, 200),
    /** Code in addresses: links, frames and forms that run instead of going anywhere. */
    codeAddresses: [
      ...new Set(
        all('[href], [src], [action], [formaction], [data]').flatMap((element) =>
          ['href', 'src', 'action', 'formaction', 'data']
            .map((name) => element.getAttribute(name)?.trim() ?? '')
            .filter((address) => /^javascript:/i.test(address))
            .map(short),
        ),
      ),
    ].slice(0, 200),
    /** Where import maps lead: what a module is asked for by, and the address it comes from. */
    importMaps: (all('script[type=importmap]') as HTMLScriptElement[]).flatMap((script) => {
      try {
        const { imports = {}, scopes = {} } = JSON.parse(script.text) as Record<string, Record<string, unknown>>
        const maps = [imports, ...(Object.values(scopes) as Record<string, unknown>[])]
        return few(maps.flatMap((map) => Object.entries(map))).map(([name, to]) => ({
          name: short(/^[./]|^\w+:/.test(name) ? resolve(name) : name),
          to: short(resolve(String(to))),
        }))
      } catch {
        return []
      }
    }),
    inlineStyles: all('style, [style]').length,
    /** Names of fields that are plainly not for the card. */
    otherFields: [
      ...new Set(
        few(all('input:not([type=hidden]), select, textarea'))
          // A field that took a card number is one for it, whatever it is called.
          .filter(
            (element) =>
              !fields.includes(element) && (element as HTMLInputElement).value.replace(/\D/g, '').length < 12,
          )
          .flatMap((element) => [element.getAttribute('name') ?? '', element.id])
          .filter((name) => name.length > 2 && name.length < 60),
      ),
    ].slice(0, 200),
    // Shown instead of the page: a few words and buttons to agree, and nothing to fill in.
    consent:
      fields.length === 0 &&
      frames.length === 0 &&
      all('input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=submit])').length === 0 &&
      /cookie|consent|zgod|einwillig|consentement/i.test(words) &&
      (all('button, a, input[type=submit]') as HTMLElement[]).some((button) =>
        /^\s*(?:i )?(?:accept|agree|allow|akzept|zustimm|zgadzam|akceptuj|accepter|aceptar|accetta)/i.test(
          button.innerText || button.getAttribute('value') || '',
        ),
      ) &&
      words.length < 3000,
    // A form with a password and hardly anything else; registering within a checkout has many fields.
    logIn:
      fields.length === 0 &&
      (all('input[type=password]') as HTMLInputElement[]).some(
        (input) => (input.form?.querySelectorAll('input:not([type=hidden]):not([type=checkbox])').length ?? 0) <= 3,
      ) &&
      frames.length === 0,
    puzzle: frames.some((frame) => puzzle.test(frame.src)),
    // A puzzle and nothing to pay with: no provider's frame, no field.
    onlyPuzzle:
      fields.length === 0 &&
      all('input:not([type=hidden]):not([type=submit])').length === 0 &&
      (frames.length > 0
        ? frames.every((frame) => puzzle.test(frame.src))
        : (all('script[src]') as HTMLScriptElement[]).some((script) => puzzle.test(script.src)) ||
          /captcha|are you (?:a )?human|checking your browser/i.test(words.slice(0, 2000))),
    overlays,
    // Looking a name up, or connecting ahead, sends its name out: no request is seen for it.
    links: [
      ...few(
        all(
          'link[rel~=dns-prefetch], link[rel~=preconnect], link[rel~=prefetch], link[rel~=preload], link[rel~=prerender], link[rel~=modulepreload]',
        ) as HTMLLinkElement[],
      ).map((link) => link.href),
      ...(all('script[type=speculationrules]') as HTMLScriptElement[]).flatMap(
        (script) => script.text.match(/(?:https?:)?\/\/[^"\s]+/g)?.map(resolve) ?? [],
      ),
    ],
    tags: few([
      ...(all('script') as HTMLScriptElement[]),
      // Scripts that are fetched ahead: their host shows before they run.
      ...(all('link[rel~=modulepreload], link[rel~=preload][as=script]') as HTMLLinkElement[]).map((link) => ({
        src: link.href,
        integrity: link.integrity,
        nonce: link.nonce,
        text: '',
      })),
    ]).map((script) => ({
      src: short(script.src),
      integrity: script.integrity !== '',
      nonce: script.nonce !== '',
      text: script.src || script.text.length > 8_000_000 ? '' : script.text,
    })),
  }
}
