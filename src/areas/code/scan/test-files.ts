import { scanTexts } from './texts.ts'

/** Texts of files by their paths. */
export type Files = Readonly<Record<string, string>>

/** Rules reported at default confidence in files by their paths. */
export const found = (files: Files) =>
  scanTexts(Object.entries(files).map(([path, text]) => ({ path, text })))
    .filter((finding) => finding.confidence !== 'low')
    .map((finding) => finding.rule.slice('code/'.length))
