import { describe, expect, it } from 'vitest'
import { actsBehindGate } from './gates.ts'

describe('what acts behind a gate', () => {
  it.each([
    ['in the evening', 'if (new Date().getHours() > 19) { var s = document.createElement("script"); s.src = a; }'],
    [
      'in one time zone, by a name',
      'var h = new Date().getHours(), z = Intl.DateTimeFormat().resolvedOptions().timeZone; if (/^America/.test(z) && h > 3) { fetch("/x") }',
    ],
    ['where nobody inspects', 'if (!(outerWidth - innerWidth > 160)) { new Image().src = "/p" }'],
    ['not for robots', 'const bot = navigator.webdriver; if (bot !== true) { import("/late.js") }'],
  ])('%s', (_name, source) => expect(actsBehindGate(source)).toBe(true))

  it.each([
    ['a greeting', 'var h = new Date().getHours(); if (h < 12) { title.textContent = "Good morning" } fetch("/t")'],
    ['measuring', 'navigator.sendBeacon("/m", [new Date().getTimezoneOffset(), screen.width].join())'],
    ['a notice by its time', 'if (new Date().getHours() > 4) { n.remove() } else { n.hidden = false }'],
    ['a print of the device', 'var p = [getTimezoneOffset(), 1]; if (p.length > 1) { fetch("/fp", { body: p }) }'],
  ])('not %s', (_name, source) => expect(actsBehindGate(source)).toBe(false))

  it('reads a hostile text in time', () => {
    expect(actsBehindGate('h=getHours();if('.repeat(50_000))).toBe(false)
  })
})
