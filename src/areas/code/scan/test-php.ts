import { scanTexts } from './texts.ts'

/** PHP by path; "<?php" is put before what does not begin with a tag. */
export type Files = Readonly<Record<string, string>>

/** Rules reported at default confidence in PHP files by their paths. */
export const found = (files: Files) =>
  scanTexts(
    Object.entries(files).map(([path, text]) => ({ path, text: text.startsWith('<') ? text : `<?php ${text}` })),
  )
    .filter((finding) => finding.confidence !== 'low')
    .map((finding) => finding.rule.slice('code/'.length))

/** A shop of one page. */
export const one = (text: string): Files => ({ 'shop/page.php': text })
