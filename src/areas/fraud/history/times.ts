/** How the dates of a column are to be read. */
export interface TimeFormat {
  /** Whether 3/4/2015 is the third of April. */
  dayFirst: boolean
  /** Whether that had to be assumed, because no date of the file settles it. */
  assumed: boolean
}

const slashed =
  /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2,4})(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp][Mm])?)?$/

/** Reads the order of day and month off the dates themselves: a first part over 12 is a day, dots mean day first. */
export function timeFormat(samples: Iterable<string>): TimeFormat {
  let dotted = false
  for (const sample of samples) {
    const found = slashed.exec(sample.trim())
    if (!found) continue
    if (Number(found[1]) > 12) return { dayFirst: true, assumed: false }
    if (Number(found[2]) > 12) return { dayFirst: false, assumed: false }
    if (sample.includes('.')) dotted = true
  }
  return { dayFirst: dotted, assumed: true }
}

const iso =
  /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6}))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/

/** Milliseconds of a date as exports write them; without a zone it is UTC. Undefined where it is no date. */
export function readTime(text: string, format: TimeFormat): number | undefined {
  const trimmed = text.trim()
  const found = iso.exec(trimmed)
  if (found) {
    const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = found
    const ms = Date.UTC(
      Number(year),
      Number(month) - 1,
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
      Number(`${fraction}000`.slice(0, 3)),
    )
    if (zone === undefined || zone === 'Z' || zone === 'UTC') return ms
    const sign = zone.startsWith('-') ? 1 : -1
    const digits = zone.replace(/\D/g, '')
    return ms + sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000
  }
  if (/^\d{9,10}(\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed) * 1000)
  if (/^\d{12,13}$/.test(trimmed)) return Number(trimmed)
  const parts = slashed.exec(trimmed)
  if (parts) {
    const [, first, second, yearText = '', hourText = '0', minute = '0', seconds = '0', half] = parts
    const year = yearText.length === 2 ? 2000 + Number(yearText) : Number(yearText)
    const [day, month] = format.dayFirst ? [first, second] : [second, first]
    if (Number(month) > 12 || Number(day) > 31) return undefined
    const hour = half === undefined ? Number(hourText) : (Number(hourText) % 12) + (/p/i.test(half) ? 12 : 0)
    return Date.UTC(year, Number(month) - 1, Number(day), hour, Number(minute), Number(seconds))
  }
  const parsed = /[A-Za-z]{3}/.test(trimmed)
    ? Date.parse(/(GMT|UTC|Z|[+-]\d{4})$/.test(trimmed) ? trimmed : `${trimmed} UTC`)
    : Number.NaN
  return Number.isNaN(parsed) ? undefined : parsed
}
