import { PassThrough } from 'node:stream'
import type { AreaCommand, CommandIo, ExitStatus } from '../../src/core/area.ts'

export interface Ran {
  status: ExitStatus
  text: string
}

/** Runs a verb in this process, with a folder and a clock of its own. */
export async function runVerb(
  command: AreaCommand,
  verb: string,
  args: (string | string[])[],
  options: Record<string, string | boolean>,
  where: { cwd: string; now: Date; env?: NodeJS.ProcessEnv; knowledgeDir?: string },
): Promise<Ran> {
  const stdout = new PassThrough()
  let text = ''
  stdout.on('data', (piece: Buffer) => {
    text += piece.toString()
  })
  const found = command.verbs[verb]
  if (found === undefined) throw new Error(`there is no verb ${verb}`)
  const io: CommandIo = {
    stdin: new PassThrough(),
    stdout,
    stderr: new PassThrough().resume(),
    cwd: where.cwd,
    env: where.env ?? {},
    knowledgeDir: where.knowledgeDir ?? '',
    chromium: undefined,
    now: () => where.now,
    signal: new AbortController().signal,
  }
  const status = await found.run(args, options, io)
  await new Promise((resolve) => setImmediate(resolve))
  return { status, text }
}
