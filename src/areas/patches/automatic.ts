/** Tokens of apt.conf: quoted strings, braces, semicolons, words; comments are dropped. */
const token = /"((?:[^"\\]|\\.)*)"|\/\*[\s\S]*?\*\/|(?:\/\/|#)[^\n]*|[{};]|[^\s{};"]+/g

/**
 * Settings of apt.conf fragments, read in order: names joined with `::` and in lower case. A plain value replaces the one
 * before; values of a list (without a name, in braces) are appended. Source: apt.conf(5).
 */
export function parseAptConf(texts: readonly string[]): Map<string, string[]> {
  const settings = new Map<string, string[]>()
  for (const text of texts) {
    const scopes: string[] = []
    let words: string[] = []
    let value: string | undefined
    for (const match of text.matchAll(token)) {
      const [whole, quoted] = match
      if (quoted !== undefined) value = quoted
      else if (whole === '{') {
        scopes.push(words.join(' ').toLowerCase())
        words = []
      } else if (whole === '}') scopes.pop()
      else if (whole === ';') {
        const name = [...scopes, ...words.map((word) => word.toLowerCase())].join('::').replace(/::$/, '')
        const list = words.length === 0 || words.at(-1)!.endsWith('::')
        if (value !== undefined) settings.set(name, list ? [...(settings.get(name) ?? []), value] : [value])
        words = []
        value = undefined
      } else if (!/^(\/[/*]|#)/.test(whole)) words.push(whole)
    }
  }
  return settings
}

/** What an archive says of itself in its Release file. */
export interface Origin {
  origin: string
  label: string
  suite: string
  codename: string
}

export function parseRelease(text: string): Origin {
  const value = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1]?.trim() ?? ''
  return { origin: value('Origin'), label: value('Label'), suite: value('Suite'), codename: value('Codename') }
}

/** Whether one pattern of unattended-upgrades (`origin=…,label=…` or `Origin:suite`) matches an archive; `*` as in shells. */
export function originMatches(pattern: string, archive: Origin, system: { id: string; codename: string }): boolean {
  const filled = pattern.replaceAll('${distro_id}', system.id).replaceAll('${distro_codename}', system.codename)
  const like = (value: string, glob: string) =>
    new RegExp(`^${glob.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(value)
  if (!filled.includes('=')) {
    const [origin = '', suite = ''] = filled.split(':')
    return like(archive.origin, origin) && like(archive.suite, suite)
  }
  const fields: Record<string, string> = {
    o: archive.origin,
    origin: archive.origin,
    l: archive.label,
    label: archive.label,
    a: archive.suite,
    archive: archive.suite,
    suite: archive.suite,
    n: archive.codename,
    codename: archive.codename,
  }
  return filled.split(',').every((part) => {
    const [name = '', glob = ''] = part.trim().split('=')
    const value = fields[name.trim()]
    return value === undefined || like(value, glob.trim())
  })
}
