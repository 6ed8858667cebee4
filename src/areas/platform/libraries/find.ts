import { libraryInUrl, libraryPatterns } from './patterns.ts'

export interface Library {
  name: string
  version: string
}

/** Most text looked at; banners stand at the start of each library in a bundle. */
const most = 8_000_000

/** Libraries in one served script, each version once. A bundle may hold several. */
export function librariesIn(text: string, url = ''): Library[] {
  const found = new Map<string, Library>()
  const body = text.length > most ? text.slice(0, most) : text
  for (const { name, pattern } of libraryPatterns) {
    const version = pattern.exec(body)?.[1]
    if (version !== undefined && ![...found.values()].some((item) => item.name === name))
      found.set(`${name}@${version}`, { name, version })
  }
  const stated = libraryInUrl(url)
  if (stated && ![...found.values()].some((item) => item.name === stated.name))
    found.set(`${stated.name}@${stated.version}`, stated)
  return [...found.values()]
}

/** Addresses of the scripts of a page, those in it and elsewhere. */
export function scriptsOf(html: string, base: string): URL[] {
  const urls = new Map<string, URL>()
  for (const match of html.matchAll(
    /<script\b[^>]{0,1000}?\bsrc\s*=\s*(?:"([^"]{1,2000})"|'([^']{1,2000})'|([^\s>]{1,2000}))/gi,
  )) {
    try {
      const url = new URL((match[1] ?? match[2] ?? match[3] ?? '').replaceAll('&amp;', '&'), base)
      if (/^https?:$/.test(url.protocol)) urls.set(url.href, url)
    } catch {}
  }
  return [...urls.values()]
}
