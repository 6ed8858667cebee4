import type { Sample } from '../rehearse/record.ts'
import { sparkline } from './sparkline.ts'

const width = 60
const erase = '\u001b[2K'

/** One scenario as it runs: load, the legitimate user's success and latency, as rows of bars. Pure. */
export function liveRows(name: string, samples: readonly Sample[], holds: boolean): string[] {
  const last = samples.at(-1)
  if (last === undefined) return []
  const load = samples.map((sample) => (holds ? sample.open : sample.rate))
  const latencies = samples.map((sample) => sample.latencyMs)
  const most = Math.max(1, ...load)
  const slowest = Math.max(1, ...latencies.map((value) => value ?? 0))
  const row = (label: string, bars: string, now: string) => `  ${label.padEnd(12)} ${bars.padEnd(width)} ${now}`
  return [
    `${name}, ${last.phase}, ${last.t.toFixed(0)} s`,
    row(
      holds ? 'connections' : 'answers/s',
      sparkline(load, most, width),
      `${holds ? last.open : last.rate} (most ${most})`,
    ),
    row(
      'user success',
      sparkline(
        samples.map((sample) => sample.success),
        1,
        width,
      ),
      last.success === undefined ? '–' : `${Math.round(last.success * 100)}%`,
    ),
    row(
      'user latency',
      sparkline(latencies, slowest, width),
      last.latencyMs === undefined ? '–' : `${Math.round(last.latencyMs)} ms`,
    ),
  ]
}

/** Draws rows over the ones drawn before, on a terminal. */
export function livePainter(out: NodeJS.WritableStream): {
  paint(rows: readonly string[]): void
  say(line: string): void
} {
  let drawn = 0
  const clear = () => {
    out.write(drawn > 0 ? `\u001b[${drawn}A${`${erase}\n`.repeat(drawn)}\u001b[${drawn}A` : '')
    drawn = 0
  }
  return {
    paint(rows) {
      clear()
      for (const row of rows) out.write(`${erase}${row}\n`)
      drawn = rows.length
    },
    say(line) {
      clear()
      out.write(`${line}\n`)
    },
  }
}
