/** Hours of the clock between which no mail arrives; `from` may be the evening and `to` the morning. */
export interface QuietHours {
  from: number
  to: number
}

const clocks = new Map<string, Intl.DateTimeFormat | undefined>()

/** A clock of a zone, made once; undefined where there is no such zone. */
function clockOf(zone: string): Intl.DateTimeFormat | undefined {
  if (!clocks.has(zone)) {
    let clock: Intl.DateTimeFormat | undefined
    try {
      clock = new Intl.DateTimeFormat('en-GB', {
        timeZone: zone,
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      })
    } catch {
      clock = undefined
    }
    // Zones come from the shop's own list, but a hostile one must not fill the memory.
    if (clocks.size > 1000) clocks.clear()
    clocks.set(zone, clock)
  }
  return clocks.get(zone)
}

export const isZone = (zone: string): boolean => clockOf(zone) !== undefined

/** Minutes since midnight on the clock of a zone, or undefined where there is no such zone. */
function minuteOfDay(now: Date, zone: string): number | undefined {
  const [hour, minute] = clockOf(zone)?.format(now).split(':').map(Number) ?? []
  return hour === undefined || minute === undefined ? undefined : hour * 60 + minute
}

const isQuiet = (minute: number, { from, to }: QuietHours): boolean => {
  const hour = Math.floor(minute / 60)
  return from <= to ? hour >= from && hour < to : hour >= from || hour < to
}

/**
 * When quiet hours end, or undefined where they are not now. The customer's zone decides; where it is not known or none, the
 * second one does. Found by steps of a quarter of an hour, so that a changed clock (summer time) comes out right.
 */
export function quietUntil(
  now: Date,
  zone: string | undefined,
  fallback: string,
  hours: QuietHours | 'none',
): Date | undefined {
  if (hours === 'none' || hours.from === hours.to) return undefined
  const used = zone !== undefined && isZone(zone) ? zone : fallback
  const minute = minuteOfDay(now, used)
  if (minute === undefined || !isQuiet(minute, hours)) return undefined
  const quarter = 15 * 60_000
  // From the start of the next quarter: zones differ from UTC by whole quarters.
  for (let at = Math.floor(now.getTime() / quarter + 1) * quarter; ; at += quarter) {
    const then = new Date(at)
    const later = minuteOfDay(then, used)
    if (later === undefined || !isQuiet(later, hours)) return then
  }
}
