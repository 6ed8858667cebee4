import { count } from '../../../core/count.ts'
import { resolve } from 'node:path'
import type { Verb } from '../../../core/area.ts'
import { collect } from '../../../core/collect.ts'
import { choice, failOn, scanOptions, writeAnswer } from '../../../core/options.ts'
import { toSarif } from '../../../core/sarif.ts'
import { atLeast } from '../../../core/severity.ts'
import { shopSchema } from '../../../core/shop.ts'
import { EvidenceView } from '../../../core/view.ts'
import { VERSION } from '../../../core/version.ts'
import { source } from '../probes/source.ts'
import { holesFact } from '../schema.ts'

/** What a patch beside the version says of a hole that its version has. */
function patchWords({ patchState, patch }: { patchState?: string | undefined; patch?: string | undefined }): string {
  if (patchState === undefined) return ''
  if (patchState === 'vulnerable') return patch ? `  ${patch} is not applied` : '  its patch is not applied'
  return patch ? `  unknown whether ${patch} is applied` : '  unknown which patch closes it'
}

export const advisories: Verb = {
  summary: 'Published holes that apply to the platform, its extensions and packages, the most urgent first',
  arguments: ['<dirs...>'],
  options: [...scanOptions],
  async run([given], options, io) {
    const format = choice(options, 'format', ['text', 'json', 'sarif'], 'text')
    const threshold = failOn(options)
    const sources = (Array.isArray(given) ? given : []).map((dir) => ({ path: resolve(io.cwd, dir) }))
    const evidence = await collect(source, shopSchema.parse({ name: 'tree', sources }), io)
    const seen = new EvidenceView(evidence, io.now()).all(holesFact)
    const missed = evidence.filter((item) => item.fact === holesFact.id && item.couldNotLook !== undefined)
    const lines = seen.flatMap(({ subject, value }) => [
      `${subject}: ${count(value.holes.length, 'published hole')} in ${count(value.compared, 'package')}`,
      ...value.holes.map(
        (hole) =>
          `  ${hole.decision.padEnd(6)} ${hole.id}  ${hole.package} ${hole.version}${hole.fixed ? ` → ${hole.fixed}` : ''}${hole.exploited ? '  EXPLOITED' : ''}${hole.dev ? '  (development only)' : ''}${hole.title ? `  ${hole.title}` : ''}${patchWords(hole)}`,
      ),
      ...value.patched.map((item) => `  closed by a patch: ${item.id} in ${item.package}`),
      ...value.unknown.map((item) => `  unknown: ${item.package} ${item.version}. ${item.reason}`),
      ...value.unreadable.map((item) => `  unknown: ${item.file}. ${item.reason}`),
      ...value.blind.map(
        (item) =>
          `  unknown: no advisories for ${count(item.packages, 'package')} of kind ${item.kind}. Run "shopwarden knowledge update".`,
      ),
      ...(value.patchReport === 'none'
        ? [
            '  unknown: isolated patches. Save the report of "php vendor/bin/patch-status" as patch-status.json in the tree.',
          ]
        : []),
      ...(value.appliedPatches ? [`  patches applied by hand: ${value.appliedPatches.join(', ') || 'none'}`] : []),
      `  facts: ${value.knowledge.map((age) => `${age.file.replace(/\.json$/, '')} of ${age.asOf}`).join(', ')}`,
    ])
    for (const item of missed) lines.push(`${item.subject}: unknown. ${item.couldNotLook?.reason}`)
    const findings = seen.flatMap((item) => item.findings)
    const text = {
      text: () => lines.join('\n'),
      json: () => JSON.stringify(seen, null, 2),
      sarif: () => JSON.stringify(toSarif(findings, VERSION), null, 2),
    }
    writeAnswer(text[format](), options, io)
    if (findings.some((finding) => atLeast(finding.severity, threshold))) return 1
    return missed.length > 0 || seen.some((item) => item.value.unreadable.length > 0) ? 3 : 0
  },
}
