import { count } from '../../../core/count.ts'
import { randomUUID } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { Verb } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'
import { choice, writeAnswer } from '../../../core/options.ts'
import { readAdvisories } from '../../../knowledge/advisories.ts'
import { readTextUpTo } from '../../../net/files.ts'
import { compareWithBook } from '../advisories/look.ts'
import { identifySource } from '../identify.ts'
import { platformAsPackages, readInventory } from '../inventory/tree.ts'
import { readSbom } from '../sbom/read.ts'
import { applyVex, readVex } from '../sbom/vex.ts'
import { cycloneDx, spdx } from '../sbom/write.ts'

const maxBytes = 200_000_000
const unreadable = (file: string, fix: string) =>
  new ShopwardenError('SW_PLATFORM_DOCUMENT', 'The document cannot be read', { where: file, fix })

export const sbom: Verb = {
  summary: 'Bill of materials of a source tree (CycloneDX 1.6 with holes, or SPDX 2.3)',
  arguments: ['<dir>'],
  options: [
    { flags: '--format <format>', description: 'cyclonedx or spdx', default: 'cyclonedx' },
    { flags: '--out <file>', description: 'write it to a file' },
  ],
  async run([dir], options, io) {
    const format = choice(options, 'format', ['cyclonedx', 'spdx', 'json'], 'cyclonedx')
    const root = resolve(io.cwd, String(dir))
    const found = identifySource((path) => readTextUpTo(join(root, path), maxBytes))
    const { packages, unreadable: broken } = readInventory(root)
    const all = [...packages, ...(found ? platformAsPackages(found, packages).slice(0, 1) : [])]
    const about = { name: found?.platform ?? String(dir), at: io.now(), id: randomUUID() }
    const document =
      format === 'spdx'
        ? spdx(all, about)
        : cycloneDx(all, compareWithBook(all, readAdvisories(io.knowledgeDir), found).holes, about)
    writeAnswer(JSON.stringify(document, null, 2), options, io)
    return all.length === 0 || broken.length > 0 ? 3 : 0
  },
}

export const checkSbom: Verb = {
  summary: 'Published holes that apply to a bill of materials (CycloneDX or SPDX), after VEX statements',
  arguments: ['<file>'],
  options: [
    { flags: '--vex <file>', description: 'OpenVEX document with your own statements' },
    { flags: '--format <format>', description: 'text or json', default: 'text' },
    { flags: '--out <file>', description: 'write the answer to a file' },
  ],
  async run([file], options, io) {
    const format = choice(options, 'format', ['text', 'json'], 'text')
    const name = String(file)
    const packages = readSbom(readTextUpTo(resolve(io.cwd, name), maxBytes) ?? '', name)
    if (packages === undefined) throw unreadable(name, 'Give CycloneDX as JSON, or SPDX 2 as JSON.')
    const { holes: found, knowledge, unknown } = compareWithBook(packages, readAdvisories(io.knowledgeDir))
    const given = typeof options['vex'] === 'string' ? options['vex'] : undefined
    const vex = given === undefined ? undefined : readVex(readTextUpTo(resolve(io.cwd, given), maxBytes) ?? '')
    if (given !== undefined && vex === undefined)
      throw unreadable(given, 'Give an OpenVEX document (https://openvex.dev).')
    const { holes, stated } = vex ? applyVex(found, vex) : { holes: found, stated: [] }
    const lines = [
      `${name}: ${count(holes.length, 'published hole')} in ${count(packages.length, 'package')}`,
      ...holes.map(
        (hole) =>
          `  ${hole.decision.padEnd(6)} ${hole.id}  ${hole.package} ${hole.version}${hole.fixed ? ` → ${hole.fixed}` : ''}`,
      ),
      ...stated.map((item) => `  set apart: ${item.id} in ${item.package} (${item.reason})`),
      ...unknown.map((item) => `  unknown: ${item.package} ${item.version}. ${item.reason}`),
      `  facts: ${knowledge.map((age) => `${age.file.replace(/\.json$/, '')} of ${age.asOf}`).join(', ')}`,
    ]
    const document = { packages: packages.length, holes, stated, unknown, knowledge }
    writeAnswer(format === 'json' ? JSON.stringify(document, null, 2) : lines.join('\n'), options, io)
    return holes.length > 0 ? 1 : 0
  },
}
