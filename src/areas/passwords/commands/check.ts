import { resolve } from 'node:path'
import { columnOf, type Row, readRows } from '../../../connect/tabular/read.ts'
import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { answerOptions, choice, type Options, wholeNumber, writeAnswer } from '../../../core/options.ts'
import { look } from '../breached/source.ts'
import { strengthOf } from '../meter/meter.ts'
import { checkPassword, isReadable, type PasswordAnswer, type Policy } from '../policy/check.ts'
import { longest, profileNames, profiles } from '../policy/profiles.ts'
import { languageOf, languages } from '../policy/languages/index.ts'
import { indexOption, onlineOption, sourceOf } from './breached.ts'
import { readPassword } from './read-password.ts'

const scoreOf = (password: string, context: readonly string[] | undefined) => strengthOf(password, context).score

interface Item {
  id: string
  password: string
  context: string[]
}

/** The profile with the options' own lengths. @throws SW_CLI_OPTION, SW_PASSWORDS_USE */
function policyOf(options: Options): Policy {
  const profile = profiles[choice(options, 'profile', profileNames, 'nist')]
  const secondFactor = options['secondFactor'] === true
  const least = wholeNumber(options, 'min', secondFactor ? profile.minWithSecondFactor : profile.min)
  const max = wholeNumber(options, 'max', profile.max)
  if (least > max || max > longest)
    throw new ShopwardenError('SW_PASSWORDS_USE', `Lengths from ${least} to ${max} cannot be used`, {
      fix: `Give --min and --max so that min is at most max and max at most ${longest}.`,
    })
  return { ...profile, min: least, minWithSecondFactor: least, max, secondFactor }
}

/** A row's words of context: "context", or "context.0", "context.name" … from JSONL. */
const contextOf = (row: Row) =>
  Object.entries(row).flatMap(([key, value]) => (/^context(\.|$)/i.test(key) ? [value] : []))

async function* itemsOf(file: string | undefined, stdin: NodeJS.ReadableStream): AsyncGenerator<Item> {
  if (file === undefined) {
    yield { id: 'password', password: await readPassword(stdin), context: [] }
    return
  }
  let number = 0
  for await (const row of readRows(file)) {
    number++
    const column = columnOf(row, ['password'])
    if (column === undefined)
      throw new ShopwardenError('SW_PASSWORDS_INPUT', 'A record has no password', {
        where: `${file}: record ${number}`,
        fix: 'Name the field "password"; "id" and "context" may stand beside it.',
      })
    yield { id: row['id'] ?? String(number), password: row[column] ?? '', context: contextOf(row) }
  }
}

function lines(id: string, answer: PasswordAnswer): string {
  const reasons = answer.reasons.map(({ text, suggestion }) => `  ${text} ${suggestion}`)
  return [`${id}: ${answer.accepted ? 'accepted' : 'refused'}`, ...reasons].join('\n')
}

/** `shopwarden passwords check`: one password from standard input, or many from a JSONL or CSV file. None is printed. */
export const check: Verb = {
  summary: 'judge a password (standard input) or many (JSONL, CSV) by a rule book, with reasons and suggestions',
  arguments: ['[file]'],
  options: [
    { flags: '--profile <name>', description: profileNames.join(', '), default: 'nist' },
    { flags: '--second-factor', description: 'a second factor is asked for as well' },
    { flags: '--min <characters>', description: 'own least length' },
    { flags: '--max <characters>', description: 'own greatest length' },
    { flags: '--context <words>', description: 'names of the shop and the person, with commas between' },
    indexOption,
    onlineOption,
    { flags: '--language <tag>', description: `language of the reasons: ${languages.join(', ')}`, default: 'en' },
    ...answerOptions,
  ],
  async run([file], options, io) {
    const policy = policyOf(options)
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const path = typeof file === 'string' ? resolve(io.cwd, file) : undefined
    const shared = typeof options['context'] === 'string' ? options['context'].split(',') : []
    const language = languageOf(typeof options['language'] === 'string' ? options['language'] : undefined)
    const source = sourceOf(options, io)
    try {
      const answers: (PasswordAnswer & { id: string })[] = []
      for await (const { id, password, context } of itemsOf(path, io.stdin)) {
        io.signal.throwIfAborted()
        const found = isReadable(password) ? await look(source, password) : {}
        const known = { ...found, context: [...shared, ...context], scoreOf, language }
        answers.push({ id, ...checkPassword(password, policy, known) })
      }
      const unseen = [...new Set(answers.flatMap((answer) => answer.notChecked))]
      const texts = answers.map((answer) => lines(answer.id, answer))
      if (unseen.length > 0) texts.push(`Not checked: ${unseen.join(', ')}.`)
      const text = format === 'json' ? JSON.stringify({ profile: policy.source, answers }, null, 2) : texts.join('\n')
      writeAnswer(text, options, io)
      if (answers.some((answer) => !answer.accepted)) return 1
      return unseen.length > 0 ? 3 : 0
    } finally {
      source?.close()
    }
  },
}
