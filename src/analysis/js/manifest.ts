/** Main versions of the libraries that a `package.json` asks for; what is not written as a number is left out. Never throws. */
export function majorVersions(source: string): [name: string, major: number][] {
  return [...source.matchAll(/"((?:@[\w.-]+\/)?[\w.-]+)"\s*:\s*"[\^~>=v\s]*(\d{1,4})\.(?:\d+|x|\*)[^"]*"/g)].map(
    ([, name = '', major = '']) => [name, Number(major)],
  )
}
