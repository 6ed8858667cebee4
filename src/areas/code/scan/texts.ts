import { analyse } from '../../../analysis/analyse.ts'
import { composeAnnotations } from '../../../analysis/java/composed.ts'
import { parseSource } from '../../../analysis/parse.ts'
import { addDescription } from './descriptions.ts'
import { Project } from '../../../analysis/project.ts'
import type { Finding } from '../../../core/finding.ts'
import { toFinding } from '../findings.ts'
import { builtInModels } from '../models/index.ts'
import { sinkRules } from '../rules/index.ts'
import { runStructure } from '../structure/check.ts'
import { structureChecks } from '../structure/index.ts'

/** Findings in texts held in memory: what examples and small checks need. */
export function scanTexts(texts: readonly { path: string; text: string }[]): Finding[] {
  const project = new Project()
  for (const { path, text } of texts) {
    if (addDescription(project, path, text)) continue
    const parsed = parseSource(path, text)
    if (parsed) project.add(path, text, parsed)
  }
  composeAnnotations(project)
  const { hits } = analyse(project, builtInModels, sinkRules)
  return [...hits, ...runStructure(project, structureChecks)].map((hit) => toFinding(project, hit, ''))
}
