/** Where a request goes, without what varies: host and path with numbers and tokens left out. */
export const endpointOf = (url: string): string =>
  URL.canParse(url)
    ? `${new URL(url).host}${new URL(url).pathname.replace(/[\w%=+~-]*\d[\w%=+~-]*/g, '*')}`
    : url.slice(0, 100)
