import { createReadStream, existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Verb } from '../../../core/area.ts'
import { answerOptions, choice, writeAnswer } from '../../../core/options.ts'
import { normaliseAddress } from '../../../connect/customers/address.ts'

/** `leaks normalise ADDRESS…` or a file with one a line. */
export const normaliseVerb: Verb = {
  summary: 'Show the one form in which addresses are compared, and the weaker form without dots and tags',
  arguments: ['<addresses...>'],
  options: [...answerOptions],
  async run([given], options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const items: string[] = []
    for (const item of (Array.isArray(given) ? given : []) as string[]) {
      const file = resolve(io.cwd, item)
      if (item !== '-' && (item.includes('@') || !existsSync(file))) items.push(item)
      else {
        const input = item === '-' ? io.stdin : createReadStream(file)
        for await (const line of createInterface({ input })) if (line.trim() !== '') items.push(line)
      }
    }
    const results = items.map((given) => {
      const found = normaliseAddress(given)
      return { given, ok: found !== undefined, ...found }
    })
    const text = results.map((item) =>
      item.ok
        ? `${item.address}${item.folded === item.address ? '' : `  (folded: ${item.folded})`}`
        : `no address: ${JSON.stringify(item.given.slice(0, 100))}`,
    )
    writeAnswer(format === 'json' ? JSON.stringify(results, null, 2) : text.join('\n'), options, io)
    return results.every((item) => item.ok) ? 0 : 1
  },
}
