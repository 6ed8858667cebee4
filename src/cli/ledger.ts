import type { Command } from 'commander'
import { readHead, readRows } from '../audit/ledger.ts'
import { verifyLedger } from '../audit/verify-ledger.ts'
import { openWorkspace } from '../audit/workspace.ts'
import type { Cli } from './cli.ts'
import { workspaceDir } from './places.ts'

/** `shopwarden ledger verify`: is every record as it was filed? */
export function addLedgerCommand(program: Command, { io, finish }: Cli): void {
  const ledger = program.command('ledger').description('The evidence ledger: append-only, hash-chained, signed')
  ledger
    .command('verify')
    .description('Find any changed, removed, reordered or inserted record')
    .option('--format <format>', 'text or json', 'text')
    .action(async (flags: { format: string }) => {
      const workspace = await openWorkspace(workspaceDir(io.cwd, io.env), io.env['DATABASE_URL'])
      try {
        const { store, signer } = workspace
        const rows = await store.db
          .selectFrom('ledger')
          .select('shop')
          .distinct()
          .union(store.db.selectFrom('ledger_head').select('shop'))
          .execute()
        const shops = []
        for (const { shop } of rows) {
          const head = await readHead(store, shop)
          shops.push({ shop, head: head?.hash, ...(await verifyLedger(readRows(store, shop), head, signer.publicKey)) })
        }
        const sound = shops.every((shop) => shop.faults.length === 0)
        if (flags.format === 'json') {
          io.stdout.write(`${JSON.stringify({ sound, shops }, null, 2)}\n`)
        } else {
          if (shops.length === 0) io.stdout.write('The ledger is empty: nothing has been audited here yet.\n')
          for (const shop of shops) {
            io.stdout.write(
              `${shop.faults.length === 0 ? 'sound ' : 'BROKEN'}  ${shop.shop}: ${shop.records} records, head ${shop.head?.slice(0, 16) ?? 'missing'}\n`,
            )
            for (const fault of shop.faults) io.stdout.write(`        ${fault.what}: ${fault.detail}\n`)
          }
        }
        finish(sound ? 0 : 1)
      } finally {
        await workspace.close()
      }
    })
}
