import { z } from 'zod'
import type { Workspace } from '../../audit/workspace.ts'
import type { Limits } from './limits.ts'

/** What the shops of a client may name: folders on this machine, private addresses. */
export async function clientLimits(workspace: Workspace, client: string): Promise<Limits & { roots: string[] }> {
  const row = await workspace.store.db
    .selectFrom('client')
    .select(['roots', 'allow_private'])
    .where('id', '=', client)
    .executeTakeFirstOrThrow()
  return {
    dir: workspace.dir,
    roots: z.array(z.string()).parse(JSON.parse(row.roots)),
    allowPrivate: row.allow_private === 1,
  }
}
