import { openWorkspace } from '../../audit/workspace.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { knowledgeKind, updateFacts } from './knowledge-job.ts'
import { type JobError, type JobReport, type Order, orderSchema } from './order.ts'
import { runVerb } from './verb-job.ts'

const tell = (report: JobReport) => process.send?.(report)

function asError(error: unknown): JobError {
  if (error instanceof ShopwardenError) {
    const { code, message, where, fix } = error
    return { code, message, ...(where !== undefined && { where }), ...(fix !== undefined && { fix }) }
  }
  const reason = error instanceof Error ? error.message : String(error)
  return {
    code: 'SW_SERVER_JOB',
    message: `The job failed: ${reason}`,
    fix: 'This is a fault of Shopwarden: please report it.',
  }
}

async function run(order: Order, signal: AbortSignal): Promise<number> {
  const progress = (step: string, message: string) => tell({ kind: 'progress', step, message })
  if (order.kind === knowledgeKind)
    return updateFacts(order, {
      signal,
      progress,
      mirror: process.env['SHOPWARDEN_KNOWLEDGE_MIRROR'],
      now: () => new Date(),
    })
  const workspace = await openWorkspace(order.dir, order.databaseUrl)
  try {
    if (order.kind !== 'audit') return await runVerb(order, { signal, progress })
    // Loaded for an audit alone: thirteen areas are a second of work that one verb need not wait for.
    const [{ runAudit }, { areas }] = await Promise.all([import('./audit-job.ts'), import('../../areas/registry.ts')])
    return await runAudit(order, { workspace, areas, signal, progress })
  } finally {
    await workspace.close()
  }
}

const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => stop.abort(new ShopwardenError('SW_SERVER_CANCELLED', 'The job was stopped')))
// The server is gone: nobody would hear the result.
process.on('disconnect', () => stop.abort(new ShopwardenError('SW_SERVER_CANCELLED', 'The server has stopped')))

process.once('message', (message) => {
  const order = orderSchema.parse(message)
  run(order, stop.signal)
    .then(
      (status) => tell({ kind: 'done', status }),
      (error: unknown) => tell({ kind: 'failed', error: asError(error) }),
    )
    .finally(() => process.exit(0))
})
