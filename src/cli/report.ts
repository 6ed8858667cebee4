import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { loadSigner } from '../audit/keys.ts'
import { verifyReport } from '../report/verify.ts'
import type { Cli } from './cli.ts'
import { workspaceDir } from './places.ts'

/** `shopwarden report verify [DIR]`: was the report changed after it was signed? */
export function addReportCommand(program: Command, { io, finish }: Cli): void {
  program
    .command('report')
    .description('Reports of earlier audits')
    .command('verify')
    .description('Check that a report is as it was signed')
    .argument('[dir]', 'folder of the report', 'shopwarden-report')
    .option('--key <file>', "public key (PEM) of the installation that signed; this installation's own by default")
    .action((dir: string, flags: { key?: string }) => {
      const own = join(workspaceDir(io.cwd, io.env), 'keys', 'signing.pem')
      const trusted = flags.key
        ? readFileSync(resolve(io.cwd, flags.key), 'utf8')
        : existsSync(own)
          ? loadSigner(own).publicKey
          : undefined
      const faults = verifyReport(resolve(io.cwd, dir), trusted)
      for (const fault of faults) io.stdout.write(`BROKEN  ${fault}\n`)
      if (faults.length === 0) {
        io.stdout.write(
          trusted
            ? 'sound   every file is as it was signed, by the expected key\n'
            : 'sound   every file is as it was signed; whose key it is was not checked (give --key)\n',
        )
      }
      finish(faults.length === 0 ? 0 : 1)
    })
}
