import zxcvbn from 'zxcvbn'

/** zxcvbn takes quadratic time: it sees the beginning of a longer password, as on the server. */
const closely = 26

/** Strength from 0 to 4. Loaded when the first character is typed, with the word lists that make it large. */
export const scoreOf = (password: string, context: readonly string[]): number =>
  zxcvbn(password.slice(0, closely), [...context]).score
