const greek: Readonly<Record<string, string>> = {
  α: 'a',
  β: 'v',
  γ: 'g',
  δ: 'd',
  ε: 'e',
  ζ: 'z',
  η: 'i',
  θ: 'th',
  ι: 'i',
  κ: 'k',
  λ: 'l',
  μ: 'm',
  ν: 'n',
  ξ: 'x',
  ο: 'o',
  π: 'p',
  ρ: 'r',
  σ: 's',
  ς: 's',
  τ: 't',
  υ: 'y',
  φ: 'f',
  χ: 'ch',
  ψ: 'ps',
  ω: 'o',
}
const cyrillic: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'yo',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  і: 'i',
  ї: 'yi',
  є: 'ye',
  ґ: 'g',
  ў: 'u',
  ј: 'j',
  љ: 'lj',
  њ: 'nj',
  ћ: 'c',
  ђ: 'dj',
  џ: 'dz',
  ѓ: 'gj',
  ќ: 'kj',
  ѕ: 'dz',
}
const latin: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ŋ: 'n',
  ħ: 'h',
}
const greekPairs: readonly [RegExp, string][] = [
  [/ου/g, 'ou'],
  [/(αυ|ευ)(?=[θκξπσςτφχψ]|$)/g, '$1f'],
  [/αυf/g, 'af'],
  [/ευf/g, 'ef'],
  [/αυ/g, 'av'],
  [/ευ/g, 'ev'],
  [/μπ/g, 'b'],
  [/ντ/g, 'nt'],
  [/γγ/g, 'ng'],
  [/γκ/g, 'gk'],
]

const letters: Readonly<Record<string, string>> = { ...greek, ...cyrillic, ...latin }
const cyrillicMarks = /[ёйїґўѓќ]/

/** One letter in Latin script: passports' simple tables for Cyrillic (ICAO 9303 kept readable) and Greek (ELOT 743). */
function romanise(letter: string): string {
  return letters[letter] ?? letter
}

/** Lower-case Latin letters and digits; marks dropped, ä ö ü as a o u (see `soften` for ae oe ue), others than letters as spaces. */
export function toLatin(text: string): string {
  const low = text.normalize('NFC').toLowerCase()
  if (/^[a-z0-9 ]*$/.test(low)) return low
  let out = ''
  const plainGreek = /[\u0370-\u03ff\u1f00-\u1fff]/.test(low)
    ? greekPairs.reduce(
        (word, [from, to]) => word.replace(from, to),
        low
          .normalize('NFD')
          .replace(/[\u0300-\u0344]/g, '')
          .normalize('NFC'),
      )
    : low
  for (const letter of plainGreek) {
    if (cyrillicMarks.test(letter)) out += romanise(letter)
    else for (const part of letter.normalize('NFKD')) out += romanise(part)
  }
  return out
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/['’`´ʼ]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

const titles = new Set(
  'mr mrs ms miss dr prof professor sir madam mme mlle m herr frau sig sra srta ing dipl mag jr sr ii iii iv phd md esq pan pani kyr kyria'.split(
    ' ',
  ),
)
/** Words between names that banks and shops leave out at will. */
const particles = new Set(
  'von van der den de del della di da dos das du la le el al bin ibn ben zu zum zur af av und and y e i'.split(' '),
)

/** A name's words in Latin script, titles and particles left out (kept where nothing else remains). */
export function nameWords(name: string): string[] {
  const all = toLatin(name).split(' ').filter(Boolean)
  const core = all.filter(
    (word, index) => !titles.has(word) && (!particles.has(word) || (word.length === 1 && index > 0)),
  )
  return core.length > 0 ? core : all
}

/** The same key for the same name in another order, script or spelling of marks. */
export function nameKey(name: string): string {
  return nameWords(name).map(soften).sort().join(' ')
}

/** Spellings that differ between transliterations folded together: mueller and muller, yuri and iuri, aleksandr and alexander. */
export function soften(word: string): string {
  const known = softened.get(word)
  if (known !== undefined) return known
  const soft = fold(word)
  if (softened.size >= MAX_SOFTENED) softened.clear()
  softened.set(word, soft)
  return soft
}

/** Names repeat: foldings of the last words, emptied when full. */
const softened = new Map<string, string>()
const MAX_SOFTENED = 20_000

function fold(word: string): string {
  return word
    .replace(/([aou])e/g, '$1')
    .replace(/ph/g, 'f')
    .replace(/shch|sch|sh|cz|tch|tsch|ch|zh|sz|č|š/g, 'c')
    .replace(/kh|ks|x/g, (found) => (found === 'kh' ? 'h' : 'ks'))
    .replace(/ck|k|q/g, 'k')
    .replace(/th|dt/g, 't')
    .replace(/w/g, 'v')
    .replace(/ts|tz|z/g, 's')
    .replace(/ou|oo/g, 'u')
    .replace(/ij|ii|iy|yi|ei|ey|[yj]/g, 'i')
    .replace(/ie|ia|iu|io/g, (found) => found.slice(1))
    .replace(/(.)\1+/g, '$1')
}
