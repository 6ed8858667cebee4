/** Methods that a `webapi.xml` of Magento 2 offers, as `class::method` in lower case. */
export function serviceMethods(source: string): string[] {
  return [...source.matchAll(/<service\b[^>]*>/g)].flatMap(([tag]) => {
    const cls = /\bclass\s*=\s*"\\?([\w\\]+)"/.exec(tag)?.[1]
    const method = /\bmethod\s*=\s*"(\w+)"/.exec(tag)?.[1]
    return cls && method ? [`${cls}::${method}`.toLowerCase()] : []
  })
}
