/** Words at the heart of common passwords, in the shop's main languages. Small on purpose: the index of breached passwords is the real list. */
export const commonWords: readonly string[] = [
  'password passwd letmein welcome admin administrator iloveyou monkey dragon master',
  'sunshine princess football baseball superman batman shadow secret changeme default',
  'login hello test user guest root summer winter spring autumn shop trustno1',
  'haslo hasło polska kochanie misiek witaj lato zima',
  'passwort kennwort hallo willkommen schatz geheim sommer',
  'motdepasse bonjour azerty soleil jetaime doudou bienvenue',
  'contraseña contrasena hola teamo tequiero bienvenido verano',
  'ciao amore juventus benvenuto estate segreta tiamo',
].flatMap((line) => line.split(' '))

/** Rows and columns of keyboards (QWERTY, QWERTZ, AZERTY), the digits and the alphabet: walks along them are guessed first. */
export const rows: readonly string[] = [
  '1234567890 abcdefghijklmnopqrstuvwxyz qwertyuiop asdfghjkl zxcvbnm',
  'qwertzuiop yxcvbnm azertyuiop qsdfghjklm wxcvbn',
  '1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 147 258 369',
].flatMap((line) => line.split(' '))

/** Characters that stand for a letter in leet spelling. */
export const leet: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
  '+': 't',
  '8': 'b',
}
