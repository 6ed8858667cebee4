const dayMs = 86_400_000

/**
 * Most mails that may still go today from a sender that mailbox providers do not know yet: so many on the first day, twice as
 * many on each day on which something was sent. `sentAt` are the times of all mails sent so far; days are of UTC.
 */
export function warmUpLeft(firstDay: number, sentAt: readonly string[], now: Date): number {
  const dayOf = (time: number) => Math.floor(time / dayMs)
  const today = dayOf(now.getTime())
  const days = sentAt.map((at) => dayOf(Date.parse(at)))
  const before = new Set(days.filter((day) => day < today)).size
  const sentToday = days.filter((day) => day === today).length
  return Math.max(0, firstDay * 2 ** Math.min(before, 30) - sentToday)
}
