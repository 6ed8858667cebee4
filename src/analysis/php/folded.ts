/** Patterns and texts of this size are worked out; longer ones are rarely the program's own. */
const longestPattern = 120
const longestText = 400
/** A repeated group that itself repeats takes for ever on the wrong text. */
const nested = /[+*}]\)?[+*{]|\)[+*{]|\(\?(?![:<P])|\\[1-9KGRX]/

/** The pattern of PHP as one of JavaScript; undefined for what the two do not share. */
function patternOf(form: string): RegExp | undefined {
  const match = /^([/#~@|!%])(.*)\1([imsu]*)$/s.exec(form)
  if (!match || form.length > longestPattern || nested.test(match[2]!)) return undefined
  try {
    return new RegExp(
      match[2]!.replaceAll('(?P<', '(?<').replaceAll('\\A', '^').replaceAll('\\z', '$'),
      `g${match[3]!.replace('s', '')}`,
    )
  } catch {
    return undefined
  }
}

/** `preg_replace` of texts that are all the program's own; undefined where it is not worked out. */
export function foldedReplace(form: string, replacement: string, text: string): string | undefined {
  const pattern = text.length <= longestText ? patternOf(form) : undefined
  return pattern && text.replace(pattern, replacement.replace(/\\(\d)|\$\{(\d)\}/g, '$$$1$2'))
}
