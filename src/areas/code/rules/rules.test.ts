import { describe, expect, it } from 'vitest'
import { scanTexts } from '../scan/texts.ts'
import { rules } from './index.ts'

describe.each(rules.map((rule) => [rule.id, rule] as const))('rule %s', (id, rule) => {
  const found = (language: string, code: string) =>
    scanTexts([{ path: `example.${language}`, text: code }])
      .filter((finding) => finding.confidence !== 'low' || rule.confidence === 'low')
      .map((finding) => finding.rule)

  it.each(rule.bad.map((item) => [item.code, item.language]))('reports %s', (code, language) => {
    expect(found(language, code)).toContain(`code/${id}`)
  })

  it.each(rule.good.map((item) => [item.code, item.language]))('is silent on %s', (code, language) => {
    expect(found(language, code)).not.toContain(`code/${id}`)
  })
})
