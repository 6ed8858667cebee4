import type { Words } from './words.ts'

const steps = [
  'Geben Sie {site} im Browser ein.',
  'Wählen Sie „Passwort vergessen“.',
  'Nehmen Sie ein Passwort, das Sie sonst nirgends benutzen.',
]

export const de: Words = {
  language: 'de',
  hello: 'Guten Tag',
  noMisuse: 'Wir haben Ihr Konto bei uns geprüft und sehen kein Zeichen von Missbrauch.',
  variants: {
    shop: {
      subject: 'Bitte wählen Sie ein neues Passwort für {shop}',
      cause:
        'Ihr Passwort für {shop} steht auf einer Liste, wie sie Schadprogramme auf Handys und Computern anlegen. Bei {shop} wurde nicht eingebrochen.',
      meaning: 'Jemand könnte dieses Passwort kennen. Bitte ändern Sie es an einem Gerät, dem Sie vertrauen:',
      steps,
      after: 'Prüfen Sie danach Ihre Geräte mit einem Virenschutz.',
    },
    password: {
      subject: 'Bitte wählen Sie ein neues Passwort für {shop}',
      cause:
        'Ihre E-Mail-Adresse und ein Passwort stehen auf einer Liste, die anderswo gestohlen wurde: {leak}. Bei {shop} wurde nicht eingebrochen.',
      meaning: 'Falls Sie das Passwort auch hier benutzen, könnte es jemand versuchen. Bitte wählen Sie ein neues:',
      steps,
      after: 'Vielleicht bitten wir Sie beim nächsten Anmelden darum.',
    },
    address: {
      subject: 'Ihre E-Mail-Adresse war in einem Leck einer anderen Website',
      cause:
        'Ihre E-Mail-Adresse steht auf einer Liste, die anderswo gestohlen wurde: {leak}. Bei {shop} wurde nicht eingebrochen.',
      meaning: 'Von einem Passwort von Ihnen auf dieser Liste wissen wir nichts. Sie müssen jetzt nichts tun.',
      steps: [],
      after: 'Vorsicht bei Nachrichten, die Geld oder ein Passwort verlangen. Wir fragen nie nach Ihrem Passwort.',
    },
  },
  reminder: 'Sie haben Ihr Passwort noch nicht geändert, deshalb erinnern wir Sie.',
  reminderMark: 'Erinnerung: ',
  and: 'und',
  more: 'weitere',
  why: 'Warum bekomme ich das?',
  whyText:
    'Wir prüfen, ob unsere Kunden in bekannten Lecks stehen, um Konten zu schützen. Wenn Sie das nicht möchten, schreiben Sie an {contact}.',
}
