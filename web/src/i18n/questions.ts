import { useTexts } from './i18n.tsx'

type Names = Readonly<Record<string, readonly [asks: string, short: string]>>

/** The thirteen questions in Polish, and short names in both languages. The English questions come with the answers. */
const polish: Names = {
  payment: ['Czy płatności spełniają PCI DSS, a sklep bada ASV?', 'Płatności'],
  resilience: ['Czy sklep jest odporny na ataki DDoS i czy to sprawdzono?', 'Odporność'],
  pentest: ['Czy robi się testy penetracyjne?', 'Testy penetracyjne'],
  code: ['Czy własny kod przechodzi analizę statyczną?', 'Kod'],
  platform: ['Czy platforma sklepu jest aktualna?', 'Platforma'],
  patches: ['Czy poprawki bezpieczeństwa są instalowane na czas?', 'Poprawki'],
  fraud: ['Czy podejrzana aktywność jest zgłaszana?', 'Oszustwa'],
  disputes: ['Czy sklep jest chroniony przed wyłudzeniami przez chargeback?', 'Reklamacje płatności'],
  screening: ['Czy korzysta się z zewnętrznej usługi antyfraudowej?', 'Usługi antyfraudowe'],
  malware: ['Czy serwery są sprawdzane pod kątem złośliwego oprogramowania?', 'Złośliwe oprogramowanie'],
  passwords: ['Czy wymagane są silne hasła?', 'Hasła'],
  leaks: ['Czy adresy klientów są sprawdzane w wyciekach?', 'Wycieki'],
  notices: ['Czy klienci dowiadują się o wycieku swoich danych?', 'Powiadomienia'],
  board: ['Kopie zapasowe, regularne audyty i umowy z dostawcami', 'Zarząd'],
}

const english: Readonly<Record<string, string>> = {
  payment: 'Payment',
  resilience: 'Resilience',
  pentest: 'Penetration test',
  code: 'Code',
  platform: 'Platform',
  patches: 'Patches',
  fraud: 'Fraud',
  disputes: 'Disputes',
  screening: 'Screening services',
  malware: 'Malware',
  passwords: 'Passwords',
  leaks: 'Leaks',
  notices: 'Notices',
  board: 'Board',
}

/** Words of a question: in Polish where they are translated, else as the answer has them. */
export function useQuestionWords() {
  const { language } = useTexts()
  const words = (question: string, asks: string) => (language === 'pl' ? (polish[question]?.[0] ?? asks) : asks)
  return Object.assign(words, {
    short: (area: string) => (language === 'pl' ? polish[area]?.[1] : english[area]) ?? area,
  })
}
