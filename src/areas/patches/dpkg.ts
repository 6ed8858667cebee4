/** An installed Debian package. */
export interface Installed {
  name: string
  architecture: string
  version: string
  source: string
}

/** Fields of one deb822 paragraph that we read; continuation lines are skipped. */
function field(paragraph: string, name: string): string | undefined {
  const at = paragraph.startsWith(`${name}: `) ? 0 : paragraph.indexOf(`\n${name}: `)
  if (at < 0) return undefined
  const start = at + name.length + (at === 0 && paragraph.startsWith(`${name}: `) ? 2 : 3)
  const end = paragraph.indexOf('\n', start)
  return paragraph.slice(start, end < 0 ? undefined : end).trim()
}

/** The installed packages of /var/lib/dpkg/status. Damaged paragraphs are skipped and counted. */
export function parseDpkgStatus(text: string): { installed: Installed[]; damaged: number } {
  const installed: Installed[] = []
  let damaged = 0
  for (const paragraph of text.split(/\n{2,}/)) {
    if (paragraph.trim() === '') continue
    const name = field(paragraph, 'Package')
    const status = field(paragraph, 'Status')
    const version = field(paragraph, 'Version')
    if (name === undefined || status === undefined) {
      damaged++
      continue
    }
    // "hold ok installed" is installed too; "deinstall ok config-files" is not.
    if (!status.endsWith(' installed') || version === undefined) continue
    const source = field(paragraph, 'Source')?.replace(/ \(.*\)$/, '') ?? name
    installed.push({ name, architecture: field(paragraph, 'Architecture') ?? '', version, source })
  }
  return { installed, damaged }
}

/** A version that an archive offers. */
export interface Offered {
  name: string
  architecture: string
  version: string
}

/** Reads a Packages file of an archive: only names in `wanted`, because archives hold a hundred times what a host has. */
export function parsePackages(text: string, wanted: ReadonlySet<string>): Offered[] {
  const offered: Offered[] = []
  let at = text.startsWith('Package: ') ? 0 : text.indexOf('\nPackage: ') + 1
  while (at >= 0 && at < text.length) {
    const end = text.indexOf('\n\n', at)
    const stop = end < 0 ? text.length : end
    const nameEnd = text.indexOf('\n', at)
    const name = text.slice(at + 9, nameEnd).trim()
    if (wanted.has(name)) {
      const paragraph = text.slice(at, stop)
      const version = field(paragraph, 'Version')
      if (version !== undefined) offered.push({ name, architecture: field(paragraph, 'Architecture') ?? '', version })
    }
    if (end < 0) break
    at = text.indexOf('Package: ', end)
  }
  return offered
}
