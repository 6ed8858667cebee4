import type { Words } from './words.ts'

const steps = [
  'Digiti {site} nel browser.',
  'Scelga «Password dimenticata».',
  'Usi una password che non usa da nessun’altra parte.',
]

export const it: Words = {
  language: 'it',
  hello: 'Buongiorno',
  noMisuse: 'Abbiamo controllato il Suo account da noi e non vediamo segni di abuso.',
  variants: {
    shop: {
      subject: 'Scelga una nuova password per {shop}',
      cause:
        'La Sua password di {shop} è in una lista creata da programmi dannosi su telefoni o computer. Nessuno è entrato nei sistemi di {shop}.',
      meaning: 'Qualcuno potrebbe conoscerla. La cambi su un dispositivo di cui si fida:',
      steps,
      after: 'Poi controlli i Suoi dispositivi con un antivirus.',
    },
    password: {
      subject: 'Scelga una nuova password per {shop}',
      cause:
        'Il Suo indirizzo e-mail e una password sono in una lista rubata ad altri: {leak}. Nessuno è entrato nei sistemi di {shop}.',
      meaning: 'Se usa quella password anche qui, qualcuno potrebbe provarla. Ne scelga una nuova:',
      steps,
      after: 'Potremmo chiederglielo al prossimo accesso.',
    },
    address: {
      subject: 'Il Suo indirizzo e-mail era in una fuga di dati di un altro sito',
      cause: 'Il Suo indirizzo e-mail è in una lista rubata ad altri: {leak}. Nessuno è entrato nei sistemi di {shop}.',
      meaning: 'Non ci risulta nessuna Sua password in quella lista. Ora non deve fare nulla.',
      steps: [],
      after: 'Attenzione ai messaggi che chiedono denaro o una password. Non Le chiederemo mai la password.',
    },
  },
  reminder: 'La password non è ancora stata cambiata, perciò glielo ricordiamo.',
  reminderMark: 'Promemoria: ',
  and: 'e',
  more: 'altri',
  why: 'Perché ricevo questo messaggio?',
  whyText:
    'Controlliamo se i nostri clienti sono in fughe di dati note, per proteggere gli account. Se non vuole, scriva a {contact}.',
}
