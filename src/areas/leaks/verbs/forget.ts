import type { Verb } from '../../../core/area.ts'
import { answerOptions, areaState, choice, stateOption, writeAnswer } from '../../../core/options.ts'
import { normaliseAddress } from '../../../connect/customers/address.ts'
import { CustomerBook } from '../../../connect/customers/book.ts'

/** `leaks forget ADDRESS…`: deletion and objection (GDPR, articles 17 and 21). */
export const forgetVerb: Verb = {
  summary: 'Delete customers with everything kept about them; with --object they stay out of later imports too',
  arguments: ['<addresses...>'],
  options: [
    { flags: '--object', description: 'they do not want to be compared at all' },
    stateOption,
    ...answerOptions,
  ],
  async run([given], options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const book = CustomerBook.open(areaState(options, io, 'leaks'), io.now())
    try {
      const addresses = ((Array.isArray(given) ? given : []) as string[]).map((text) => normaliseAddress(text)?.address)
      const known = addresses.filter((address) => address !== undefined)
      const ids = known.flatMap((address) => book.find(address) ?? [])
      const deleted = book.forget(ids)
      if (options['object'] === true) for (const address of known) book.object(address, io.now().toISOString())
      const report = { given: addresses.length, readable: known.length, deleted, objected: options['object'] === true }
      const text = `${deleted} of ${addresses.length} customers were deleted${report.objected ? ' and will be left out from now on' : ''}.`
      writeAnswer(format === 'json' ? JSON.stringify(report, null, 2) : text, options, io)
      return known.length < addresses.length ? 2 : 0
    } finally {
      book.close()
    }
  },
}
