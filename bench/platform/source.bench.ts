// Every tagged release recognised from source, in its own files and with other people's changes to them:
//   node bench/platform/source.bench.ts REPO…      (git repositories)
import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { readMarks } from '../../src/areas/platform/fingerprints/read.ts'
import { settle } from '../../src/areas/platform/fingerprints/source.ts'
import { identifySource } from '../../src/areas/platform/identify.ts'

const { marks, hashLength } = readMarks(join(import.meta.dirname, '../../knowledge'))

for (const repo of process.argv.slice(2)) {
  const tags = execFileSync('git', ['-C', repo, 'tag'], { encoding: 'utf8' }).split('\n')
  const releases = tags.filter((tag) => /^v?\d+\.\d/.test(tag) && !tag.endsWith('x'))
  const counts = { exact: 0, stated: 0 }
  const wrong: string[] = []
  for (const tag of releases) {
    const read = (path: string): Buffer | undefined => {
      for (const prefix of ['', 'upload/']) {
        const shown = spawnSync('git', ['-C', repo, 'cat-file', 'blob', `${tag}:${prefix}${path}`], {
          maxBuffer: 1 << 28,
        })
        if (shown.status === 0) return shown.stdout
      }
      return undefined
    }
    const wanted = tag.replace(/^v/, '')
    const stated = identifySource((path) => read(path)?.toString('utf8'))
    if (stated?.version === wanted) counts.stated++
    const found = stated && settle(stated, marks, read, hashLength)
    if (found?.version === wanted) counts.exact++
    else wrong.push(`${tag}: ${found ? `${found.platform} ${found.version}` : 'nothing'}`)
  }
  console.log(
    `${repo}: ${counts.exact} of ${releases.length} exact (by what the source states alone: ${counts.stated})`,
  )
  for (const line of wrong) console.log(`  ${line}`)
}
