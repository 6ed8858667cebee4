/** Endings of the files that a front end reads. Apart from the front ends, for whoever only lists files. */
export const sourceEndings = [
  'java',
  'js',
  'mjs',
  'cjs',
  'jsx',
  'ts',
  'mts',
  'cts',
  'tsx',
  'php',
  'phtml',
  'inc',
  'php5',
  'php7',
  'module',
  'theme',
  'install',
  'ctp',
  'jsp',
  'jspx',
  'jspf',
  'tag',
  'tpl',
  'twig',
  'latte',
  'xhtml',
  'ejs',
  'eta',
  'hbs',
  'handlebars',
  'mustache',
  'njk',
  'pug',
  'vue',
  'svelte',
  'html',
] as const

export type SourceEnding = (typeof sourceEndings)[number]

const known: ReadonlySet<string> = new Set(sourceEndings)

/** What stands behind the last dot of a path, in small letters; undefined where no front end reads such files. */
export function sourceEnding(path: string): SourceEnding | undefined {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
  return known.has(ending) ? (ending as SourceEnding) : undefined
}

/** True for files that a front end reads. */
export function isSource(path: string): boolean {
  return sourceEnding(path) !== undefined && !/\.(?:min\.js|d\.ts)$/.test(path)
}
