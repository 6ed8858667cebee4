import { resolve } from 'node:path'
import type { Command } from 'commander'
import { backUp, type BackupReport, restore, verifyBackup } from '../server/ops/backup.ts'
import type { Cli } from './cli.ts'
import { workspaceDir } from './places.ts'

const told = ({ files, bytes, ledgers, dir }: BackupReport) =>
  `${dir}: ${files} files, ${(bytes / 1e6).toFixed(1)} MB, ${ledgers} ledgers verified`

/** `shopwarden backup make|verify|restore`: copies of everything, made while the server runs, proven before they are trusted. */
export function addBackupCommand(program: Command, { io, finish }: Cli): void {
  const backup = program
    .command('backup')
    .description('Copies of the workspace: make one while the server runs, verify, restore')
  const workspace = () => workspaceDir(io.cwd, io.env)
  backup
    .command('make')
    .description('Copy everything into a new folder and prove the copy')
    .argument('<dir>', 'new folder')
    .action(async (dir: string) => {
      const report = await backUp(workspace(), resolve(io.cwd, dir), io.now())
      io.stdout.write(`${told(report)}\n`)
      if (io.env['DATABASE_URL'] !== undefined)
        io.stdout.write('The database is PostgreSQL: back it up beside this, with pg_dump.\n')
      finish(0)
    })
  backup
    .command('verify')
    .description('Check every file and every ledger of a backup')
    .argument('<dir>', 'folder of the backup')
    .action(async (dir: string) => {
      io.stdout.write(`sound   ${told(await verifyBackup(resolve(io.cwd, dir)))}\n`)
      finish(0)
    })
  backup
    .command('restore')
    .description('Put a backup in the place of the workspace (stop the server first); what was there is set aside')
    .argument('<dir>', 'folder of the backup')
    .action(async (dir: string) => {
      const { report, setAside } = await restore(resolve(io.cwd, dir), workspace(), io.now())
      io.stdout.write(
        `${told(report)}\nRestored to ${workspace()}.${setAside ? ` What was there is now ${setAside}.` : ''}\n`,
      )
      finish(0)
    })
}
