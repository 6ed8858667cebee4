import type { Words } from './words.ts'

const several = 'Più parole senza legame tra loro sono lunghe e facili da ricordare.'
const signs = (count: number) => `${count} ${count === 1 ? 'carattere' : 'caratteri'}`

export const it: Words = {
  'not-text': () => ({
    text: 'Contiene un carattere che non si può salvare.',
    suggestion: 'La scriva invece di incollarla.',
  }),
  'too-short': ({ has, wanted }) => ({
    text: `Ha ${signs(has)}; ne servono almeno ${wanted}.`,
    suggestion: `Ne aggiunga ${wanted - has}, per esempio un'altra parola.`,
  }),
  'too-long': ({ wanted }) => ({
    text: `Ha più di ${signs(wanted)}.`,
    suggestion: `Ne usi al massimo ${wanted}.`,
  }),
  'letters-and-digits': () => ({
    text: 'Servono lettere e cifre.',
    suggestion: 'Aggiunga quello che manca, e non solo alla fine.',
  }),
  classes: ({ wanted }) => ({
    text: `Servono ${wanted} di questi tipi: minuscole, maiuscole, cifre, altri caratteri.`,
    suggestion: 'Lo spazio vale come altro carattere: provi più parole con un numero.',
  }),
  weak: () => ({ text: 'Si indovina troppo presto.', suggestion: several }),
  common: () => ({ text: 'Si basa su una parola che viene provata per prima.', suggestion: several }),
  context: () => ({ text: 'Si basa su un nome che altri conoscono di lei o di questo negozio.', suggestion: several }),
  run: () => ({
    text: 'È soprattutto una sequenza o una ripetizione, che si indovina per prima.',
    suggestion: several,
  }),
  breached: () => ({
    text: 'È nota per una fuga di dati di un altro sito.',
    suggestion: 'Ne scelga una nuova e cambi questa ovunque la usi.',
  }),
}
