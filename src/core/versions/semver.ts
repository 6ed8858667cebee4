const pattern =
  /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/

const parsed = (version: string) => (version.length > 256 ? null : pattern.exec(version.trim()))

/** True for versions of Semantic Versioning 2.0.0, a leading `v` allowed. */
export const isSemver = (version: string): boolean => parsed(version) !== null

function compareIdentifiers(a: string, b: string): number {
  const [left, right] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (left && right) return Number(a) - Number(b)
  if (left !== right) return left ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}

/** Precedence by Semantic Versioning 2.0.0, section 11; build metadata does not count. Both must pass `isSemver`. */
export function compareSemver(a: string, b: string): number {
  const [left, right] = [parsed(a)!, parsed(b)!]
  for (let part = 1; part <= 3; part++) {
    const difference = Number(left[part]) - Number(right[part])
    if (difference !== 0) return difference
  }
  const [one, two] = [left[4], right[4]]
  if (one === undefined || two === undefined) return Number(one === undefined) - Number(two === undefined)
  const [ours, theirs] = [one.split('.'), two.split('.')]
  for (let index = 0; index < Math.min(ours.length, theirs.length); index++) {
    const difference = compareIdentifiers(ours[index]!, theirs[index]!)
    if (difference !== 0) return difference
  }
  return ours.length - theirs.length
}
