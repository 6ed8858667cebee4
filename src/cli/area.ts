import type { Command } from 'commander'
import { commands } from '../areas/commands.ts'
import type { AreaName } from '../core/areas.ts'
import type { Cli } from './cli.ts'

/** `shopwarden <area> <verb> …`: the verbs that the area's own command.ts lists. */
export async function addAreaCommand(program: Command, { io, finish }: Cli, name: AreaName): Promise<void> {
  const found = await commands[name]()
  const command = program.command(name).description(found.summary)
  for (const [verbName, verb] of Object.entries(found.verbs)) {
    const sub = command.command(verbName).description(verb.summary)
    for (const argument of verb.arguments ?? []) sub.argument(argument)
    for (const option of verb.options ?? []) sub.option(option.flags, option.description, option.default)
    sub.action(async (...given: unknown[]) => {
      const args = given.slice(0, -2) as (string | string[] | undefined)[]
      finish(await verb.run(args, sub.opts(), io))
    })
  }
}
