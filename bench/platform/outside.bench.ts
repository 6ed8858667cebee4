// Every tagged release served over loopback and looked at from outside:
//   node bench/platform/outside.bench.ts opencart=DIR:upload/ openmage=DIR: thirtybees=DIR: bagisto=DIR:public/
import { spawn, execFileSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { lookFromOutside } from '../../src/areas/platform/fingerprints/outside.ts'
import { readMarks } from '../../src/areas/platform/fingerprints/read.ts'
import { createHttpClient } from '../../src/net/http-client.ts'

const { marks, hashLength } = readMarks(join(import.meta.dirname, '../../knowledge'))
const http = createHttpClient({ hosts: new Set(['127.0.0.1']), allowPrivateAddresses: true })
/** With `--named`, the platform is given (shop.yaml names it, or the start page shows it); without, nothing is. */
const named = process.argv.includes('--named')

function show(repo: string, name: string): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const child = spawn('git', ['-C', repo, 'cat-file', 'blob', name], { stdio: ['ignore', 'pipe', 'ignore'] })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('close', (code) => resolve(code === 0 ? Buffer.concat(chunks) : undefined))
  })
}

for (const argument of process.argv.slice(2).filter((item) => item.includes('='))) {
  const [platform = '', place = ''] = argument.split('=')
  const [repo = '', root = ''] = place.split(':')
  const tags = execFileSync('git', ['-C', repo, 'tag'], { encoding: 'utf8' }).split('\n')
  const releases = tags.filter((tag) => /^v?\d+\.\d/.test(tag) && !tag.endsWith('x'))
  let current = ''
  const server = createServer(async (request, response) => {
    const content = await show(repo, `${current}:${root}${request.url!.slice(1)}`)
    response.writeHead(content === undefined || request.url === '/' ? 404 : 200).end(request.url === '/' ? '' : content)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const [sizes, requests, times] = [[] as number[], [] as number[], [] as number[]]
  let [contained, exact, wrong, silent] = [0, 0, 0, 0]
  for (const tag of releases) {
    current = tag
    const started = performance.now()
    const seen = await lookFromOutside(url, http, marks, { hashLength, platform: named ? platform : undefined })
    times.push(performance.now() - started)
    requests.push(seen.requests)
    const wanted = tag.replace(/^v/, '')
    if (seen.candidates.length === 0) silent++
    else if (seen.platform === platform && seen.candidates.includes(wanted)) {
      contained++
      sizes.push(seen.candidates.length)
      if (seen.candidates.length === 1) exact++
    } else {
      wrong++
      console.log(`  WRONG ${tag}: ${seen.platform} ${seen.candidates.join(' ')}`)
    }
  }
  server.close()
  const sorted = (list: number[]) => [...list].sort((a, b) => a - b)
  const at = (list: number[], share: number) => sorted(list)[Math.ceil(share * list.length) - 1]
  console.log(
    `${platform}: ${releases.length} tags, in the set ${contained}, set of one ${exact}, no set ${silent}, wrong ${wrong}; set size median ${at(sizes, 0.5)}, p90 ${at(sizes, 0.9)}, most ${at(sizes, 1)}; requests median ${at(requests, 0.5)}, most ${at(requests, 1)}; slowest ${Math.round(at(times, 1)!)} ms`,
  )
}
