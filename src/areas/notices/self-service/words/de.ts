import type { PageWords } from './words.ts'

export const de: PageWords = {
  title: 'War meine E-Mail-Adresse in einem Leck?',
  why: 'Wir prüfen, ob unsere Kunden in bekannten Lecks anderer Websites stehen, um sie rechtzeitig zu warnen. Zum Vergleichen behalten wir Ihre Adresse nur in einer Form, die niemand lesen kann.',
  what: 'Was ist bekannt geworden?',
  whatText: 'Geben Sie Ihre Adresse ein. Die Antwort geht per Mail an diese Adresse, sonst nirgendwohin.',
  label: 'Ihre E-Mail-Adresse',
  ask: 'Antwort senden',
  todo: 'Was soll ich tun?',
  tips: [
    'Nehmen Sie ein neues Passwort, das Sie sonst nirgends benutzen.',
    'Ändern Sie es auch auf anderen Websites mit dem alten Passwort.',
    'Schalten Sie einen zweiten Schritt beim Anmelden ein, wo es geht.',
    'Vorsicht bei Nachrichten, die Geld oder ein Passwort verlangen.',
  ],
  stop: 'Ich möchte das nicht',
  stopText:
    'Wir löschen, was wir dafür behalten, und prüfen Ihre Adresse nicht mehr. Zuerst senden wir einen Code, damit es niemand anders tut.',
  askCode: 'Code senden',
  asked: 'Wenn diese Adresse einem unserer Kunden gehört, ist eine Mail unterwegs. Das kann einige Minuten dauern.',
  code: 'Code aus der Mail',
  confirm: 'Prüfung beenden',
  stopped: 'Erledigt. Wir haben gelöscht, was wir behielten, und prüfen Ihre Adresse nicht mehr.',
  wrongCode: 'Dieser Code ist falsch oder zu alt. Bitte fordern Sie einen neuen an.',
  tooMany: 'Zu viele Versuche. Bitte kommen Sie in einer Stunde wieder.',
  unclear: 'Das sieht nicht wie eine E-Mail-Adresse aus.',
  answerSubject: 'Ihre Antwort zu Lecks mit Ihrer E-Mail-Adresse',
  none: 'Gute Nachricht: Wir kennen kein Leck mit dieser Adresse.',
  found: 'Ihre Adresse steht auf Listen, die anderswo gestohlen wurden:',
  withPassword: 'mit einem Passwort',
  onlyAddress: 'nur die Adresse',
  codeSubject: 'Ihr Code zum Beenden der Prüfung',
  codeText:
    'Geben Sie diesen Code auf der Seite ein, auf der Sie ihn angefordert haben: {code}. Er gilt einmal und eine Stunde lang.',
  notYou: 'Sie haben das nicht angefordert? Dann müssen Sie nichts tun.',
}
