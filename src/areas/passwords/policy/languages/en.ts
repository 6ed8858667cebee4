import type { Words } from './words.ts'

const several = 'Several words that have nothing to do with each other are long and easy to remember.'

export const en: Words = {
  'not-text': () => ({
    text: 'It has a character that cannot be stored.',
    suggestion: 'Type it instead of pasting it.',
  }),
  'too-short': ({ has, wanted }) => ({
    text: `It has ${has} of at least ${wanted} characters.`,
    suggestion: `Add ${wanted - has} more, for example another word.`,
  }),
  'too-long': ({ wanted }) => ({
    text: `It has more than ${wanted} characters.`,
    suggestion: `Use at most ${wanted}.`,
  }),
  'letters-and-digits': () => ({
    text: 'It needs letters and digits.',
    suggestion: 'Add whichever is missing, not only at the end.',
  }),
  classes: ({ wanted }) => ({
    text: `It needs ${wanted} of these: small letters, capitals, digits, other characters.`,
    suggestion: 'Spaces count as other characters: try several words with a number.',
  }),
  weak: () => ({ text: 'It is guessed too soon.', suggestion: several }),
  common: () => ({ text: 'It is built around a word that is tried first.', suggestion: several }),
  context: () => ({
    text: 'It is built around a name that others know of you or of this shop.',
    suggestion: several,
  }),
  run: () => ({ text: 'It is mostly a sequence or a repetition, which is guessed first.', suggestion: several }),
  breached: () => ({
    text: 'It is known from a leak of another site.',
    suggestion: 'Choose a new one, and change this one wherever you use it.',
  }),
}
