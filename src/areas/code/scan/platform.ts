import type { Project } from '../../../analysis/project.ts'

const marks: readonly (readonly [string, RegExp])[] = [
  ['PrestaShop', /_PS_VERSION_|PrestaShop|ModuleFrontController|thirty ?bees/],
  ['WordPress', /\bABSPATH\b|add_action\s*\(|\$wpdb\b/],
  ['Magento', /\bMage::|Magento\\|Mage_Core/],
  ['OpenCart', /\bDIR_APPLICATION\b|DB_PREFIX|Opencart\\/],
  ['Laravel', /Illuminate\\/],
]

/** The platform that the code is written for, by the words that most files use; empty where none stands out. */
export function platformOf(project: Project): string {
  const counts = new Map<string, number>()
  const every = Math.max(1, Math.floor(project.files.length / 400))
  for (let id = 0; id < project.files.length; id += every) {
    const head = project.files[id]!.source.slice(0, 6000)
    for (const [name, mark] of marks) if (mark.test(head)) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const best = [...counts].sort((a, b) => b[1] - a[1])[0]
  return best?.[0] ?? ''
}
