import type { Sample, ScenarioResult } from '../rehearse/record.ts'

const [width, height, left, right, top, bottom] = [720, 260, 56, 56, 34, 36]
const colour = { load: '#c9d4e5', success: '#1a7f4b', latency: '#a86400', text: '#333', line: '#999' }
const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
const verdictColour = { withstands: '#1a7f4b', holds: '#a86400', falls: '#b3261e', 'not tested': '#666' }

/** Next round number at or above: 1, 2 or 5 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)))
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value) ?? value
}

function polyline(
  samples: readonly Sample[],
  x: (sample: Sample) => number,
  y: (sample: Sample) => number | undefined,
  stroke: string,
): string {
  const points = samples.flatMap((sample) => {
    const value = y(sample)
    return value === undefined ? [] : [`${x(sample).toFixed(1)},${value.toFixed(1)}`]
  })
  return points.length < 2
    ? ''
    : `<polyline points="${points.join(' ')}" fill="none" stroke="${stroke}" stroke-width="2"/>`
}

/** The legitimate user's success and latency over time beside the load, as one picture. Pure. */
export function scenarioPicture(result: ScenarioResult): string {
  const { samples } = result
  const end = Math.max(1, ...samples.map((sample) => sample.t))
  const holds = result.figures.connectionsOpened !== undefined || result.scenario === 'mixed'
  const load = (sample: Sample) => (holds ? sample.open : sample.rate)
  const mostLoad = roundUp(Math.max(1, ...samples.map(load)))
  const mostLatency = roundUp(Math.max(1, ...samples.map((sample) => sample.latencyMs ?? 0)))
  const x = (seconds: number) => left + (seconds / end) * (width - left - right)
  const y = (share: number) => height - bottom - Math.min(1, share) * (height - top - bottom)
  const area = samples.map((sample) => `${x(sample.t).toFixed(1)},${y(load(sample) / mostLoad).toFixed(1)}`)
  const ended = samples.find((sample) => sample.phase === 'recover')?.t
  const label = (at: number, row: number, text: string, anchor: string, fill: string, size = 11) =>
    `<text x="${at.toFixed(0)}" y="${row.toFixed(0)}" text-anchor="${anchor}" font-size="${size}" fill="${fill}">${escape(text)}</text>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" role="img" aria-label="${escape(`${result.scenario}: ${result.because}`)}">
<rect width="${width}" height="${height}" fill="#fff"/>
${label(left, 20, `${result.scenario}: ${result.verdict}`, 'start', verdictColour[result.verdict], 15)}
<polygon points="${x(0)},${y(0)} ${area.join(' ')} ${x(end)},${y(0)}" fill="${colour.load}"/>
${ended === undefined ? '' : `<line x1="${x(ended).toFixed(1)}" y1="${top}" x2="${x(ended).toFixed(1)}" y2="${y(0)}" stroke="${colour.line}" stroke-dasharray="4 3"/>${label(x(ended) + 4, top + 10, 'attack ends', 'start', colour.line, 10)}`}
${polyline(
  samples,
  (sample) => x(sample.t),
  (sample) => (sample.latencyMs === undefined ? undefined : y(sample.latencyMs / mostLatency)),
  colour.latency,
)}
${polyline(
  samples,
  (sample) => x(sample.t),
  (sample) => (sample.success === undefined ? undefined : y(sample.success)),
  colour.success,
)}
<line x1="${left}" y1="${y(0)}" x2="${width - right}" y2="${y(0)}" stroke="${colour.line}"/>
${label(left - 6, top + 4, '100%', 'end', colour.success)}${label(left - 6, y(0), '0%', 'end', colour.success)}
${label(width - right + 6, top + 4, `${mostLatency} ms`, 'start', colour.latency)}${label(width - right + 6, top + 18, `${mostLoad}${holds ? '' : '/s'}`, 'start', '#6b7f9e')}
${label(left, height - 10, '0 s', 'middle', colour.text)}${label(width - right, height - 10, `${end.toFixed(0)} s`, 'middle', colour.text)}
${label(width / 2, height - 10, `user's success (green), latency (amber), ${holds ? 'connections' : 'answers a second'} (area)`, 'middle', colour.text)}
</svg>
`
}
