import type { Area } from '../core/area.ts'
import { board } from './board/index.ts'
import { code } from './code/index.ts'
import { disputes } from './disputes/index.ts'
import { fraud } from './fraud/index.ts'
import { leaks } from './leaks/index.ts'
import { malware } from './malware/index.ts'
import { notices } from './notices/index.ts'
import { passwords } from './passwords/index.ts'
import { patches } from './patches/index.ts'
import { payment } from './payment/index.ts'
import { pentest } from './pentest/index.ts'
import { platform } from './platform/index.ts'
import { resilience } from './resilience/index.ts'
import { screening } from './screening/index.ts'

/** Every area, in the order of the questions. The one place where the rest of the house meets them. */
export const areas: readonly Area[] = [
  payment,
  resilience,
  pentest,
  code,
  platform,
  patches,
  fraud,
  disputes,
  screening,
  malware,
  passwords,
  leaks,
  notices,
  board,
]
