// Makes knowledge/platform-fingerprints.json from the tags of public repositories:
//   node bench/platform/fingerprints.bench.ts opencart=DIR openmage=DIR thirtybees=DIR bagisto=DIR > knowledge/platform-fingerprints.json
import { execFileSync } from 'node:child_process'

/** Where the web root lies in a repository, and which of its files a visitor can fetch on an ordinary installation. */
const layouts: Record<string, { root: RegExp; web: RegExp; webRoot: RegExp; source: RegExp; name: string }> = {
  opencart: {
    name: 'OpenCart',
    root: /^upload\//,
    webRoot: /^upload\//,
    web: /^(catalog|image|admin)\/.*\.(js|css|png|svg|jpg|gif|ico|woff2?)$/,
    source: /^(index\.php|system\/|catalog\/(controller|model|language)\/|install\/).*\.(php|sql)$|^index\.php$/,
  },
  openmage: {
    name: 'OpenMage or Magento 1',
    root: /^/,
    webRoot: /^/,
    web: /^(js|skin)\/.*\.(js|css|png|gif|jpg|svg|ico)$/,
    source:
      /^(app\/(Mage\.php|code\/core\/Mage\/)|lib\/Varien\/|RELEASE_NOTES\.txt|composer\.json|downloader\/Maged\/Controller\.php)/,
  },
  thirtybees: {
    name: 'thirty bees',
    root: /^/,
    webRoot: /^/,
    web: /^(js|themes|css|img)\/.*\.(js|css|png|gif|jpg|svg|ico)$/,
    source: /^(classes|controllers|config|install-dev|Core|composer\.json|composer\.lock)(\/|$)/,
  },
  bagisto: {
    name: 'Bagisto',
    root: /^/,
    webRoot: /^public\//,
    web: /.*\.(js|css|png|svg|ico|json|webp|jpg|woff2?)$/,
    source: /^(packages\/Webkul\/|resources\/|database\/|composer\.json|composer\.lock|CHANGELOG|config\/)/,
  },
}
const hashLength = 10

const git = (repo: string, ...args: string[]) =>
  execFileSync('git', ['-C', repo, ...args], { encoding: 'utf8', maxBuffer: 1 << 29 })

interface Path {
  path: string
  /** Blob → tags that have it there, as bits. */
  blobs: Map<string, bigint>
}

const bits = (value: bigint) => value.toString(2).replaceAll('0', '').length

/** Paths that together separate most: each step takes the one that shrinks the tags' sets most. */
function choose(paths: Path[], tags: number, most: number): Path[] {
  const all = (1n << BigInt(tags)) - 1n
  const sets = Array.from({ length: tags }, () => all)
  const chosen: Path[] = []
  const gain = ({ blobs }: Path) => {
    let total = 0
    for (const having of blobs.values())
      for (let tag = 0; tag < tags; tag++)
        if ((having >> BigInt(tag)) & 1n) total += bits(sets[tag]!) - bits(sets[tag]! & having)
    return total
  }

  const pool = paths.map((path) => ({ path, first: gain(path) })).sort((a, b) => b.first - a.first)

  while (chosen.length < most) {
    let best: Path | undefined
    let bestGain = 0
    for (const entry of pool) {
      // A path never gains more later than now, so what was worth less than the best so far cannot win.
      if (entry.first <= bestGain) continue
      entry.first = gain(entry.path)
      if (entry.first > bestGain) [best, bestGain] = [entry.path, entry.first]
    }
    if (best === undefined) break
    chosen.push(best)
    for (const having of best.blobs.values())
      for (let tag = 0; tag < tags; tag++) if ((having >> BigInt(tag)) & 1n) sets[tag]! &= having
    for (const entry of pool) if (entry.path === best) entry.first = 0
  }
  return chosen
}

/** `0-3,7` */
function ranges(having: bigint): string {
  const parts: string[] = []
  for (let tag = 0; having >> BigInt(tag) > 0n; tag++) {
    if (!((having >> BigInt(tag)) & 1n)) continue
    const from = tag
    while ((having >> BigInt(tag + 1)) & 1n) tag++
    parts.push(from === tag ? String(from) : `${from}-${tag}`)
  }
  return parts.join(',')
}

const asText = ({ path, blobs }: Path) =>
  [path, Object.fromEntries([...blobs].map(([blob, having]) => [blob.slice(0, hashLength), ranges(having)]))] as const

const platforms: Record<string, object> = {}
for (const argument of process.argv.slice(2)) {
  const [key = '', repo = ''] = argument.split('=')
  const layout = layouts[key]!
  const dated = git(repo, 'for-each-ref', 'refs/tags', '--format=%(refname:short) %(creatordate:short)')
  const tags = dated.split('\n').flatMap((line) => {
    const [tag = '', date = ''] = line.split(' ')
    return /^v?\d+\.\d/.test(tag) && !tag.endsWith('x') ? [{ tag, version: tag.replace(/^v/, ''), date }] : []
  })
  tags.sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }))
  const byPath = { web: new Map<string, Path>(), source: new Map<string, Path>() }
  tags.forEach(({ tag }, index) => {
    for (const line of git(repo, 'ls-tree', '-r', tag).split('\n')) {
      const [meta = '', whole = ''] = line.split('\t')
      const blob = meta.split(' ')[2]
      if (blob === undefined || whole.startsWith('"')) continue
      for (const side of ['web', 'source'] as const) {
        const root = side === 'web' ? layout.webRoot : layout.root
        if (!root.test(whole)) continue
        const path = whole.replace(root, '')
        if (!layout[side].test(path)) continue
        let entry = byPath[side].get(path)
        if (!entry) byPath[side].set(path, (entry = { path, blobs: new Map() }))
        entry.blobs.set(blob, (entry.blobs.get(blob) ?? 0n) | (1n << BigInt(index)))
      }
    }
  })
  platforms[key] = {
    name: layout.name,
    releases: tags.map(({ version }) => version),
    web: Object.fromEntries(choose([...byPath.web.values()], tags.length, 40).map(asText)),
    source: Object.fromEntries(choose([...byPath.source.values()], tags.length, 40).map(asText)),
  }
}
console.log(
  JSON.stringify({
    asOf: process.env['AS_OF'] ?? new Date().toISOString().slice(0, 10),
    sources: [
      'Git blob ids of files in the tagged releases of opencart/opencart, OpenMage/magento-lts, thirtybees/thirtybees, bagisto/bagisto',
    ],
    hashLength,
    platforms,
  })
    .replaceAll('},"', '},\n"')
    .replaceAll('"releases"', '\n"releases"'),
)
