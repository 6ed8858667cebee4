import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Command } from 'commander'
import { areas } from '../areas/registry.ts'
import { readConfig } from '../server/config.ts'
import { startServer } from '../server/server.ts'
import type { Cli } from './cli.ts'
import { installation, workspaceDir } from './places.ts'

/** Starting reads and compiles much that is never needed again: collected once, it goes back to the system (60 MB of 200). */
function giveBackMemory(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  setFlagsFromString('--no-expose-gc')
}

interface ServeFlags {
  config?: string
  host?: string
  port?: string
  publicUrl?: string
}

/** `shopwarden serve`: the web page and the HTTP API in one process. */
export function addServeCommand(program: Command, { io, finish }: Cli): void {
  program
    .command('serve')
    .description('Start the web page and the HTTP API; the first visit creates the owner')
    .option('--config <file>', 'YAML file with the settings of the server ("shopwarden schema server" lists them)')
    .option('--host <address>', 'address to listen on (default 127.0.0.1)')
    .option('--port <number>', 'port to listen on (default 8025)')
    .option('--public-url <url>', 'address at which people reach it, e.g. behind a reverse proxy')
    .action(async (flags: ServeFlags) => {
      const config = readConfig(flags.config, io.env, { ...flags }, io.cwd)
      const databaseUrl = io.env['DATABASE_URL']
      const server = await startServer({
        config,
        areas,
        dir: workspaceDir(io.cwd, io.env),
        ...(databaseUrl !== undefined && { databaseUrl }),
        installation,
        knowledgeDir: io.knowledgeDir,
        chromium: io.chromium,
      })
      giveBackMemory()
      io.stdout.write(`Shopwarden is ready: ${server.url}\n`)
      if (server.house.setupCode !== undefined)
        io.stdout.write(
          `Code for the first visit (this server can be reached from other machines): ${server.house.setupCode}\n`,
        )
      io.stdout.write('Stop it with Ctrl-C.\n')
      await new Promise<void>((resolve) => {
        if (io.signal.aborted) resolve()
        io.signal.addEventListener('abort', () => resolve(), { once: true })
      })
      await server.stop()
      finish(0)
    })
}
