interface Line {
  cycle: string
  eol?: string | boolean | undefined
  eoes?: string | boolean | undefined
}

/** Whether the line that a version belongs to still gets security fixes; nothing where the line is not known. Pure. */
export function standingOf(version: string, lines: readonly Line[], now: Date): { supported?: boolean; ends?: string } {
  const line = lines
    .filter(({ cycle }) => version === cycle || version.startsWith(`${cycle}.`))
    .sort((a, b) => b.cycle.length - a.cycle.length)[0]
  if (line === undefined) return {}
  if (typeof line.eol === 'boolean') return { supported: !line.eol }
  return line.eol === undefined ? {} : { supported: line.eol > now.toISOString().slice(0, 10), ends: line.eol }
}
