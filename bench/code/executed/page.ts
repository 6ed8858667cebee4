/**
 * What a page does, as a browser reads it: Chromium parses pages and style sheets (nothing in them is run), oxc-parser the scripts.
 * A feature is an element that loads or runs, an event handler, a declaration of a style, or an effect in a script: a call, a `new`, an
 * assignment. Text of `setInterval`, `setTimeout` and `eval` is a script again. A script with a syntax error has no effects.
 */
import { parseSync } from 'oxc-parser'
import { chromium } from 'playwright-core'

/** How often each feature occurs; those of styles begin with `css `. */
export type Features = Map<string, number>

interface Read {
  elements: string[]
  scripts: string[]
  handlers: string[]
  styles: string[]
}

const effects = new Set([
  'CallExpression',
  'NewExpression',
  'TaggedTemplateExpression',
  'ImportExpression',
  'AssignmentExpression',
  'UpdateExpression',
])

function scriptEffects(text: string): string[] {
  const { program, errors } = parseSync('script.js', text, { sourceType: 'script' })
  if (errors.length > 0) return []
  const found: string[] = []
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit)
    if (typeof node !== 'object' || node === null) return
    const {
      type,
      callee,
      left,
      arguments: given,
    } = node as {
      type?: string
      callee?: unknown
      left?: { name?: string }
      arguments?: unknown[]
    }
    // To assign to a variable is one thing, to `location` another.
    if (type && effects.has(type)) found.push(`script ${type} ${left?.name ?? ''}`)
    const { name, property } = (callee ?? {}) as { name?: string; property?: { name?: string } }
    const code = given?.[0] as { value?: unknown } | undefined
    if (/^(setInterval|setTimeout|eval)$/.test(name ?? property?.name ?? '') && typeof code?.value === 'string')
      found.push(...scriptEffects(code.value))
    Object.values(node).forEach(visit)
  }
  visit(program)
  return found
}

/** Runs in the browser. */
function readPages(pages: string[]): Read[] {
  const declarations = (selector: string, style: CSSStyleDeclaration): string[] =>
    [...style].map((name) => `${selector} ${name} ${(style.getPropertyValue(name).match(/[\w-]+\(/g) ?? []).join()}`)
  return pages.map((text) => {
    const read: Read = { elements: [], scripts: [], handlers: [], styles: [] }
    for (const element of new DOMParser().parseFromString(text, 'text/html').querySelectorAll('*')) {
      if (/^(script|img|iframe|svg|object|embed|style|link|base|form)$/.test(element.localName))
        read.elements.push(element.localName)
      if (element.localName === 'script') read.scripts.push(element.textContent ?? '')
      for (const { name, value } of element.attributes) {
        if (/^on[a-z]+$/.test(name)) read.handlers.push(value)
        else if (/^(href|src|action|formaction)$/.test(name) && /^\s*javascript:/i.test(value))
          read.handlers.push(value)
        else if (name === 'style') read.styles.push(...declarations('', (element as HTMLElement).style))
      }
      if (element.localName !== 'style') continue
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(element.textContent ?? '')
      for (const rule of sheet.cssRules)
        read.styles.push(
          ...(rule instanceof CSSStyleRule ? declarations(rule.selectorText, rule.style) : [rule.constructor.name]),
        )
    }
    return read
  })
}

const counted = ({ elements, scripts, handlers, styles }: Read): Features => {
  const features: Features = new Map()
  for (const feature of [
    ...elements.map((name) => `element ${name}`),
    ...scripts.flatMap(scriptEffects),
    ...handlers.flatMap((text) => scriptEffects(`function handler() {${text}\n}`).map((effect) => `handler ${effect}`)),
    ...styles.map((style) => `css ${style}`),
  ])
    features.set(feature, (features.get(feature) ?? 0) + 1)
  return features
}

/** Features of each page, read in parts of 500. */
export async function pageFeatures(pages: readonly string[], executablePath: string): Promise<Map<string, Features>> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage({ offline: true })
    const found = new Map<string, Features>()
    for (let at = 0; at < pages.length; at += 500) {
      const part = pages.slice(at, at + 500)
      const read = await page.evaluate(readPages, part)
      part.forEach((text, i) => found.set(text, counted(read[i]!)))
    }
    return found
  } finally {
    await browser.close()
  }
}
