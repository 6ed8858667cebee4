/** Which platform a source tree holds. `version` is undefined where the tree does not say it. */
export interface Identified {
  platform: string
  version: string | undefined
  /** File that gave it away, relative to the tree. */
  file: string
}

/** Reads a file of the tree by its relative path; undefined where it is not there. */
export type ReadFile = (path: string) => string | undefined
