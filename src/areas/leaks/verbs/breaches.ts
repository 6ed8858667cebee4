import type { Verb } from '../../../core/area.ts'
import { answerOptions, areaState, choice, stateOption, writeAnswer } from '../../../core/options.ts'
import { openHashes } from '../../../connect/customers/tables.ts'
import { readBreaches } from '../breach/catalogue.ts'
import { needCustomers } from './need-customers.ts'

/** `leaks breaches`: the leaks that customers are in. */
export const breachesVerb: Verb = {
  summary: 'List the leaks that customers are in: how many, how bad, how many wait, and who says so',
  options: [stateOption, ...answerOptions],
  async run(_args, options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const dir = areaState(options, io, 'leaks')
    needCustomers(dir)
    const db = openHashes(dir, true)
    try {
      const breaches = readBreaches(db)
      const text = breaches.map((item) => {
        const marks = [...(item.fabricated ? ['made up'] : []), ...(item.spamList ? ['spam list'] : [])]
        return `${item.severity.padEnd(9)} ${item.title}${item.date === undefined ? '' : ` (${item.date})`}${marks.length > 0 ? ` [${marks.join(', ')}]` : ''}: ${item.customers} customers, ${item.open} wait; last seen ${item.lastSeen.slice(0, 10)}. Source: ${item.attribution}`
      })
      writeAnswer(
        format === 'json'
          ? JSON.stringify(breaches, null, 2)
          : [...text, `Customers are in ${breaches.length} known leaks.`].join('\n'),
        options,
        io,
      )
      return 0
    } finally {
      db.close()
    }
  },
}
