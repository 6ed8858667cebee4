import { resolve } from 'node:path'
import { columnOf, readRows } from '../../../connect/tabular/read.ts'
import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { answerOptions, choice, writeAnswer } from '../../../core/options.ts'
import { strengthOf } from '../meter/meter.ts'
import { readPassword } from './read-password.ts'

/** `shopwarden passwords rank`: how many guesses a password withstands. None is printed: rows are named by their number. */
export const rank: Verb = {
  summary: 'estimate how many guesses a password (standard input) or many (JSONL, CSV) withstand',
  arguments: ['[file]'],
  options: [
    { flags: '--context <words>', description: 'names of the shop and the person, with commas between' },
    ...answerOptions,
  ],
  async run([file], options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const shared = typeof options['context'] === 'string' ? options['context'].split(',') : []
    const answers: { id: string; guessesLog10: number; score: number }[] = []
    const take = (id: string, password: string) => {
      const { guessesLog10, score } = strengthOf(password, shared)
      answers.push({ id, guessesLog10: Math.round(guessesLog10 * 1000) / 1000, score })
    }
    if (typeof file !== 'string') take('password', await readPassword(io.stdin))
    else {
      let number = 0
      for await (const row of readRows(resolve(io.cwd, file))) {
        io.signal.throwIfAborted()
        number++
        const column = columnOf(row, ['password'])
        if (column === undefined)
          throw new ShopwardenError('SW_PASSWORDS_INPUT', 'A record has no password', {
            where: `${file}: record ${number}`,
            fix: 'Name the field "password"; "id" may stand beside it.',
          })
        take(row['id'] ?? String(number), row[column] ?? '')
      }
    }
    const text =
      format === 'json'
        ? JSON.stringify({ answers }, null, 2)
        : answers
            .map((item) => `${item.id}: about 10^${item.guessesLog10.toFixed(1)} guesses, ${item.score} of 4`)
            .join('\n')
    writeAnswer(text, options, io)
    return 0
  },
}
