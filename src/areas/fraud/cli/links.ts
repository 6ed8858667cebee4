import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { stateDir, stateOption } from '../../../core/options.ts'
import { lookAround } from '../desk/around.ts'
import { graphOf, LINKS } from '../desk/links.ts'
import { guardDir, logPath } from '../log/read.ts'
import { emit, formatOption, json } from './input.ts'

const plain = (text: string) => text.replace(/[\p{Cc}\p{Cf}]/gu, '?').slice(0, 120)

/** `fraud links customer c7`: who is tied to whom. */
export const linksVerb: Verb = {
  summary: 'Who is tied to a customer, card, device, address … by what they share, from what the guard stored',
  arguments: ['<kind>', '<value>'],
  options: [
    stateOption,
    { flags: '--format <format>', description: 'text or json', default: 'text' },
    { flags: '--out <file>', description: 'write there instead of the terminal' },
  ],
  async run([kindName, value], options, io) {
    const kind = LINKS.find((name) => name === kindName)
    if (kind === undefined || typeof value !== 'string')
      throw new ShopwardenError('SW_FRAUD_OPTION', 'It is not said whose links to look for', {
        fix: `shopwarden fraud links KIND VALUE; kinds: ${LINKS.join(', ')}.`,
      })
    const path = logPath(guardDir(stateDir(options, io)))
    const { own, linked } = await lookAround(path, kind, value)
    const graph = graphOf(linked)
    const found = { kind, value, events: own.records.length, complete: own.complete, ...graph }
    const { nodes, edges } = graph
    emit(
      formatOption(options, ['text', 'json']) === 'json'
        ? json(found)
        : own.records.length === 0
          ? `Nothing is stored of ${kind} ${plain(value)}.\n`
          : `${[
              `${own.records.length} events of ${kind} ${plain(value)}${own.complete ? '' : ' (older ones were not looked at)'}; ${nodes.filter((node) => node.kind === 'customer').length} customers are tied by what they share:`,
              ...edges.map(({ from, to, events }) => `  ${plain(from)}  –  ${plain(to)}  (${events})`),
            ].join('\n')}\n`,
      options,
      io,
    )
    return own.records.length === 0 ? 3 : 0
  },
}
