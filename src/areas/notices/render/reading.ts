const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}][\p{L}\p{N}'’.@-]*/gu) ?? []

/** Syllables of an English word by the usual rule: groups of vowels, without a silent final e. */
function syllables(word: string): number {
  const plain = word.toLowerCase().replace(/[^a-z]/g, '')
  if (plain.length <= 3) return 1
  const groups = plain
    .replace(/(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$/, '')
    .replace(/^y/, '')
    .match(/[aeiouy]+/g)
  return Math.max(1, groups?.length ?? 1)
}

/** Number of words as a reader counts them. */
export const wordCount = (text: string): number => wordsOf(text.replace(/^\d+\. /gm, '')).length

/** Flesch-Kincaid grade (Kincaid et al. 1975) of an English text: years of school that it asks for. */
export function readingGrade(text: string): number {
  const sentences = text
    .replace(/^\d+\. /gm, '')
    .split(/[.!?:](?=\s|$)|\n+/)
    .filter((sentence) => wordsOf(sentence).length > 0)
  const all = sentences.flatMap(wordsOf)
  if (all.length === 0) return 0
  const perWord = all.reduce((sum, word) => sum + syllables(word), 0) / all.length
  return 0.39 * (all.length / sentences.length) + 11.8 * perWord - 15.59
}
