// Builds the web page where it is missing or older than its sources. Runs on any Node, like the launcher that calls it.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { nodeBinary, root } from './install.mjs'

const web = join(root, 'web')
const passwords = join(root, 'src/areas/passwords')
/** What is built: the web page, then the module for shops' own pages into a folder of it. */
const builds = [web, join(passwords, 'browser')]
const sources = [web, join(passwords, 'browser'), join(passwords, 'policy')]
const dist = join(web, 'dist')
const stamp = join(dist, '.source-hash')

function* files(dir) {
  for (const name of readdirSync(dir).sort()) {
    if (name === 'dist' || name === 'node_modules') continue
    const path = join(dir, name)
    if (statSync(path).isDirectory()) yield* files(path)
    else yield path
  }
}

function sourceHash() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  for (const path of sources.flatMap((dir) => [...files(dir)]))
    hash.update(path.slice(root.length)).update(readFileSync(path))
  return hash.digest('hex')
}

/** Packed copies beside the files, so that the server never packs anything itself. */
function compress(dir) {
  for (const name of readdirSync(dir)) {
    const path = join(dir, name)
    if (statSync(path).isDirectory()) compress(path)
    else if (/\.(js|css|html|svg)$/.test(name)) {
      const content = readFileSync(path)
      writeFileSync(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
      writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
    }
  }
}

export function ensureWebBuilt() {
  const wanted = sourceHash()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  process.stderr.write('Shopwarden: building its web page (once; a few seconds) …\n')
  for (const source of builds) {
    const vite = [join(root, 'node_modules/vite/bin/vite.js'), 'build', source, '--logLevel', 'error']
    const built = spawnSync(nodeBinary(), vite, { cwd: root, stdio: ['ignore', 2, 2] })
    if (built.status === 0) continue
    process.stderr.write('SW_WEB_BUILD: the web page could not be built (see above). The HTTP API works without it.\n')
    return
  }
  compress(dist)
  writeFileSync(stamp, wanted)
}

if (process.argv[1]?.endsWith('build-web.mjs')) ensureWebBuilt()
