import type { Annotation, Expr } from '../ast.ts'
import { matchEscapes } from '../context/pattern.ts'
import { Esc, escapes } from '../escapes.ts'

/** What a field that passes a constraint of Symfony's validator is harmless for. */
const bits: Readonly<Record<string, number>> = {
  Choice: Esc.Safe,
  Country: Esc.Safe,
  Currency: Esc.Safe,
  Locale: Esc.Safe,
  Language: Esc.Safe,
  Positive: Esc.Safe,
  PositiveOrZero: Esc.Safe,
  Range: Esc.Safe,
  Uuid: Esc.Safe,
  Ulid: Esc.Safe,
  Ip: Esc.Safe,
  Date: Esc.Safe,
  DateTime: Esc.Safe,
  Time: Esc.Safe,
  Iban: Esc.Safe,
  Isbn: Esc.Safe,
  CssColor: Esc.Safe,
  Email: escapes('Email', 'OneLine', 'DoubleQuote'),
}

function textOf(expr: Expr | undefined): string | undefined {
  return expr?.kind === 'lit' && typeof expr.value === 'string' ? expr.value : undefined
}

function ofOne({ name, args }: Annotation): number {
  const simple = name.slice(name.lastIndexOf('\\') + 1)
  if (simple === 'Regex') return matchEscapes(textOf(args['pattern'] ?? args['0']) ?? '')
  if (simple === 'Type')
    return /^(?:int|integer|float|numeric|digit|bool)$/.test(textOf(args['type'] ?? args['0']) ?? '') ? Esc.Safe : 0
  return Object.hasOwn(bits, simple) ? bits[simple]! : 0
}

/** What the constraints of a field that the framework checks by itself leave harmless. */
export const constraintBits = (annotations: readonly Annotation[]): number =>
  annotations.reduce((all, item) => all | ofOne(item), 0)
