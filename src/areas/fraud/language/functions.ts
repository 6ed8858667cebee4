import type { Type, Value } from './types.ts'
import { emailFitsName, matchNames } from '../names/match.ts'

interface RuleFunction {
  takes: readonly Type[]
  gives: Type
  /** For editor help. */
  help: string
  run(args: readonly Value[]): Value
}

/** Functions of the rule language. All pure, bounded in time, and never given a missing value. */
export const functions: Readonly<Record<string, RuleFunction>> = {
  name_match: {
    takes: ['text', 'text'],
    gives: 'number',
    help: 'How alike two names are, 0 to 1, over scripts, order, initials and short forms.',
    run: ([a, b]) => matchNames(a as string, b as string).score,
  },
  email_fits: {
    takes: ['text', 'text'],
    gives: 'number',
    help: 'Share of a name that appears in an e-mail address.',
    run: ([email, name]) => emailFitsName(email as string, name as string),
  },
  lower: { takes: ['text'], gives: 'text', help: 'The text in lower case.', run: ([a]) => (a as string).toLowerCase() },
  length: { takes: ['text'], gives: 'number', help: 'Number of characters.', run: ([a]) => (a as string).length },
  digits: {
    takes: ['text'],
    gives: 'number',
    help: 'Number of digits in a text.',
    run: ([a]) => (a as string).replace(/\D/g, '').length,
  },
  contains: {
    takes: ['text', 'text'],
    gives: 'boolean',
    help: 'Whether the second text occurs in the first, whatever the case.',
    run: ([a, b]) => (a as string).toLowerCase().includes((b as string).toLowerCase()),
  },
  starts_with: {
    takes: ['text', 'text'],
    gives: 'boolean',
    help: 'Whether the first text begins with the second.',
    run: ([a, b]) => (a as string).startsWith(b as string),
  },
  domain: {
    takes: ['text'],
    gives: 'text',
    help: 'What stands after the @ of an address.',
    run: ([a]) => ((a as string).split('@').at(-1) ?? '').toLowerCase(),
  },
  max: {
    takes: ['number', 'number'],
    gives: 'number',
    help: 'The larger.',
    run: ([a, b]) => Math.max(a as number, b as number),
  },
  min: {
    takes: ['number', 'number'],
    gives: 'number',
    help: 'The smaller.',
    run: ([a, b]) => Math.min(a as number, b as number),
  },
  ramp: {
    takes: ['number', 'number', 'number'],
    gives: 'number',
    help: 'How far the first lies on the way from the second to the third, 0 to 1.',
    run: ([x, from, to]) => {
      const span = (to as number) - (from as number)
      return span <= 0 ? undefined : Math.min(1, Math.max(0, ((x as number) - (from as number)) / span))
    },
  },
  log2: {
    takes: ['number'],
    gives: 'number',
    help: 'How many doublings from 1; not known for 0 and below.',
    run: ([a]) => ((a as number) > 0 ? Math.log2(a as number) : undefined),
  },
}
