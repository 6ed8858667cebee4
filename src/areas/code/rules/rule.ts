import type { Confidence, Severity } from '../../../core/severity.ts'

/** Code that must, or must not, be reported; `language` is the file ending. */
export interface Example {
  language: 'php' | 'java' | 'js' | 'ts' | 'jsp' | 'tpl' | 'twig' | 'phtml'
  code: string
}

/** A kind of hole: its words, its weight, and examples that the tests run. */
export interface CodeRule {
  id: string
  title: string
  cwe: readonly number[]
  severity: Severity
  /** Highest confidence that a finding of this rule can have. */
  confidence: Confidence
  /** Sinks of the models that report under this rule, with the check each uses. */
  sinks: Readonly<Record<string, string>>
  /** Why it matters, for people who are no engineers. */
  why: string
  remedy: string
  /** The remedy in the idiom of a framework, by the word that marks its code. */
  idioms?: Readonly<Record<string, string>>
  bad: readonly Example[]
  good: readonly Example[]
}
