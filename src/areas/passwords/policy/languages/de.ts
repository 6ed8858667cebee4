import type { Words } from './words.ts'

const several = 'Mehrere Wörter, die nichts miteinander zu tun haben, sind lang und leicht zu merken.'

export const de: Words = {
  'not-text': () => ({
    text: 'Es enthält ein Zeichen, das nicht gespeichert werden kann.',
    suggestion: 'Bitte tippen statt einfügen.',
  }),
  'too-short': ({ has, wanted }) => ({
    text: `Es hat ${has} von mindestens ${wanted} Zeichen.`,
    suggestion: `Noch ${wanted - has} mehr, zum Beispiel ein weiteres Wort.`,
  }),
  'too-long': ({ wanted }) => ({
    text: `Es hat mehr als ${wanted} Zeichen.`,
    suggestion: `Höchstens ${wanted}, bitte.`,
  }),
  'letters-and-digits': () => ({
    text: 'Es braucht Buchstaben und Ziffern.',
    suggestion: 'Ergänzen, was fehlt, und nicht nur am Ende.',
  }),
  classes: ({ wanted }) => ({
    text: `Es braucht ${wanted} davon: Kleinbuchstaben, Großbuchstaben, Ziffern, andere Zeichen.`,
    suggestion: 'Leerzeichen zählen als andere Zeichen: mehrere Wörter mit einer Zahl sind gut.',
  }),
  weak: () => ({ text: 'Es wird zu schnell erraten.', suggestion: several }),
  common: () => ({ text: 'Sein Kern ist ein Wort, das zuerst probiert wird.', suggestion: several }),
  context: () => ({
    text: 'Sein Kern ist ein Name, den andere von Ihnen oder diesem Shop kennen.',
    suggestion: several,
  }),
  run: () => ({
    text: 'Es ist vor allem eine Folge oder Wiederholung, und die werden zuerst erraten.',
    suggestion: several,
  }),
  breached: () => ({
    text: 'Es ist aus einem Leck bei einem anderen Anbieter bekannt.',
    suggestion: 'Wählen Sie ein neues, und ändern Sie dieses überall, wo Sie es verwenden.',
  }),
}
