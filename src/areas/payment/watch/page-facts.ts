/** Reads, inside the page, what stands on it. Sent as text into the browser; returns plain data. */
export function pageFacts(cardPattern: string) {
  const pattern = new RegExp(cardPattern, 'i')
  const label = (element: Element) =>
    `${element.getAttribute('name') ?? ''} ${element.id} ${element.getAttribute('autocomplete') ?? ''} ${element.getAttribute('placeholder') ?? ''} ${element.getAttribute('aria-label') ?? ''}`
  const describe = (element: Element) =>
    `<${element.tagName.toLowerCase()}${element.id ? ` id="${element.id}"` : ''}${typeof element.className === 'string' && element.className ? ` class="${element.className}"` : ''}>`
  const roots: (Document | ShadowRoot)[] = [document]
  for (const element of document.querySelectorAll('*')) if (element.shadowRoot) roots.push(element.shadowRoot)
  const all = (selector: string) => roots.flatMap((root) => [...root.querySelectorAll(selector)])
  const fields = all('input, [contenteditable=""], [contenteditable="true"]').filter((element) =>
    pattern.test(label(element)),
  )
  const frames = all('iframe') as HTMLIFrameElement[]
  const overlays: string[] = []
  for (const target of [...fields, ...frames]) {
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
      if (cover.width < innerWidth * 0.9 && style.pointerEvents !== 'none') overlays.push(describe(top))
    }
  }
  return {
    cardFields: fields.map((element) => label(element).trim().replace(/\s+/g, ' ')),
    frames: frames.map((frame) => frame.src || (frame.srcdoc ? 'about:srcdoc' : '')),
    formActions: (all('form') as HTMLFormElement[])
      .filter((form) => form.querySelector('input'))
      .map((form) => form.getAttribute('action') ?? ''),
    buttonActions: all('[formaction]').map((button) => button.getAttribute('formaction') ?? ''),
    overlays,
    // Looking a name up, or connecting ahead, sends its name out: no request is seen for it.
    links: (
      all(
        'link[rel~=dns-prefetch], link[rel~=preconnect], link[rel~=prefetch], link[rel~=preload]',
      ) as HTMLLinkElement[]
    ).map((link) => link.href),
    tags: (all('script') as HTMLScriptElement[]).map((script) => ({
      src: script.src,
      integrity: script.integrity !== '',
      nonce: script.nonce !== '',
      text: script.src ? '' : script.text,
    })),
  }
}
