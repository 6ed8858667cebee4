/**
 * What `work` gives, or undefined where it fails or takes longer than `ms` (milliseconds): a page that does not answer costs no more.
 * The clock keeps no process alive: a watch ends with its last visit.
 */
export function within<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let clock: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    clock = setTimeout(resolve, ms, undefined).unref()
  })
  return Promise.race([work.catch(() => undefined), late]).finally(() => clearTimeout(clock))
}
