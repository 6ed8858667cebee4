import { openShopDatabase } from '../../../connect/database/open.ts'
import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { answerOptions, choice, writeAnswer } from '../../../core/options.ts'
import { auditHashes } from '../hashes/audit.ts'

/** `shopwarden passwords hashes`: how a shop keeps its customers' passwords. */
export const hashes: Verb = {
  summary: 'say by which methods a shop keeps its passwords (reads the database, cracks nothing)',
  arguments: ['<address>'],
  options: [...answerOptions],
  async run([address], options, io) {
    if (typeof address !== 'string')
      throw new ShopwardenError('SW_PASSWORDS_USE', 'No database was named', {
        fix: 'Give an address such as mysql://reader@localhost/shop.',
      })
    const database = await openShopDatabase(address, io.env)
    const audit = await auditHashes(database, io.signal).finally(() => database.close())
    if (choice(options, 'format', ['text', 'json'], 'text') === 'json')
      writeAnswer(JSON.stringify(audit, null, 2), options, io)
    else {
      const lines = audit.kinds.map(
        ({ table, name, worth, why, accounts }) =>
          `${table}: ${accounts} accounts by ${name} (${worth === 'fit' ? 'good' : worth === 'weak' ? 'too weak' : 'not protected'}). ${why}`,
      )
      if (audit.accounts === 0) lines.push('No table of accounts was recognised.')
      if (audit.kinds.some(({ worth }) => worth !== 'fit'))
        lines.push('What to do: hash with Argon2id or bcrypt from the next log-in on, and wrap the old hashes at once.')
      for (const table of audit.notRead) lines.push(`Not read: ${table}`)
      writeAnswer(lines.join('\n'), options, io)
    }
    if (audit.kinds.some(({ worth }) => worth !== 'fit')) return 1
    return audit.notRead.length > 0 || audit.accounts === 0 ? 3 : 0
  },
}
