/** Each front end against mutated inputs made from real files: node bench/code/fuzz.bench.ts FOLDER COUNT SEED ENDING. Any exception or hang is a failure. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyse } from '../../src/analysis/analyse.ts'
import { parseSource } from '../../src/analysis/parse.ts'
import { Project } from '../../src/analysis/project.ts'
import { builtInModels } from '../../src/areas/code/models/index.ts'
import { sinkRules } from '../../src/areas/code/rules/index.ts'
import { runStructure } from '../../src/areas/code/structure/check.ts'
import { structureChecks } from '../../src/areas/code/structure/index.ts'
import { walk } from '../../src/areas/code/scan/walk.ts'

const [folder, amount = '100000', seed = '1', ending = ''] = process.argv.slice(2)
if (folder === undefined) throw new Error('Give a folder with sources.')
let state = Number(seed)
/** A small generator of numbers that a seed repeats. */
function random(below: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state % below
}
const pieces = [
  '{',
  '}',
  '(',
  ')',
  '[',
  ']',
  '"',
  "'",
  '`',
  '/*',
  '*/',
  '//',
  '<?php ',
  '?>',
  '<<<A\n',
  '\\',
  '\0',
  '${',
  '\uD800',
  ';',
  '@',
  '#[',
  '<',
  '>',
  '->',
  '=>',
  '::',
  '"""',
  '\r',
  'é',
]
const files = walk(folder, true).files.filter((path) => !path.endsWith('.properties') && path.endsWith(ending))
let slowest = 0
let slowestPath = ''
const started = performance.now()
for (let i = 0; i < Number(amount); i++) {
  const path = files[random(files.length)]!
  let text = readFileSync(join(folder, path), 'utf8')
  const from = random(Math.max(1, text.length))
  text = text.slice(from, from + 200 + random(3000))
  for (let n = 1 + random(6); n > 0; n--) {
    const at = random(Math.max(1, text.length))
    if (random(3) === 0) text = text.slice(0, at) + text.slice(at + random(60))
    else text = text.slice(0, at) + pieces[random(pieces.length)] + text.slice(at)
  }
  if (path.endsWith('.php')) text = `<?php ${text}`
  const before = performance.now()
  const parsed = parseSource(path, text)
  if (parsed) {
    const project = new Project()
    project.add(path, text, parsed)
    analyse(project, builtInModels, sinkRules)
    runStructure(project, structureChecks)
  }
  const took = performance.now() - before
  if (took > slowest) [slowest, slowestPath] = [took, path]
}
console.log(
  `${amount} inputs from ${files.length} files in ${((performance.now() - started) / 1000).toFixed(0)} s, no failure; slowest ${slowest.toFixed(0)} ms (${slowestPath})`,
)
