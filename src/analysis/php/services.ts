/** Methods that a `webapi.xml` of Magento 2 offers, as `class::method` in lower case. */
export function serviceMethods(source: string): string[] {
  return [...source.matchAll(/<service\b[^>]*>/g)].flatMap(([tag]) => {
    const cls = /\bclass\s*=\s*"\\?([\w\\]+)"/.exec(tag)?.[1]
    const method = /\bmethod\s*=\s*"(\w+)"/.exec(tag)?.[1]
    return cls && method ? [`${cls}::${method}`.toLowerCase()] : []
  })
}

/** Of these, the ones that write and that anybody may call. */
export function openServices(source: string): string[] {
  return [...source.matchAll(/<route\b[^>]*\bmethod\s*=\s*"(?:PUT|POST|DELETE|PATCH)"[^>]*>[^]*?<\/route>/gi)].flatMap(
    ([route]) => (/<resource\b[^>]*\bref\s*=\s*"anonymous"/.test(route) ? serviceMethods(route) : []),
  )
}
