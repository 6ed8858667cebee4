import { join } from 'node:path'
import type { Fact } from '../../core/fact.ts'
import type { Probe } from '../../core/probe.ts'
import { hasCustomers, openHashes } from '../../connect/customers/tables.ts'
import { hasNotices, openQueue } from './queue/tables.ts'
import { readChanged, readForm, readTold } from './read-records.ts'
import { changedFact, formFact, toldFact } from './schema.ts'

const subject = 'notices'

const records: Probe = {
  id: 'notices/records',
  version: '1',
  area: 'notices',
  needs: ['records'],
  touch: 'passive',
  facts: [toldFact, formFact, changedFact],
  timeLimitSeconds: 60,
  async run(_shop, context) {
    const missing = (fact: Fact, reason: string, fix: string) => context.couldNotLook(fact, subject, reason, fix)
    const leaks = join(context.stateDir, 'leaks')
    const dir = join(context.stateDir, 'notices')
    const interview = 'If notices are sent some other way, answer with "shopwarden interview".'
    if (!hasCustomers(leaks)) {
      for (const fact of [toldFact, formFact, changedFact])
        missing(
          fact,
          'No record of leaks or notices to customers was found.',
          `Start with "shopwarden leaks import". ${interview}`,
        )
      return
    }
    const customers = openHashes(leaks, true)
    const queue = hasNotices(dir) ? openQueue(dir, true) : undefined
    try {
      const sweeps = (customers.prepare('select count(*) as n from sweeps').get() as { n: number }).n
      if (sweeps === 0)
        for (const fact of [toldFact, changedFact])
          missing(
            fact,
            'Customers were never compared with a leak, so it is not known who should be told.',
            'Run "shopwarden leaks match FILE" or "leaks sweep".',
          )
      else {
        context.observe(toldFact, subject, readTold(customers, queue, context.now()))
        context.observe(changedFact, subject, readChanged(customers, context.now()))
      }
      const form = queue && readForm(queue)
      if (form) context.observe(formFact, subject, form)
      else missing(formFact, 'No campaign of notices was approved yet.', `Run "shopwarden notices plan". ${interview}`)
    } finally {
      customers.close()
      queue?.close()
    }
  },
}

export const probes: readonly Probe[] = [records]
