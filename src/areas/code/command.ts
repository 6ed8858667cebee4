import type { AreaCommand } from '../../core/area.ts'
import { scan } from './commands/scan.ts'

export const command: AreaCommand = {
  summary: 'search source code for security holes',
  verbs: { scan },
}
