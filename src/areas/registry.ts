import type { Area } from '../core/area.ts'
import { malware } from './malware/index.ts'
import { patches } from './patches/index.ts'
import { platform } from './platform/index.ts'

/** Every area, in the order of the questions. The one place where the rest of the house meets them. */
export const areas: readonly Area[] = [platform, patches, malware]
