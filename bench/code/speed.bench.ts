/** Lines a second and memory of a scan beside parsing alone: node bench/code/speed.bench.ts FOLDER… */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSource } from '../../src/analysis/parse.ts'
import { scanTree } from '../../src/areas/code/scan/scan.ts'
import { walk } from '../../src/areas/code/scan/walk.ts'

for (const folder of process.argv.slice(2)) {
  let parsing = 0
  let lines = 0
  for (const path of walk(folder, false).files) {
    const text = readFileSync(join(folder, path), 'utf8')
    const started = performance.now()
    lines += parseSource(path, text)?.lines ?? 0
    parsing += performance.now() - started
  }
  const cpu = process.cpuUsage()
  const result = scanTree(folder)
  const used = process.cpuUsage(cpu)
  const seconds = (used.user + used.system) / 1e6
  const memory = process.resourceUsage().maxRSS / 1024
  console.log(
    `${folder}: ${result.lines} lines; parse alone ${(lines / parsing).toFixed(0)} kLOC/s; scan ${seconds.toFixed(1)} CPU-s, ${(result.lines / seconds / 1000).toFixed(0)} kLOC/s; peak ${memory.toFixed(0)} MB; ${result.findings.filter((item) => item.confidence !== 'low').length} findings`,
  )
}
