import type { Words } from './words.ts'

const steps = [
  'Wpisz {site} w przeglądarce.',
  'Wybierz „Nie pamiętam hasła”.',
  'Ustaw hasło, którego nie używasz nigdzie indziej.',
]

export const pl: Words = {
  language: 'pl',
  hello: 'Dzień dobry',
  noMisuse: 'Sprawdziliśmy Twoje konto u nas i nie widzimy śladów nadużycia.',
  variants: {
    shop: {
      subject: 'Prosimy o ustawienie nowego hasła w {shop}',
      cause:
        'Twoje hasło do {shop} znalazło się na liście, jakie tworzą szkodliwe programy na telefonach i komputerach. Do {shop} nikt się nie włamał.',
      meaning: 'Ktoś może znać to hasło. Zmień je na urządzeniu, któremu ufasz:',
      steps,
      after: 'Potem sprawdź swoje urządzenia programem antywirusowym.',
    },
    password: {
      subject: 'Prosimy o ustawienie nowego hasła w {shop}',
      cause:
        'Twój adres e-mail i hasło znalazły się na liście skradzionej komu innemu: {leak}. Do {shop} nikt się nie włamał.',
      meaning: 'Jeśli używasz tego hasła także u nas, ktoś może je wypróbować. Prosimy, ustaw nowe:',
      steps,
      after: 'Możemy o to poprosić przy następnym logowaniu.',
    },
    address: {
      subject: 'Twój adres e-mail był w wycieku z innej strony',
      cause: 'Twój adres e-mail znalazł się na liście skradzionej komu innemu: {leak}. Do {shop} nikt się nie włamał.',
      meaning: 'Nie wiemy o żadnym Twoim haśle na tej liście. Teraz nie trzeba nic robić.',
      steps: [],
      after: 'Uważaj na wiadomości z prośbą o pieniądze lub hasło. Nigdy nie pytamy o hasło.',
    },
  },
  reminder: 'Hasło nie zostało jeszcze zmienione, dlatego przypominamy.',
  reminderMark: 'Przypomnienie: ',
  and: 'i',
  more: 'inne',
  why: 'Dlaczego to dostaję?',
  whyText:
    'Sprawdzamy, czy nasi klienci są w znanych wyciekach, aby chronić konta. Jeśli tego nie chcesz, napisz do {contact}.',
}
