import type { HttpClient } from '../../../core/http.ts'
import type { InstalledPackage } from '../inventory/installed.ts'
import { librariesIn, scriptsOf } from './find.ts'

/** A page's own scripts are read whole; of others only what their address states is taken, because they may not be fetched. */
const most = { scripts: 12, bytes: 4_000_000, timeoutMs: 10_000 }

export interface ServedLibraries {
  packages: InstalledPackage[]
  scripts: number
  /** Scripts that were not read: too many, elsewhere, or no answer. */
  unread: number
}

/** Libraries in the scripts of a page that was fetched already. */
export async function lookAtScripts(html: string, base: string, http: HttpClient): Promise<ServedLibraries> {
  const urls = scriptsOf(html, base)
  const origin = new URL(base).origin
  const packages = new Map<string, InstalledPackage>()
  let unread = 0
  let fetched = 0
  const note = (text: string, url: URL) => {
    for (const { name, version } of librariesIn(text, url.href))
      packages.set(`${name}@${version}`, {
        kind: 'js-library',
        name,
        version,
        file: url.origin + url.pathname,
        dev: false,
      })
  }
  for (const url of urls) {
    if (url.origin !== origin || fetched >= most.scripts) {
      unread++
      note('', url)
      continue
    }
    fetched++
    try {
      const answer = await http.request(url.href, { maxBytes: most.bytes, timeoutMs: most.timeoutMs })
      if (answer.status === 200) note(answer.body.toString('utf8'), url)
      else unread++
    } catch {
      unread++
    }
  }
  return { packages: [...packages.values()], scripts: urls.length, unread }
}
