/** Methods that a `webapi.xml` of Magento 2 offers, as `class::method` in lower case. */
export function serviceMethods(source: string): string[] {
  return [...source.matchAll(/<service\b[^>]*>/g)].flatMap(([tag]) => {
    const cls = /\bclass\s*=\s*"\\?([\w\\]+)"/.exec(tag)?.[1]
    const method = /\bmethod\s*=\s*"(\w+)"/.exec(tag)?.[1]
    return cls && method ? [`${cls}::${method}`.toLowerCase()] : []
  })
}

/** Of these, the ones that anybody may call: those that write, or those that only show. */
export function openServices(source: string, writes = true): string[] {
  const verbs = writes ? 'PUT|POST|DELETE|PATCH' : 'GET'
  const routes = new RegExp(`<route\\b[^>]*\\bmethod\\s*=\\s*"(?:${verbs})"[^>]*>[^]*?</route>`, 'gi')
  return [...source.matchAll(routes)].flatMap(([route]) =>
    /<resource\b[^>]*\bref\s*=\s*"anonymous"/.test(route) ? serviceMethods(route) : [],
  )
}
