import type { Words } from './words.ts'

const several = 'Varias palabras sin relación entre sí son largas y fáciles de recordar.'
const signs = (count: number) => `${count} ${count === 1 ? 'carácter' : 'caracteres'}`

export const es: Words = {
  'not-text': () => ({
    text: 'Tiene un carácter que no se puede guardar.',
    suggestion: 'Escríbala en lugar de pegarla.',
  }),
  'too-short': ({ has, wanted }) => ({
    text: `Tiene ${signs(has)} y hacen falta al menos ${wanted}.`,
    suggestion: `Añada ${wanted - has} más, por ejemplo otra palabra.`,
  }),
  'too-long': ({ wanted }) => ({
    text: `Tiene más de ${signs(wanted)}.`,
    suggestion: `Use como máximo ${wanted}.`,
  }),
  'letters-and-digits': () => ({
    text: 'Necesita letras y cifras.',
    suggestion: 'Añada lo que falta, y no solo al final.',
  }),
  classes: ({ wanted }) => ({
    text: `Necesita ${wanted} de estas clases: minúsculas, mayúsculas, cifras, otros caracteres.`,
    suggestion: 'El espacio cuenta como otro carácter: pruebe varias palabras con un número.',
  }),
  weak: () => ({ text: 'Se adivina demasiado pronto.', suggestion: several }),
  common: () => ({ text: 'Se basa en una palabra que se prueba primero.', suggestion: several }),
  context: () => ({
    text: 'Se basa en un nombre que otros conocen de usted o de esta tienda.',
    suggestion: several,
  }),
  run: () => ({
    text: 'Es sobre todo una secuencia o una repetición, que se adivina primero.',
    suggestion: several,
  }),
  breached: () => ({
    text: 'Se conoce por una filtración de otro sitio.',
    suggestion: 'Elija una nueva y cambie esta en todos los sitios donde la use.',
  }),
}
