// The strength meter against real frequencies, and its speed:
//   node bench/passwords-meter.bench.ts DATASETS
// DATASETS is src/datasets of the public data of Golla and Dürmuth (CCS 2018), online and offline; it is not part of the project.
// The figure is theirs: Spearman's correlation of weighted ranks (mid-ranks of ties), weights as given.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import zxcvbn from 'zxcvbn'
import { strengthOf } from '../src/areas/passwords/meter/meter.ts'

const folder = process.argv[2]
if (folder === undefined) throw new Error('Give the folder of the data sets.')

function ranks(values: readonly number[], weights: readonly number[]): Float64Array {
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!)
  const result = new Float64Array(values.length)
  let below = 0
  for (let i = 0; i < order.length; ) {
    let j = i
    let tied = 0
    while (j < order.length && values[order[j]!] === values[order[i]!]) tied += weights[order[j++]!]!
    for (let k = i; k < j; k++) result[order[k]!] = below + tied / 2
    below += tied
    i = j
  }
  return result
}

function correlation(a: Float64Array, b: Float64Array, weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = (values: Float64Array) => weights.reduce((sum, weight, i) => sum + weight * values[i]!, 0) / total
  const [meanA, meanB] = [mean(a), mean(b)]
  let [both, alone, other] = [0, 0, 0]
  for (const [i, weight] of weights.entries()) {
    both += weight * (a[i]! - meanA) * (b[i]! - meanB)
    alone += weight * (a[i]! - meanA) ** 2
    other += weight * (b[i]! - meanB) ** 2
  }
  return both / Math.sqrt(alone * other)
}

const lines = (path: string) =>
  readFileSync(path, 'utf8')
    .replace(/\n$/, '')
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/\r$/, ''))
const require = createRequire(import.meta.url)
const trained = new Set(
  JSON.parse(
    readFileSync(join(require.resolve('@zxcvbn-ts/language-common/package.json'), '../src/passwords.json'), 'utf8'),
  ) as string[],
)

const before = process.memoryUsage().rss
const started = performance.now()
strengthOf('x')
console.log(
  `loading: ${(performance.now() - started).toFixed(0)} ms, ${((process.memoryUsage().rss - before) / 1e6).toFixed(0)} MB`,
)

for (const mode of ['online', 'offline'])
  for (const set of ['rockyou', 'linkedin', '000webhost']) {
    const at = (what: string) => lines(join(folder, mode, set, `${what.replace('*', `${set}.${mode}`)}`))
    const passwords = at('0_*.pw')
    const reference = at('1_*.strength').map(Number)
    const weights = at('2_*.weight').map(Number)
    const judge = (some: readonly number[], estimate: (password: string) => number) => {
      const w = some.map((i) => weights[i]!)
      return correlation(
        ranks(
          some.map((i) => reference[i]!),
          w,
        ),
        ranks(
          some.map((i) => estimate(passwords[i]!)),
          w,
        ),
        w,
      ).toFixed(3)
    }
    const all = [...passwords.keys()]
    const unseen = all.filter((i) => !trained.has(passwords[i]!))
    const ours = (password: string) => strengthOf(password).guessesLog10
    const peer = (password: string) => zxcvbn(password).guesses_log10
    console.log(
      `${set} ${mode}: ours ${judge(all, ours)}, zxcvbn 4.4.2 ${judge(all, peer)}; the ${unseen.length} of ${all.length} outside the training list: ours ${judge(unseen, ours)}, zxcvbn ${judge(unseen, peer)}`,
    )
  }

const sample = lines(join(folder, 'offline/linkedin/0_linkedin.offline.pw')).slice(0, 4_000)
for (const [name, judge] of [
  ['ours', (text: string) => strengthOf(text)],
  ['zxcvbn', (text: string) => zxcvbn(text)],
] as const) {
  for (const text of sample.slice(0, 500)) judge(text)
  const cpu = process.cpuUsage()
  const times = sample.map((text) => {
    const start = performance.now()
    judge(text)
    return performance.now() - start
  })
  const used = process.cpuUsage(cpu)
  times.sort((a, b) => a - b)
  console.log(
    `${name}: ${Math.round(sample.length / ((used.user + used.system) / 1e6))} checks a CPU-second, p99 ${times[Math.floor(times.length * 0.99)]!.toFixed(2)} ms`,
  )
}
const hard = [
  'a',
  '1qaz',
  '4@8({[<369&#!1/|0$5+7%2',
  '\u0301',
  'password',
  'zZ9$',
  '0123456789',
  'a1b2c3d4e5f6g7h8i9j0',
]
for (const unit of hard) {
  const text = unit.repeat(Math.ceil(1000 / unit.length)).slice(0, 1000)
  const times = Array.from({ length: 21 }, () => {
    const start = performance.now()
    strengthOf(`${text.slice(0, 999)}~`)
    return performance.now() - start
  }).sort((a, b) => a - b)
  console.log(`1,000 characters of "${unit}": median ${times[10]!.toFixed(1)} ms`)
}
