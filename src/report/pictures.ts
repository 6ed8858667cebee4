const colourOf = (score: number) => (score >= 80 ? '#1a7f4b' : score >= 50 ? '#a86400' : '#b3261e')

/** The score as a ring, 0 to 100. */
export function donut(score: number): string {
  const radius = 52
  const around = 2 * Math.PI * radius
  const filled = (around * Math.max(0, Math.min(100, score))) / 100
  return `<svg class="donut" viewBox="0 0 128 128" role="img" aria-label="Score ${score} of 100">
<circle cx="64" cy="64" r="${radius}" fill="none" stroke="var(--line)" stroke-width="14"/>
<circle cx="64" cy="64" r="${radius}" fill="none" stroke="${colourOf(score)}" stroke-width="14" stroke-linecap="round" stroke-dasharray="${filled.toFixed(1)} ${around.toFixed(1)}" transform="rotate(-90 64 64)"/>
<text x="64" y="72" text-anchor="middle" font-size="34" font-weight="700" fill="currentColor">${score}</text>
<text x="64" y="90" text-anchor="middle" font-size="11" fill="currentColor">of 100</text>
</svg>`
}

/** Score (full line) and coverage (dashed) over the audits so far; nothing for a first audit. */
export function trendLine(points: readonly { at: string; score: number; coverage: number }[]): string {
  if (points.length < 2) return ''
  const [width, height, pad] = [260, 96, 8]
  const x = (index: number) => pad + (index * (width - 2 * pad)) / (points.length - 1)
  const y = (value: number) => height - pad - (value * (height - 2 * pad)) / 100
  const path = (value: (point: (typeof points)[number]) => number) =>
    points.map((point, index) => `${x(index).toFixed(1)},${y(value(point)).toFixed(1)}`).join(' ')
  const first = points[0]!
  const last = points[points.length - 1]!
  return `<figure class="trend"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Score from ${first.score} to ${last.score} over ${points.length} audits">
<polyline points="${path((point) => point.coverage)}" fill="none" stroke="var(--soft)" stroke-width="2" stroke-dasharray="4 4"/>
<polyline points="${path((point) => point.score)}" fill="none" stroke="${colourOf(last.score)}" stroke-width="3"/>
<circle cx="${x(points.length - 1).toFixed(1)}" cy="${y(last.score).toFixed(1)}" r="4" fill="${colourOf(last.score)}"/>
</svg><figcaption>Score (line) and coverage (dashed), ${first.at.slice(0, 10)} to ${last.at.slice(0, 10)}</figcaption></figure>`
}
