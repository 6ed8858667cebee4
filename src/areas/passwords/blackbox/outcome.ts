import { visibleText } from '../../../net/html.ts'
import { readForms, roleOf } from './forms.ts'
import type { Answer } from './session.ts'

function jsonOf(answer: Answer): Record<string, unknown> | undefined {
  if (!/json/i.test(answer.contentType) && !/^\s*\{/.test(answer.text)) return undefined
  try {
    const value: unknown = JSON.parse(answer.text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

const isFilled = (value: unknown) =>
  value !== undefined &&
  value !== null &&
  value !== false &&
  value !== '' &&
  !(Array.isArray(value) && value.length === 0)

/** True where the shop took what was sent: no error in the answer, and the same form is not shown again. */
export function wasAccepted(answer: Answer, role: 'register' | 'login'): boolean {
  if (answer.status >= 400) return false
  const json = jsonOf(answer)
  if (json) return !['error', 'errors', 'hasError'].some((key) => isFilled(json[key])) && json['success'] !== false
  return !readForms(answer.text, answer.url).some((form) => roleOf(form) === role)
}

/** True where the shop says that it takes no more tries for now. */
export function saysLocked(answer: Answer): boolean {
  if (answer.status === 429 || answer.status === 423) return true
  return /too many|exceeded|locked|zu viele|gesperrt|zbyt wiele|zablokowan|trop de|bloqué|demasiados|bloquead|troppi|bloccat/i.test(
    visibleText(answer.text).slice(0, 200_000),
  )
}

/** The answer without what differs from try to try: addresses, numbers, tokens. Two tries that look alike have equal texts. */
export function likeness(answer: Answer, email: string): string {
  const text = jsonOf(answer) ? answer.text : visibleText(answer.text)
  return `${answer.status} ${text
    .replaceAll(email, '')
    .replace(/[0-9a-f]{16,}|\d+/gi, '#')
    .slice(0, 50_000)}`
}
