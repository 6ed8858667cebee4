const hex = (bytes: ArrayBuffer) =>
  [...new Uint8Array(bytes)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()

/**
 * Whether a password is known from leaks, by a range service: it learns the first five digits of the SHA-1 hash, as thousands of
 * other passwords have them. Undefined where the service did not answer: then nothing is said, and the shop's server decides.
 */
export async function isBreached(password: string, base: string, signal: AbortSignal): Promise<boolean | undefined> {
  try {
    const hash = hex(await crypto.subtle.digest('SHA-1', new TextEncoder().encode(password.normalize('NFC'))))
    const answer = await fetch(`${base.replace(/\/$/, '')}/${hash.slice(0, 5)}`, {
      headers: { 'Add-Padding': 'true' },
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal,
    })
    if (!answer.ok) return undefined
    const suffix = hash.slice(5)
    return (await answer.text()).split(/\r?\n/).some((line) => {
      const [found, count] = line.split(':')
      // Padding has the count 0.
      return found === suffix && Number(count) > 0
    })
  } catch {
    return undefined
  }
}
