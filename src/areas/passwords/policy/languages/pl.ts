import type { Words } from './words.ts'

const several = 'Kilka słów, które nie mają ze sobą nic wspólnego, tworzy długie i łatwe do zapamiętania hasło.'
/** Polish counts in three ways: 1 znak, 2 znaki, 5 znaków (22 znaki, 12 znaków). */
const signs = (count: number) =>
  count === 1
    ? '1 znak'
    : count % 10 >= 2 && count % 10 <= 4 && (count % 100 < 12 || count % 100 > 14)
      ? `${count} znaki`
      : `${count} znaków`

export const pl: Words = {
  'not-text': () => ({
    text: 'Zawiera znak, którego nie da się zapisać.',
    suggestion: 'Wpisz hasło ręcznie, zamiast je wklejać.',
  }),
  'too-short': ({ has, wanted }) => ({
    text: `Ma ${signs(has)}, a potrzeba co najmniej ${wanted}.`,
    suggestion: `Dodaj jeszcze ${signs(wanted - has)}, na przykład kolejne słowo.`,
  }),
  'too-long': ({ wanted }) => ({
    text: `Ma więcej niż ${signs(wanted)}.`,
    suggestion: `Użyj najwyżej tylu: ${wanted}.`,
  }),
  'letters-and-digits': () => ({
    text: 'Potrzebne są litery i cyfry.',
    suggestion: 'Dodaj to, czego brakuje, i nie tylko na końcu.',
  }),
  classes: ({ wanted }) => ({
    text: `Potrzebne są znaki z co najmniej ${wanted} grup: małe litery, wielkie litery, cyfry, inne znaki.`,
    suggestion: 'Spacja też jest innym znakiem: spróbuj kilku słów z liczbą.',
  }),
  weak: () => ({ text: 'Można je zbyt szybko odgadnąć.', suggestion: several }),
  common: () => ({ text: 'Opiera się na słowie, które sprawdza się najpierw.', suggestion: several }),
  context: () => ({
    text: 'Opiera się na nazwie znanej innym osobom lub związanej z tym sklepem.',
    suggestion: several,
  }),
  run: () => ({ text: 'To głównie ciąg lub powtórzenie, a takie zgaduje się najpierw.', suggestion: several }),
  breached: () => ({
    text: 'Jest znane z wycieku z innej strony.',
    suggestion: 'Wybierz nowe i zmień to wszędzie, gdzie go używasz.',
  }),
}
