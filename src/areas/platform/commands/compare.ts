import { resolve } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import type { CommandIo, Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { answerOptions, choice, writeAnswer } from '../../../core/options.ts'
import { compareVersions, ECOSYSTEMS, type Ecosystem } from '../../../core/versions/compare.ts'
import { readTextUpTo } from '../../../net/files.ts'

const maxBytes = 200_000_000
const words = { '-1': 'older than', '0': 'the same as', '1': 'newer than' } as const

async function pairsOf(first: string, io: CommandIo): Promise<[string, string][]> {
  const text = first === '-' ? await readAll(io.stdin) : readTextUpTo(resolve(io.cwd, first), maxBytes)
  if (text === undefined)
    throw new ShopwardenError('SW_PLATFORM_COMPARE_FILE', 'The file of pairs cannot be read', {
      where: first,
      fix: 'Give two versions, a file with one pair a line, or - for standard input.',
    })
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line, index) => {
    const [a, b, more] = line.trim().split(/[\t ,;]+/)
    if (a !== undefined && b !== undefined && more === undefined) return [a, b]
    throw new ShopwardenError('SW_PLATFORM_COMPARE_LINE', 'A line holds exactly two versions', {
      where: `${first}:${index + 1}`,
      fix: 'Separate them by a blank, a tab, a comma or a semicolon.',
    })
  })
}

export const compare: Verb = {
  summary: 'Which of two versions is newer, in the order of their own package manager',
  arguments: ['<ecosystem>', '<first>', '[second]'],
  options: [...answerOptions],
  async run([ecosystem, first, second], options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const known = choice({ ecosystem: String(ecosystem) }, 'ecosystem', ECOSYSTEMS, 'deb') as Ecosystem
    const pairs = typeof second === 'string' ? [[String(first), second] as const] : await pairsOf(String(first), io)
    const results = pairs.map(([a, b]) => ({ a, b, order: compareVersions(known, a, b) ?? null }))
    const asText = () =>
      results
        .map(({ a, b, order }) =>
          order === null
            ? `${a} and ${b}: unknown, one of them has no order in ${known}`
            : `${a} is ${words[`${order}`]} ${b}`,
        )
        .join('\n')
    writeAnswer(format === 'json' ? JSON.stringify({ ecosystem: known, results }) : asText(), options, io)
    return results.some(({ order }) => order === null) ? 3 : 0
  },
}
