const bars = '▁▂▃▄▅▆▇█'

/** Values as one row of bars from 0 to `top`; a dot where nothing is known. The newest `width` values. */
export function sparkline(values: readonly (number | undefined)[], top: number, width: number): string {
  return values
    .slice(-width)
    .map((value) =>
      value === undefined ? '·' : bars[Math.min(7, Math.max(0, Math.floor((value / Math.max(top, 1e-9)) * 7.999)))],
    )
    .join('')
}
