import type { ParsedFile } from './ast.ts'
import { type SourceEnding, sourceEnding } from './endings.ts'
import { parseJava } from './java/parser.ts'
import { parseJs } from './js/parser.ts'
import { parsePhp } from './php/parser.ts'
import { parseSvelte, parseVue } from './templates/component.ts'
import { parseBlade } from './templates/blade.ts'
import { parseJsp } from './templates/jsp.ts'
import { parseEjs, parseHandlebars, parseNunjucks, parsePug } from './templates/script.ts'
import { parseFaces } from './templates/faces.ts'
import { parseLatte, parseSmarty } from './templates/smarty.ts'
import { parseThymeleaf } from './templates/thymeleaf.ts'
import { parseTwig } from './templates/twig.ts'

type FrontEnd = (source: string, path: string) => ParsedFile | undefined

/** A template in PHP: `@var Class $name` says what it is given. */
function parseTemplate(source: string): ParsedFile {
  const file = parsePhp(source)
  for (const [, type = '', name = ''] of source.matchAll(/@var\s+\\?([A-Z][\w\\]*)\s+\$(\w+)/g))
    file.body.unshift({ kind: 'declare', at: 0, target: { kind: 'var', at: 0, name }, type, initial: null })
  return file
}

/** Front ends by file ending. */
const frontEnds: Readonly<Record<SourceEnding, FrontEnd>> = {
  java: parseJava,
  js: parseJs,
  mjs: parseJs,
  cjs: parseJs,
  jsx: parseJs,
  ts: parseJs,
  mts: parseJs,
  cts: parseJs,
  tsx: parseJs,
  php: parsePhp,
  phtml: parseTemplate,
  inc: parsePhp,
  php5: parsePhp,
  php7: parsePhp,
  module: parsePhp,
  theme: parsePhp,
  install: parsePhp,
  ctp: parsePhp,
  jsp: parseJsp,
  jspx: parseJsp,
  jspf: parseJsp,
  tag: parseJsp,
  tpl: (source) => (source.includes('<?php') || source.includes('<?=') ? parsePhp(source) : parseSmarty(source)),
  twig: parseTwig,
  latte: parseLatte,
  xhtml: parseFaces,
  ejs: parseEjs,
  eta: parseEjs,
  hbs: parseHandlebars,
  handlebars: parseHandlebars,
  mustache: parseHandlebars,
  njk: parseNunjucks,
  pug: parsePug,
  vue: parseVue,
  svelte: parseSvelte,
  html: parseThymeleaf,
}

/** Parses a file by its ending; undefined where no front end reads it. Never throws for any content. */
export function parseSource(path: string, source: string): ParsedFile | undefined {
  if (path.endsWith('.blade.php')) return parseBlade(source)
  const ending = sourceEnding(path)
  return ending && frontEnds[ending](source, path)
}
