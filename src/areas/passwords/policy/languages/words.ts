/** What is wrong with a password, for the person who chose it, and what would help. Never a part of the password. */
export interface Said {
  text: string
  suggestion: string
}

export const reasonCodes = [
  'not-text',
  'too-short',
  'too-long',
  'letters-and-digits',
  'classes',
  'weak',
  'common',
  'context',
  'run',
  'breached',
] as const
export type ReasonCode = (typeof reasonCodes)[number]

/** The numbers that a reason may name: characters there are, and characters or kinds demanded. */
export interface Numbers {
  has: number
  wanted: number
}

/** Reasons of one language. */
export type Words = Readonly<Record<ReasonCode, (numbers: Numbers) => Said>>
