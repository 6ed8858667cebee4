/** Settings of apt.conf fragments, merged in order: scalars by their last value, lists appended. */
export function parseAptConf(texts: readonly string[]): Map<string, string[]> {
  const settings = new Map<string, string[]>()
  for (const text of texts) {
    const clean = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*(\/\/|#(?!clear)).*$/gm, '')
    for (const match of clean.matchAll(/^\s*([\w:-]+)\s+"([^"]*)"\s*;/gm))
      settings.set(match[1]!.toLowerCase(), [match[2]!])
    for (const match of clean.matchAll(/([\w:-]+)\s*\{([^}]*)\}/g)) {
      const name = match[1]!.toLowerCase()
      const values = [...match[2]!.matchAll(/^\s*"([^"]*)"\s*;/gm)].map((value) => value[1]!)
      if (values.length > 0) settings.set(name, [...(settings.get(name) ?? []), ...values])
      for (const inner of match[2]!.matchAll(/^\s*([\w-]+)\s+"([^"]*)"\s*;/gm))
        settings.set(`${name}::${inner[1]!.toLowerCase()}`, [inner[2]!])
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
