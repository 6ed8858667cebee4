/** A number with its noun in English: 1 release, 2 releases. `plural` where it is not the noun with an s. Pure. */
export const count = (number: number, noun: string, plural = `${noun}s`): string =>
  `${number} ${number === 1 ? noun : plural}`
