import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { PassThrough, Readable, Writable } from 'node:stream'
import { areaOf, commands } from '../../areas/commands.ts'
import type { Verb } from '../../core/area.ts'
import { AREAS } from '../../core/areas.ts'
import { ShopwardenError } from '../../core/errors.ts'
import { writeAtomically } from '../../store/files.ts'
import { withinLimits } from '../shops/limits.ts'
import { shopDir } from '../shops/records.ts'
import { uploadPath } from '../shops/uploads.ts'
import { documentPath, resultPath } from './documents.ts'
import type { Order } from './order.ts'

interface VerbWorld {
  signal: AbortSignal
  progress(step: string, message: string): void
}

const mostOutput = 50_000_000

/** Collects what a verb writes; more than 50 MB is cut off, and said so. */
function collector(): { stream: Writable; text(): string } {
  const pieces: Buffer[] = []
  let size = 0
  return {
    stream: new Writable({
      write(piece: Buffer, _encoding, next) {
        size += piece.length
        if (size > mostOutput)
          return next(new ShopwardenError('SW_SERVER_TOO_LARGE', 'The answer of this command is larger than 50 MB'))
        pieces.push(piece)
        next()
      },
    }),
    text: () => Buffer.concat(pieces).toString('utf8'),
  }
}

const has = (verb: Verb, flag: string) =>
  (verb.options ?? []).some((option) => option.flags.split(/[ ,]/).includes(flag))

/** Name of an option as commander hands it over: `--fail-on` is failOn, `--no-cache` is cache. */
function defaultsOf(verb: Verb): Record<string, string> {
  const named = (verb.options ?? []).flatMap(({ flags, default: value }) => {
    const name = /--([a-z][a-z-]*)/.exec(flags)?.[1]?.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
    return name === undefined || value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(named)
}

/** One verb of an area with the shop's own folder as its state; its document becomes the job's result. */
export async function runVerb(order: Order, { signal, progress }: VerbWorld): Promise<number> {
  const [areaName, verbName] = order.kind.split('.')
  const name = AREAS.find((candidate) => candidate === areaName)
  const remote = name && (await (await areaOf[name]()).remotes?.())?.[verbName ?? '']
  const verb = remote && name && (await commands[name]()).verbs[verbName ?? '']
  if (remote === undefined || verb === undefined)
    throw new ShopwardenError('SW_SERVER_JOB', `There is no command "${order.kind}" for the network`)
  const stateDir = shopDir(order, order.shop.id)
  const work = join(stateDir, 'work', order.job)
  mkdirSync(work, { recursive: true, mode: 0o700 })
  const { args = [], options = {} } = remote.command(remote.input.parse(order.input) as never, {
    shop: withinLimits(order.shop.description, order.shop.id, order),
    actor: order.actor,
    upload: (id) => uploadPath(stateDir, id),
    result: (id) => resultPath(stateDir, id),
    write(name, content) {
      const path = join(work, basename(name))
      writeAtomically(path, content)
      return path
    },
  })
  const out = collector()
  const err = new PassThrough()
  err.on('data', (piece: Buffer) => progress(order.kind, piece.toString('utf8').trim().slice(0, 500)))
  const status = await verb.run(
    args,
    {
      ...defaultsOf(verb),
      ...(has(verb, '--state') && { state: stateDir }),
      ...options,
      ...(has(verb, '--format') && { format: 'json' }),
    },
    {
      stdin: Readable.from([]),
      stdout: out.stream,
      stderr: err,
      cwd: work,
      env: {
        ...process.env,
        ...order.keys,
        ...(order.mailServer !== undefined && { SHOPWARDEN_MAIL_SERVER: order.mailServer }),
        SHOPWARDEN_DIR: stateDir,
        // The database of the server is not the database of one shop's records.
        DATABASE_URL: undefined,
      },
      knowledgeDir: order.knowledgeDir,
      chromium: order.chromium,
      now: () => new Date(),
      signal,
    },
  )
  writeAtomically(documentPath(stateDir, order.job), asDocument(out.text()))
  return status
}

/** One JSON document: what the verb wrote, or its lines where it wrote one JSON value a line, or its text. */
function asDocument(text: string): string {
  for (const candidate of [text, `[${text.trim().split('\n').join(',')}]`]) {
    try {
      return JSON.stringify(JSON.parse(candidate))
    } catch {
      continue
    }
  }
  return JSON.stringify({ text })
}
