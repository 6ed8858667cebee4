/** How names of months begin, without accents: English, German, French, Spanish, Italian, Polish, Portuguese, Dutch. */
const months = [
  'jan ene gen sty',
  'feb fev lut',
  'mar mrz mrt',
  'apr avr abr kwi',
  'may mai mag maj mei',
  'jun juin giu cze',
  'jul juil lug lip',
  'aug aou ago sie',
  'sep set wrz',
  'oct okt ott paz out',
  'nov lis',
  'dec dez dic gru',
].map((beginnings) => beginnings.split(' '))

const monthOf = (name: string): number => {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return months.findIndex((beginnings) => beginnings.some((beginning) => plain.startsWith(beginning))) + 1
}

const day = (year: number, month: number, date: number): string | undefined => {
  const made = new Date(Date.UTC(year, month - 1, date))
  const valid = made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === date
  return valid && year > 2000 && year < 2100 ? made.toISOString().slice(0, 10) : undefined
}

/** Every day a text may mean: one, or two where month and day could be either way round (03/04/2026). */
export function readDays(text: string): string[] {
  const iso = /\b(20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})/.exec(text)
  if (iso) return [day(Number(iso[1]), Number(iso[2]), Number(iso[3])) ?? []].flat()
  const named =
    /\b(\d{1,2})(?:st|nd|rd|th|er)?[\s.-]+(?:de\s+)?(\p{L}{3,12})\.?,?[\s-]+(?:de\s+)?(20\d\d)/u.exec(text) ??
    /\b(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(20\d\d)/u.exec(text)
  if (named) {
    const first = /^\d/.test(named[1]!)
    const month = monthOf(first ? named[2]! : named[1]!)
    const found = month > 0 ? day(Number(named[3]), month, Number(first ? named[1] : named[2])) : undefined
    if (found) return [found]
  }
  const plain = /\b(\d{1,2})[-/.](\d{1,2})[-/.](20\d\d)\b/.exec(text)
  if (!plain) return []
  const [one, two, year] = [Number(plain[1]), Number(plain[2]), Number(plain[3])]
  // Dots are written day first only.
  const both = plain[0].includes('.') ? [day(year, two, one)] : [day(year, one, two), day(year, two, one)]
  return [...new Set(both.filter((item) => item !== undefined))]
}

export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000

export const addDays = (from: string, days: number): string =>
  new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10)
