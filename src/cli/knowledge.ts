import { resolve } from 'node:path'
import type { Command } from 'commander'
import { ShopwardenError } from '../core/errors.ts'
import { fromBundle, fromNetwork } from '../knowledge/carriers.ts'
import { feeds } from '../knowledge/feeds/feeds.ts'
import { readAdvisories } from '../knowledge/advisories.ts'
import { updateKnowledge } from '../knowledge/update.ts'
import type { Cli } from './cli.ts'

interface UpdateFlags {
  bundle?: string
  mirror?: string
  only?: string
  acceptSmaller?: boolean
  format: string
}

function chosen(only: string | undefined) {
  if (only === undefined) return feeds
  return only.split(',').map((name) => {
    const feed = feeds.find((candidate) => candidate.name === name.trim())
    if (feed) return feed
    throw new ShopwardenError('SW_KNOWLEDGE_NAME', `There is no feed named ${name}`, {
      fix: `Use ${feeds.map((candidate) => candidate.name).join(', ')}.`,
    })
  })
}

/** `shopwarden knowledge update|status`: the dated facts, refreshed. */
export function addKnowledgeCommand(program: Command, { io, finish }: Cli): void {
  const knowledge = program.command('knowledge').description('Dated facts: releases, support ends, known holes')
  knowledge
    .command('update')
    .description('Refresh the facts from their publishers, a mirror or a folder')
    .option('--bundle <dir>', 'take the published files from a folder (<feed>.<anything>); no network is used')
    .option('--mirror <url>', 'take each feed from <url>/<feed>')
    .option('--only <feeds>', 'comma-separated names of feeds')
    .option('--accept-smaller', 'accept a feed that lost more than half of its entries')
    .option('--format <format>', 'text or json', 'text')
    .action(async (flags: UpdateFlags) => {
      const wanted = chosen(flags.only)
      const carry = flags.bundle
        ? fromBundle(resolve(io.cwd, flags.bundle))
        : fromNetwork(flags.mirror, io.signal, io.env)
      const results = await updateKnowledge(wanted, carry, io.knowledgeDir, {
        now: io.now(),
        acceptLoss: flags.acceptSmaller ?? false,
        signal: io.signal,
      })
      if (flags.format === 'json') io.stdout.write(`${JSON.stringify(results, null, 2)}\n`)
      else
        for (const { feed, state, asOf, read, skipped, reason } of results)
          io.stdout.write(
            `${state.padEnd(9)} ${feed}${asOf ? `, of ${asOf}` : ''}${read === undefined ? '' : `, ${read} entries${skipped ? ` (${skipped} could not be read)` : ''}`}${reason ? `: ${reason}` : ''}\n`,
          )
      // What was asked for by name has to come.
      const missing = flags.only === undefined ? ['failed'] : ['failed', 'skipped']
      finish(results.some(({ state }) => missing.includes(state)) ? 3 : 0)
    })
  knowledge
    .command('status')
    .description('Which advisories are known, and of which day')
    .option('--format <format>', 'text or json', 'text')
    .action((flags: { format: string }) => {
      const { ages } = readAdvisories(io.knowledgeDir)
      if (flags.format === 'json') io.stdout.write(`${JSON.stringify(ages, null, 2)}\n`)
      else for (const age of ages) io.stdout.write(`${age.asOf}  ${age.file}, ${age.advisories} entries\n`)
      finish(0)
    })
}
