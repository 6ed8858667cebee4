export interface Limits {
  /** Nodes that one root (a file's top level or a function) may cost. */
  stepsPerRoot: number
  /** Nested calls. */
  depth: number
}

export const defaultLimits: Limits = { stepsPerRoot: 400_000, depth: 12 }
