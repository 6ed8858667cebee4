import { createInterface } from 'node:readline/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { areas } from '../areas/registry.ts'
import { readOwnQuestions } from '../audit/own-questions.ts'
import { answerAll, readPast } from '../audit/past.ts'
import { loadShop } from '../audit/shop-file.ts'
import {
  type AnswersFile,
  fileStatements,
  openQuestions,
  readAnswersFile,
  type Statement,
} from '../audit/statements.ts'
import { openWorkspace } from '../audit/workspace.ts'
import type { CommandIo } from '../core/area.ts'
import type { CriterionAnswer } from '../core/answer.ts'
import { type Shop, shopSchema } from '../core/shop.ts'
import { EvidenceView } from '../core/view.ts'
import type { Cli } from './cli.ts'
import { workspaceDir } from './places.ts'

const verdicts: Record<string, Statement['verdict']> = {
  y: 'yes',
  yes: 'yes',
  p: 'partly',
  partly: 'partly',
  n: 'no',
  no: 'no',
}

/** Asks one question at a time; Enter skips, q ends. */
async function ask(questions: CriterionAnswer[], io: CommandIo): Promise<Statement[]> {
  const terminal = createInterface({ input: io.stdin, output: io.stdout })
  const given: Statement[] = []
  try {
    io.stdout.write(
      `${questions.length} questions could not be measured. Answer yes, partly or no; Enter skips one, q ends.\n\n`,
    )
    const by = (await terminal.question('Your name and role (kept with each answer): ', { signal: io.signal })).trim()
    if (by === '') return []
    for (const [index, item] of questions.entries()) {
      io.stdout.write(
        `\n${index + 1} of ${questions.length}  ${item.attest?.ask ?? item.asks}\n   (counts for ${item.attest?.validDays ?? 365} days; why it could not be measured: ${item.because})\n`,
      )
      let verdict: Statement['verdict'] | undefined
      for (;;) {
        const answer = (await terminal.question('   yes / partly / no: ', { signal: io.signal })).trim().toLowerCase()
        if (answer === 'q') return given
        verdict = verdicts[answer]
        if (verdict !== undefined || answer === '') break
        io.stdout.write('   Please answer yes, partly or no.\n')
      }
      if (verdict === undefined) continue
      const statement = (
        await terminal.question('   Anything to add (Enter for nothing): ', { signal: io.signal })
      ).trim()
      const document = (
        await terminal.question('   A document that shows it (path, Enter for none): ', { signal: io.signal })
      ).trim()
      given.push({ criterion: item.id, verdict, by, statement, documents: document === '' ? [] : [document] })
    }
    return given
  } finally {
    terminal.close()
  }
}

function findShop(flags: { shop?: string; name?: string }, cwd: string): Shop {
  return flags.shop ? loadShop(resolve(cwd, flags.shop)) : shopSchema.parse({ name: flags.name ?? 'my shop' })
}

/** `shopwarden interview`: what only a person can know, with name, date, expiry and documents. */
export function addInterviewCommand(program: Command, { io, finish }: Cli): void {
  program
    .command('interview')
    .description('Answer what could not be measured; review, renew and withdraw earlier answers')
    .option('--shop <file>', 'description of the shop (shop.yaml)')
    .option('--name <name>', 'name of the shop as it was audited')
    .option(
      '--answers <file>',
      'take the answers from a YAML file (lists answers, waivers, withdraw) instead of asking',
    )
    .option('--list', 'only list the open questions and the answers in force')
    .action(async (flags: { shop?: string; name?: string; answers?: string; list?: boolean }) => {
      const shop = findShop(flags, io.cwd)
      const workspace = await openWorkspace(workspaceDir(io.cwd, io.env), io.env['DATABASE_URL'])
      try {
        const past = await readPast(workspace, shop.name)
        const now = io.now()
        const answers = answerAll(
          [...areas.map((area) => area.question), ...readOwnQuestions(shop.questions)],
          new EvidenceView(past.evidence, now),
          shop,
          past,
        )
        const open = openQuestions(answers, now)
        if (flags.list) {
          for (const item of open) io.stdout.write(`open      ${item.id}: ${item.attest?.ask ?? item.asks}\n`)
          for (const item of answers.flatMap((answer) => answer.criteria)) {
            if (item.attestation)
              io.stdout.write(
                `${item.attestation.verdict.padEnd(9)} ${item.id}: ${item.attestation.by}, until ${item.attestation.validUntil.slice(0, 10)}\n`,
              )
            if (item.waiver)
              io.stdout.write(
                `waived    ${item.id}: ${item.waiver.owner}, until ${item.waiver.validUntil.slice(0, 10)}: ${item.waiver.reason}\n`,
              )
          }
          return finish(0)
        }
        const file: AnswersFile = flags.answers
          ? readAnswersFile(resolve(io.cwd, flags.answers))
          : { answers: await ask(open, io), waivers: [], withdraw: [] }
        const filed = await fileStatements(workspace, shop.name, answers, file, { cwd: io.cwd, now })
        io.stdout.write(`${filed} statement(s) filed. The next audit counts them.\n`)
        finish(0)
      } finally {
        await workspace.close()
      }
    })
}
