import type { Probe } from '../../core/probe.ts'
import { admin } from './probes/admin.ts'
import { outside } from './probes/outside.ts'
import { source } from './probes/source.ts'

export const probes: readonly Probe[] = [source, outside, admin(process.env)]
