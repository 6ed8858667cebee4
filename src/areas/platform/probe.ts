import type { Probe } from '../../core/probe.ts'
import { outside } from './probes/outside.ts'
import { source } from './probes/source.ts'

export const probes: readonly Probe[] = [source, outside]
