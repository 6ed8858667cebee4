import type { Command } from 'commander'
import { openWorkspace } from '../audit/workspace.ts'
import { ShopwardenError } from '../core/errors.ts'
import { invite } from '../server/people/people.ts'
import { loosenSeats } from '../server/people/seats.ts'
import type { Cli } from './cli.ts'
import { workspaceDir } from './places.ts'

/** `shopwarden invite EMAIL`: a new link for somebody who cannot come in any more, made by whoever has the machine. */
export function addInviteCommand(program: Command, { io, finish }: Cli): void {
  program
    .command('invite')
    .description('Make a link with which a person of the server chooses a new password; takes the second factor off')
    .argument('<email>', 'mail address the person signs in with')
    .option('--public-url <url>', 'address at which people reach the server', 'http://127.0.0.1:8025')
    .action(async (email: string, flags: { publicUrl: string }) => {
      const workspace = await openWorkspace(workspaceDir(io.cwd, io.env), io.env['DATABASE_URL'])
      try {
        const { db } = workspace.store
        const person = await db
          .selectFrom('person')
          .select('id')
          .where('email', '=', email.toLowerCase())
          .executeTakeFirst()
        if (person === undefined)
          throw new ShopwardenError('SW_CLI_PERSON', 'Nobody signs in with this address here', {
            where: email,
            fix: 'Check the address and SHOPWARDEN_DIR.',
          })
        await db.updateTable('person').set({ totp: null, recovery: '[]' }).where('id', '=', person.id).execute()
        await loosenSeats({ workspace }, person.id)
        await db.deleteFrom('session').where('person', '=', person.id).execute()
        const { link, until } = await invite(
          { workspace, now: io.now, publicUrl: () => new URL(flags.publicUrl) },
          person.id,
        )
        io.stdout.write(`${link}\nIt works once, until ${until.slice(0, 10)}.\n`)
        finish(0)
      } finally {
        await workspace.close()
      }
    })
}
