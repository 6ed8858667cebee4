import { advanceHtml, htmlExposures } from '../context/html.ts'
import { wasWritten } from '../context/exposure.ts'
import type { Machine } from '../machine.ts'
import type { Value } from '../value.ts'
import { asText } from './operators.ts'
import { isNoPage } from './content-type.ts'

/** Output that stands in the file as it is. */
export function writeLiteral(machine: Machine, text: string): void {
  if (text.trim() !== '') machine.written = true
  machine.html = advanceHtml(machine.html, text)
}

/** Output of a value: what is foreign in it may change the page it becomes part of. */
export function writeValue(machine: Machine, shown: Value, at: number): void {
  const value = asText(machine, shown, at)
  const atStart = !machine.written
  if (value.text.some((part) => typeof part === 'string' && part.trim() !== '')) machine.written = true
  const { exposures, state } = htmlExposures(value.text, machine.html)
  machine.html = state
  if (exposures.length === 0 || isNoPage(machine)) return
  // A file handed out as it is: nothing of a page was written before it.
  if (atStart && value.text.length === 1)
    for (const exposure of exposures)
      if (exposure.taint.kind === 'stored' && !wasWritten(exposure.taint)) exposure.partial = true
  machine.report('cross-site-scripting', exposures, at)
}
