import type { Words } from './words.ts'

const several = 'Plusieurs mots sans rapport entre eux font un mot de passe long et facile à retenir.'
const signs = (count: number) => `${count} caractère${count > 1 ? 's' : ''}`

export const fr: Words = {
  'not-text': () => ({
    text: 'Il contient un caractère impossible à enregistrer.',
    suggestion: 'Tapez-le au lieu de le coller.',
  }),
  'too-short': ({ has, wanted }) => ({
    text: `Il a ${signs(has)} ; il en faut au moins ${wanted}.`,
    suggestion: `Ajoutez-en ${wanted - has}, par exemple un autre mot.`,
  }),
  'too-long': ({ wanted }) => ({
    text: `Il a plus de ${signs(wanted)}.`,
    suggestion: `Utilisez-en au plus ${wanted}.`,
  }),
  'letters-and-digits': () => ({
    text: 'Il faut des lettres et des chiffres.',
    suggestion: 'Ajoutez ce qui manque, et pas seulement à la fin.',
  }),
  classes: ({ wanted }) => ({
    text: `Il faut ${wanted} de ces sortes : minuscules, majuscules, chiffres, autres caractères.`,
    suggestion: "L'espace compte comme un autre caractère : essayez plusieurs mots avec un nombre.",
  }),
  weak: () => ({ text: 'Il se devine trop vite.', suggestion: several }),
  common: () => ({ text: "Il repose sur un mot que l'on essaie en premier.", suggestion: several }),
  context: () => ({
    text: "Il repose sur un nom que d'autres connaissent de vous ou de cette boutique.",
    suggestion: several,
  }),
  run: () => ({
    text: "C'est surtout une suite ou une répétition, que l'on devine en premier.",
    suggestion: several,
  }),
  breached: () => ({
    text: "Il est connu par une fuite d'un autre site.",
    suggestion: "Choisissez-en un nouveau, et changez celui-ci partout où vous l'utilisez.",
  }),
}
