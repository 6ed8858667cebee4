/**
 * Recall and precision for each scheme on generated months with stated truth.
 * node bench/fraud/patterns.bench.ts [orders] [seeds…]
 */
import { Decider } from '../../src/areas/fraud/decide/decider.ts'
import { makeRuleSet } from '../../src/areas/fraud/decide/rule-set.ts'
import { generate, SCHEMES } from './generator.ts'

const orders = Number(process.argv[2] ?? 60_000)
const seeds = process.argv.slice(3).map(Number)
for (const seed of seeds.length > 0 ? seeds : [1, 2, 3]) {
  const { events, truth } = generate({ seed, orders, days: 30 })
  const decider = new Decider(makeRuleSet())
  const flagged = new Set<string>()
  const alarms = new Map<string, number>()
  let honest = 0
  let falsely = 0
  let challenged = 0
  const started = process.cpuUsage()
  for (const event of events) {
    const decision = decider.take(event)
    const flags = decision?.outcome === 'review' || decision?.outcome === 'decline'
    if (flags) flagged.add(event.id)
    if (truth.has(event.id)) continue
    honest++
    if (decision?.outcome === 'challenge') challenged++
    if (!flags) continue
    falsely++
    const main = decision.reasons.find((reason) => reason.outcome !== 'score')?.rule ?? 'score'
    alarms.set(main, (alarms.get(main) ?? 0) + 1)
  }
  const cpu = process.cpuUsage(started)
  console.log(
    `\nseed ${seed}: ${events.length} events, ${truth.size} of fraud; honest ${honest}, of them stopped ${falsely} (${((100 * falsely) / honest).toFixed(2)} %), challenged ${challenged}; ${Math.round(events.length / ((cpu.user + cpu.system) / 1e6))} events a CPU-second`,
  )
  for (const scheme of SCHEMES) {
    const own = [...truth].filter(([, item]) => item.scheme === scheme)
    const hit = own.filter(([id]) => flagged.has(id))
    const caught = new Set(hit.map(([, item]) => item.attack)).size
    const attacks = new Set(own.map(([, item]) => item.attack)).size
    // Alarms on honest events are shared out evenly: what a team that works all alerts would meet.
    const precision = hit.length / (hit.length + falsely / SCHEMES.length)
    console.log(
      `  ${scheme.padEnd(17)} attacks caught ${caught}/${attacks}, events ${(hit.length / own.length).toFixed(3)} of ${own.length}, precision ${precision.toFixed(3)}`,
    )
  }
  console.log(
    '  false alarms by rule:',
    [...alarms]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 12)
      .map(([rule, count]) => `${rule} ${count}`)
      .join(', '),
  )
}
