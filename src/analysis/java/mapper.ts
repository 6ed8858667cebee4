const statement = /<(select|insert|update|delete)\b[^>]*?\bid\s*=\s*"(\w+)"[^>]*>([\s\S]*?)<\/\1>/g
const fragment = /<sql\b[^>]*?\bid\s*=\s*"([\w.]+)"[^>]*>([\s\S]*?)<\/sql>/g

/** In a loop the item's name stands for the collection that it runs over. */
function loopsNamed(text: string): string {
  let named = text
  for (const [, attributes = ''] of text.matchAll(/<foreach\b([^>]*)>/g)) {
    const item = /\bitem\s*=\s*"(\w+)"/.exec(attributes)?.[1]
    const collection = /\bcollection\s*=\s*"([\w.]+)"/.exec(attributes)?.[1]
    if (item && collection) named = named.replaceAll(`\${${item}`, `\${${collection}`)
  }
  return named
}

/** Queries of a MyBatis mapper file, by `class.method` in lower case. */
export function mapperQueries(source: string): Map<string, string> {
  const found = new Map<string, string>()
  const namespace = /<mapper\b[^>]*\bnamespace\s*=\s*"([\w.$]+)"/.exec(source)?.[1]
  if (!namespace) return found
  const fragments = new Map<string, string>()
  for (const [, id = '', text = ''] of source.matchAll(fragment)) fragments.set(id, text)
  const cls = namespace.slice(namespace.lastIndexOf('.') + 1)
  for (const [, , id = '', body = ''] of source.matchAll(statement)) {
    const whole = body.replace(
      /<include\b[^>]*?\brefid\s*=\s*"([\w.]+)"[^>]*>/g,
      (_, ref: string) => fragments.get(ref.slice(ref.lastIndexOf('.') + 1)) ?? '',
    )
    found.set(`${cls}.${id}`.toLowerCase(), loopsNamed(whole).replace(/<[^>]*>/g, ' '))
  }
  return found
}
