import { join } from 'node:path'
import { audit } from '../../audit/audit.ts'
import { namedHosts } from '../../audit/hosts.ts'
import { readOwnQuestions } from '../../audit/own-questions.ts'
import { startSampleShop } from '../../audit/sample-shop.ts'
import { loadShop } from '../../audit/shop-file.ts'
import type { Workspace } from '../../audit/workspace.ts'
import type { Area } from '../../core/area.ts'
import type { Touch } from '../../core/probe.ts'
import { type Shop, shopSchema } from '../../core/shop.ts'
import { createHttpClient } from '../../net/http-client.ts'
import { renderAll } from '../../report/render.ts'
import { writeAtomically } from '../../store/files.ts'
import { fileAudit } from '../audits/file.ts'
import { auditInput } from '../audits/input.ts'
import { withinLimits } from '../shops/limits.ts'
import { isSample, shopDir } from '../shops/records.ts'
import type { Order } from './order.ts'

export interface JobWorld {
  workspace: Workspace
  areas: readonly Area[]
  signal: AbortSignal
  progress(step: string, message: string): void
}

/** Runs `work` on the shop to audit; the bundled sample shop is started for it. */
async function withShop<T>(order: Order, work: (shop: Shop) => Promise<T>): Promise<T> {
  if (!isSample(order.shop.id)) return work(withinLimits(order.shop.description, order.shop.id, order))
  const sample = await startSampleShop(order.installation, { repaired: false })
  try {
    return await work(shopSchema.parse({ ...loadShop(sample.shopFile), name: order.shop.name }))
  } finally {
    await sample.stop()
  }
}

/** One audit: the report in all formats into the shop's folder, the figures and findings into the database. */
export async function runAudit(order: Order, world: JobWorld): Promise<number> {
  const { workspace, areas, signal, progress } = world
  const { touch } = auditInput.parse(order.input)
  const stateDir = shopDir(workspace, order.shop.id)
  return withShop(order, async (shop) => {
    const result = await audit({
      shop,
      ledger: order.shop.id,
      areas,
      extraQuestions: readOwnQuestions(shop.questions),
      workspace,
      http: createHttpClient({
        hosts: namedHosts(shop),
        allowPrivateAddresses: shop.allowPrivateAddresses,
        insecureTls: true,
        signal,
      }),
      knowledgeDir: order.knowledgeDir,
      stateDir,
      chromium: order.chromium,
      touch: touch satisfies Touch,
      now: () => new Date(),
      signal,
      progress,
    })
    progress('report', 'started')
    for (const { name, content } of await renderAll(result, workspace.signer))
      writeAtomically(join(stateDir, 'audits', order.job, name), content)
    await fileAudit(workspace.store, order.shop.id, order.job, result)
    progress('report', 'done')
    return result.interrupted || result.score.coverage < 100 ? 3 : 0
  })
}
