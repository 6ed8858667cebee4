import type { Page } from 'playwright-core'

/**
 * What is typed: numbers of a test range that pass the Luhn check. Two visits type each; they are alike in the first eight digits and the
 * last four, which a page may look up, show and send, so that what differs between the visits comes from what is secret.
 */
export const TEST_CARDS = ['4000056655665556', '4000056609145556'] as const

/** What no shop asks for at all: the card's PIN, ways into the bank, what proves who somebody is. Those of gift cards and PIN codes (post) do not count. */
export const never =
  '(?<!(?:gift|loyal|club|voucher|coupon|store).{0,40})(?<![a-z])pin(?![a-z])(?!.?cod)|online.?bank|bank(?:ing)?.?(?:password|pin|log)|(?:sms|push|mobile|photo).?tan(?![a-z])|mother.{0,4}maiden|social.?security|(?<![a-z])ssn(?![a-z])'

/** Names of fields that take card data: WHATWG autofill tokens and what shops call them. */
export const CARD_FIELD =
  `${never}|` +
  'cc-(number|csc|exp|name)|card.?(number|num|no)(?![a-z])|cardnumber|\\bpan\\b|(?<![a-z])cc.{0,3}num|(?<![a-z])cv[vc]2?(?![a-z])|security.?code|(?<![a-z])cc.?cid(?![a-z])|card.{0,3}verif|verification.?(?:number|value)|pr[üu]e?fnummer|cryptogram|c[óo]digo.?de.?seguridad|codice.?di.?sicurezza|kod.?bezpiecze|credit.?card|\\d{4}[ -]\\d{4}[ -]\\d{4}|karten.?nummer|numer.?karty|num[ée]ro.?de.?(?:carte|tarjeta)'

/** What is typed into which fields; those of the person may hold something from the way to the checkout. */
const values: [pattern: RegExp, value: (card: string) => string, ofPerson?: true][] = [
  [new RegExp(never, 'i'), () => '4711'],
  [
    /cc-csc|cvv|cvc|security.?code|cc.?cid|card.{0,3}verif|verification.?(?:number|value)|pr[üu]e?fnummer|cryptogram|seguridad|sicurezza|bezpiecze/i,
    () => '737',
  ],
  [/cc-exp|expir|\bexp\b|valid/i, () => '12/39'],
  [/cc-name|holder|name.?on/i, () => 'SHOPWARDEN TEST'],
  [new RegExp(CARD_FIELD, 'i'), (card) => card],
  [/mail/i, () => 'shopwarden-test@invalid.example', true],
  [/phone|tel/i, () => '555010099', true],
  [/zip|post.?code/i, () => '10115', true],
]
const rest: (typeof values)[number] = [/(?:)/, () => 'test', true]

const keyDelayMs = 5
/** For one field; a machine with much to do needs most of it, and a number cut short shows nothing. */
const typeMs = 4000

/** Runs in the page: what a field is called, whether it takes as many digits as a card has, whether something stands in it. */
function fieldFacts(element: Element): { label: string; digits: boolean; held: boolean } {
  const { inputMode, type, maxLength, labels, value } = element as HTMLInputElement
  const named = ['name', 'id', 'autocomplete', 'placeholder', 'aria-label'].map(
    (name) => element.getAttribute(name) ?? '',
  )
  const numeric = inputMode === 'numeric' || type === 'tel' || type === 'number'
  return {
    label: [...named, labels?.[0]?.textContent?.slice(0, 100) ?? ''].join(' '),
    digits: (numeric && (maxLength < 0 || maxLength >= 13)) || (maxLength >= 16 && maxLength <= 23),
    held: typeof value === 'string' && value !== '',
  }
}

/**
 * Types test data into the visible fields of the page (not into frames: those are the provider's), as a customer would: key by
 * key, leaving each field. Returns the number of fields filled.
 */
export async function typeTestData(page: Page, card: string): Promise<number> {
  let filled = 0
  const inputs = page.locator(
    'input:visible:not([type=hidden]):not([type=submit]):not([type=button]):not([type=checkbox]):not([type=radio]):not([type=file]), [contenteditable="true"]:visible',
  )
  const count = Math.min(await inputs.count(), 20)
  for (let index = 0; index < count; index++) {
    const input = inputs.nth(index)
    const facts = await input.evaluate(fieldFacts, undefined, { timeout: 1000 }).catch(() => undefined)
    let label = facts?.label ?? ''
    // A field without any name that takes digits may be one for the card.
    if (label.trim() === '' && facts?.digits) label = 'cardnumber'
    const [, valueFor, ofPerson] = values.find(([pattern]) => pattern.test(label)) ?? rest
    const value = valueFor(card)
    // What was filled on the way is touched, not written once more: keys take most of a visit's time where a form is long.
    const keys = facts?.held && ofPerson ? value.slice(0, 1) : value
    try {
      await input.pressSequentially(keys, { delay: keyDelayMs, timeout: typeMs })
      await input.blur({ timeout: 500 })
      filled++
    } catch {
      // Covered, disabled or gone while typing: a customer could not fill it either.
    }
  }
  return filled
}
