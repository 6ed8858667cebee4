// Are the SPDX documents of real lock files valid by SPDX's own JSON schema (schemas/spdx-schema.json of its 2.3)?
//   node bench/platform/spdx.bench.ts SCHEMA composer.lock…
import { Ajv } from 'ajv'
import { readFileSync } from 'node:fs'
import { readComposerLock } from '../../src/areas/platform/inventory/composer.ts'
import { spdx } from '../../src/areas/platform/sbom/write.ts'

const [schema = '', ...files] = process.argv.slice(2)
const valid = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(readFileSync(schema, 'utf8')))
const about = { name: 'shop', at: new Date(), id: '00000000-0000-4000-8000-000000000000' }
let [documents, packages] = [0, 0]
for (const file of files) {
  const listed = readComposerLock(readFileSync(file, 'utf8'), file)
  if (listed === undefined) continue
  packages += listed.length
  if (valid(JSON.parse(JSON.stringify(spdx(listed, about))))) documents++
  else console.log(file, valid.errors?.slice(0, 3))
}
console.log(`${documents} of ${files.length} documents valid, ${packages} packages`)
