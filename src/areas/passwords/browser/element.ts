import { checkPassword, type PasswordAnswer } from '../policy/check.ts'
import { languageOf } from '../policy/languages/index.ts'
import { type ProfileName, profiles } from '../policy/profiles.ts'
import { isBreached } from './ranges.ts'
import { style } from './style.ts'
import { meterWords } from './words.ts'

/** Milliseconds of quiet before somebody who cannot see is told, and before a service is asked. */
const quietMs = 500

type Meter = typeof import('./strength.ts')
let sheet: CSSStyleSheet | undefined

/**
 * `<shopwarden-password for="new-password">`: judges the password of a field while it is typed, by the rules that the server has.
 * Attributes: `for` (id of the field), `profile` (nist, asvs, pci, prestashop, magento), `min` (own least length), `second-factor`,
 * `context` (names with commas between), `context-from` (ids of fields such as name and e-mail), `ranges` (address of a range
 * service; without it nothing leaves the page). A refused password makes the field invalid, so that its form is not sent.
 * Fires `shopwarden-password` with `{ accepted, score }`; the password is in no event and no attribute.
 */
class PasswordElement extends HTMLElement {
  #field: HTMLInputElement | undefined
  #meter: Meter | undefined
  #breached: { password: string; found: boolean | undefined } | undefined
  #asking = new AbortController()
  #timer: ReturnType<typeof setTimeout> | undefined
  #bar = document.createElement('div')
  #text = document.createElement('div')
  readonly #typed = () => void this.#onTyped()

  connectedCallback(): void {
    sheet ??= newSheet()
    this.#bar.className = 'sw-bar'
    // The words below say the same.
    this.#bar.setAttribute('aria-hidden', 'true')
    this.#bar.replaceChildren(...Array.from({ length: 5 }, () => document.createElement('i')))
    this.#text.id = `${this.id || this.getAttribute('for')}-said`
    this.#text.setAttribute('role', 'status')
    this.replaceChildren(this.#bar, this.#text)
    const field = this.ownerDocument.getElementById(this.getAttribute('for') ?? '')
    if (!(field instanceof HTMLInputElement)) return
    this.#field = field
    const described = field.getAttribute('aria-describedby')
    field.setAttribute('aria-describedby', [described, this.#text.id].filter(Boolean).join(' '))
    field.addEventListener('input', this.#typed)
    this.#show()
  }

  disconnectedCallback(): void {
    this.#field?.removeEventListener('input', this.#typed)
    this.#field?.setCustomValidity('')
    this.#asking.abort()
    clearTimeout(this.#timer)
  }

  async #onTyped(): Promise<void> {
    this.#show()
    clearTimeout(this.#timer)
    this.#asking.abort()
    this.#timer = setTimeout(() => void this.#ask(), quietMs)
    this.#meter ??= await import('./strength.ts').catch(() => undefined)
    this.#show()
  }

  async #ask(): Promise<void> {
    const base = this.getAttribute('ranges')
    const password = this.#field?.value ?? ''
    if (base === null || password === '' || password.length > 1000) return
    this.#asking = new AbortController()
    const found = await isBreached(password, base, this.#asking.signal)
    if (this.#field?.value !== password) return
    this.#breached = { password, found }
    this.#show()
  }

  #context(): string[] {
    const named = (this.getAttribute('context') ?? '').split(',')
    const typed = (this.getAttribute('context-from') ?? '')
      .split(/[\s,]+/)
      .map((id) => (id === '' ? null : this.ownerDocument.getElementById(id)))
      .map((field) => (field instanceof HTMLInputElement ? field.value : ''))
    return [...named, ...typed].filter(Boolean)
  }

  #judge(password: string): { answer: PasswordAnswer; score: number | undefined } {
    const profile = profiles[(this.getAttribute('profile') ?? 'nist') as ProfileName] ?? profiles.nist
    const own = Number(this.getAttribute('min') ?? 0)
    const policy = {
      ...profile,
      ...(own > 0 && { min: own, minWithSecondFactor: own }),
      secondFactor: this.hasAttribute('second-factor'),
    }
    const context = this.#context()
    const meter = this.#meter
    const score = meter === undefined || password === '' ? undefined : meter.scoreOf(password, context)
    const found = this.#breached?.password === password ? this.#breached.found : undefined
    const answer = checkPassword(password, policy, {
      context,
      language: languageOf(this.closest('[lang]')?.getAttribute('lang') ?? undefined),
      ...(found !== undefined && { breached: found }),
      ...(score !== undefined && { scoreOf: () => score }),
    })
    // What is built around a name or known from a leak is weak, however it looks.
    const guessed = answer.reasons.some(({ code }) => /^(common|context|run|breached)$/.test(code))
    return { answer, score: score !== undefined && guessed ? Math.min(score, 1) : score }
  }

  #show(): void {
    const field = this.#field
    if (field === undefined) return
    const password = field.value
    this.hidden = password === ''
    if (password === '') {
      field.setCustomValidity('')
      return
    }
    const { answer, score } = this.#judge(password)
    const words = meterWords[languageOf(this.closest('[lang]')?.getAttribute('lang') ?? undefined)]
    if (score === undefined) this.removeAttribute('score')
    else this.setAttribute('score', String(score))
    for (const [index, part] of [...this.#bar.children].entries())
      part.className = score !== undefined && index <= score ? 'sw-on' : ''
    const list = document.createElement('ul')
    list.append(
      ...answer.reasons.map(({ text, suggestion }) => {
        const item = document.createElement('li')
        item.textContent = `${text} ${suggestion}`
        return item
      }),
    )
    const line = document.createElement('p')
    line.textContent = [
      score === undefined ? '' : `${words.strength}: ${words.strengths[score] ?? ''}.`,
      answer.accepted ? words.fine : '',
    ].join(' ')
    this.#text.replaceChildren(line, list)
    field.setCustomValidity(answer.reasons[0]?.text ?? '')
    this.dispatchEvent(
      new CustomEvent('shopwarden-password', { bubbles: true, detail: { accepted: answer.accepted, score } }),
    )
  }
}

function newSheet(): CSSStyleSheet {
  const made = new CSSStyleSheet()
  made.replaceSync(style)
  document.adoptedStyleSheets.push(made)
  return made
}

if (!customElements.get('shopwarden-password')) customElements.define('shopwarden-password', PasswordElement)
