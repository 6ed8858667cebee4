import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { answerOptions, areaState, choice, stateOption, writeAnswer } from '../../../core/options.ts'
import { CustomerBook } from '../../../connect/customers/book.ts'
import { rotateKeys } from '../../../connect/customers/rotate.ts'
import { hasCustomers } from '../../../connect/customers/tables.ts'

/** `leaks rotate`: a new key for hashes and contact data. */
export const rotateVerb: Verb = {
  summary: 'Put hashes and contact data under a new key, and destroy the old one',
  options: [stateOption, ...answerOptions],
  async run(_args, options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const dir = areaState(options, io, 'leaks')
    if (!hasCustomers(dir))
      throw new ShopwardenError('SW_LEAKS_NO_CUSTOMERS', 'No customers have been taken in yet', { where: dir })
    const book = CustomerBook.open(dir, io.now())
    try {
      const report = rotateKeys(book, io.now())
      const text = [
        `${report.carried} customers are now under a new key.`,
        ...(report.dropped > 0
          ? [`${report.dropped} were dropped because no contact data was kept for them: import them again.`]
          : []),
        ...(report.lostObjections > 0
          ? [`${report.lostObjections} old objections cannot be carried over: enter them again before the next import.`]
          : []),
        ...(report.lostPairs > 0
          ? [`Leaked passwords of ${report.lostPairs} customers are no longer known: run "leaks match --pairs" again.`]
          : []),
      ].join('\n')
      writeAnswer(format === 'json' ? JSON.stringify(report, null, 2) : text, options, io)
      return report.dropped > 0 || report.lostObjections > 0 ? 3 : 0
    } finally {
      book.close()
    }
  },
}
