import type { Observation } from './observation.ts'

/** Whose account is paid, by a name that providers use for it. */
export type Account = Observation['accounts'][number]

const names =
  /^(?:(?:gateway|payment|psp|pay|x|data)[-_.]?)?(?:merchant|pos|payee|seller|business|beneficiary|recipient|publishable|client)[-_.]?(?:id|key|account|number|no|code|name|email|iban)?$|^(?:iban|bic|sort[-_.]?code|wallet[-_.]?address)$/i
/** Keys of providers and addresses of wallets say by themselves what they are. */
const speaking =
  /\b(pk|ck|cko)_(?:live|test|sbox)_\w{1,200}|\b(rzp)_(?:live|test)_\w{6,40}|\b(live|test)_[A-Z0-9]{26,40}\b|\b(bc1)[a-z0-9]{38,60}\b|\b(0x)[a-f0-9]{40}\b/gi
const assigned = /["']?\b([\w-]{2,40})["']?\s*[:=]\s*["'`]([^"'`\s]{3,200})["'`]/g
const inAddress = /[?&#]([\w-]{2,40})=([^&#\s]{3,200})/g
/** Keys that cards are sealed with for a bank: long hexadecimal or Base64, a PEM block too; not those of push messages. */
const sealing =
  /["']?\b((?!application_?server)[\w-]{0,30}key)["']?\s*[:=]\s*(["'`])((?:-----BEGIN [A-Z ]{3,30}-----(?:\\[nr]|\s)*)?[\w+/=|.:]{64,2000})/gi
/** Named by the address of a frame or script: a second account at the same host is somebody's, beside the known one. */
const at = ' at '
/** What providers call an account where they are asked: only there, and not of the page's own host, where such names mean anything. */
const asked = /^(?:api[-_]?)?key$|^account(?:[-_]?id)?$|^destination$|^on_behalf_of$/i
const inBody = /"([\w-]{2,40})"\s*:\s*"([^"\\\s]{3,200})"|(?:^|[?&\n])([\w-]{2,40})=([^&#\s]{3,200})/g
const maxRequests = 1000
const longestRequest = 8000
const maxAccounts = 200
const maxText = 400_000

/** Accounts that scripts, hidden fields and the addresses of frames and scripts name. Pure. */
export function accountsOf(
  scripts: readonly { source: string }[],
  hidden: readonly { name: string; value: string }[],
  addresses: readonly string[],
): Account[] {
  const found = new Map<string, Account>()
  const add = (name: string, value: string) => {
    if (value !== '' && found.size < maxAccounts) found.set(`${name} ${value}`, { name, value })
  }
  for (const text of [...scripts.map((script) => script.source.slice(0, maxText)), ...addresses]) {
    for (const match of text.matchAll(speaking))
      add(`key ${(match.slice(1).find((item) => item !== undefined) ?? '').toLowerCase()}`, match[0])
    for (const [, name, value] of text.matchAll(assigned))
      if (names.test(name!) && /\d|@/.test(value!)) add(name!.toLowerCase(), value!)
    for (const [, name, , value] of text.matchAll(sealing)) add(name!.toLowerCase(), value!)
  }
  for (const address of addresses) {
    const host = URL.parse(address)?.host ?? ''
    for (const [, name, value] of address.matchAll(inAddress)) {
      if (names.test(name!)) add(name!.toLowerCase(), value!)
      if (host !== '' && (names.test(name!) || /^key$/i.test(name!))) add(`${name!.toLowerCase()}${at}${host}`, value!)
    }
  }
  for (const { name, value } of hidden) if (names.test(name)) add(name.toLowerCase(), value)
  return [...found.values()]
}

const ibanLike = /(?<![A-Z0-9])[A-Z]{2}\d{2}(?:\s?[A-Z0-9]){11,30}(?![A-Z0-9])/gi
const bare = (text: string) => text.replace(/\s+/g, '').toUpperCase()

/** Whether the check digits of an account number are right (ISO 7064, MOD 97-10). */
function isIban(text: string): boolean {
  let rest = 0
  for (const sign of text.slice(4) + text.slice(0, 4)) rest = Number(`${rest}${Number.parseInt(sign, 36)}`) % 97
  return rest === 1
}

/** Accounts for transfers (ISO 13616) and addresses of wallets in a text, without blanks. Words may stand behind them. */
function transferAccounts(text: string): string[] {
  const ibans = [...text.matchAll(ibanLike)].flatMap(([found]) => {
    const signs = bare(found)
    for (let length = Math.min(signs.length, 34); length >= 15; length--)
      if (isIban(signs.slice(0, length))) return [signs.slice(0, length)]
    return []
  })
  return [...ibans, ...(text.match(/\bbc1[a-z0-9]{38,60}\b|\b0x[a-f0-9]{40}\b/gi) ?? []).map(bare)]
}

/** Accounts that the page shows for a transfer, and those that it puts on the clipboard, by those names. Pure. */
export function accountsShown(shown: readonly string[], copied: readonly string[]): Account[] {
  const named = (name: string, texts: readonly string[]) =>
    [...new Set(texts.slice(0, maxAccounts).flatMap(transferAccounts))].map((value) => ({ name, value }))
  return [...named('account shown', shown), ...named('account copied', copied)]
}

/** Accounts that were copied and that the page shows nowhere. Pure. */
export function copiedElse(shown: readonly string[], copied: readonly string[]): string[] {
  const texts = shown.map(bare)
  return [...new Set(copied.slice(0, maxAccounts).flatMap(transferAccounts))].filter(
    (value) => !texts.some((text) => text.includes(value)),
  )
}

/** Accounts that are named to others than the page's own host: in addresses and in what is sent, when pay is pressed too. Pure. */
export function accountsAsked(requests: readonly { url: string; text: string }[], own: string): Account[] {
  const found = new Map<string, Account>()
  for (const { url, text } of requests.slice(0, maxRequests)) {
    const host = URL.parse(url)?.host ?? ''
    if (host === '' || host === own) continue
    const add = (name: string, value: string) => {
      if (found.size < maxAccounts) found.set(`${name} ${host} ${value}`, { name: `${name}${at}${host}`, value })
    }
    const sent = text.slice(0, longestRequest)
    for (const [, key, held, word, plain] of sent.matchAll(inBody)) {
      const [name, value] = [key ?? word!, held ?? plain!]
      if ((names.test(name) || asked.test(name)) && /\d/.test(value)) add(name.toLowerCase(), value)
    }
    for (const match of sent.matchAll(speaking)) add('key', match[0])
  }
  return [...found.values()]
}

/** Accounts that every visit named alike: what is made anew for each visitor is no account. Visits without scripts do not count. */
export function lastingAccounts(observations: readonly Observation[]): Account[] {
  const read = observations.filter((item) => item.scripts.length > 0)
  const [first, ...others] = read
  return (first?.accounts ?? []).filter(({ name, value }) =>
    others.every((other) => other.accounts.some((item) => item.name === name && item.value === value)),
  )
}

/**
 * Accounts that are named otherwise now: the name is known, its value is new, and the known one is gone, or it stands beside it in an
 * address of the same host. Pure.
 */
export function otherAccounts(
  now: readonly Account[],
  known: readonly Account[] | undefined,
): { name: string; was: string; now: string; beside: boolean }[] {
  return (known ?? []).flatMap(({ name, value }) => {
    const present = now.filter((item) => item.name === name)
    const fresh = present.find(
      (item) => !(known ?? []).some((other) => other.name === name && other.value === item.value),
    )
    return fresh === undefined || (!name.includes(at) && present.some((item) => item.value === value))
      ? []
      : [{ name, was: value, now: fresh.value, beside: present.some((item) => item.value === value) }]
  })
}
