export interface Limits {
  /** Nodes that one root (a file's top level or a function) may cost. */
  stepsPerRoot: number
  /** Nodes that all roots of one file may cost together; a root alone may overrun it by its own steps. */
  stepsPerFile: number
  /** Nested calls. */
  depth: number
}

export const defaultLimits: Limits = { stepsPerRoot: 400_000, stepsPerFile: 20_000_000, depth: 12 }

/** Thrown when a root has used up its steps; what was found until then stays. */
export class OutOfSteps extends Error {}
