import { type Files, found as foundIn } from './test-files.ts'

export type { Files }

/** Rules reported at default confidence in PHP files by their paths; "<?php" is put before what does not begin with a tag. */
export const found = (files: Files) =>
  foundIn(
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path, text.startsWith('<') ? text : `<?php ${text}`]),
    ),
  )

/** A shop of one page. */
export const one = (text: string): Files => ({ 'shop/page.php': text })
