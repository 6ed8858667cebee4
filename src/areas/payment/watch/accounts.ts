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
