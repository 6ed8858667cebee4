/** Answers of DNS, handed in: the texts of a name, or nothing where there are none. */
export type ResolveTxt = (name: string) => Promise<string[][]>

export interface Alignment {
  ok: boolean
  /** What mailbox providers will hold against the mail, each with what to do. */
  problems: string[]
}

async function texts(resolve: ResolveTxt, name: string): Promise<string[]> {
  try {
    return (await resolve(name)).map((parts) => parts.join(''))
  } catch {
    return []
  }
}

const tags = (record: string): Map<string, string> =>
  new Map(
    record.split(';').flatMap((part) => {
      const at = part.indexOf('=')
      return at < 0 ? [] : [[part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()] as const]
    }),
  )

/**
 * Whether mail from `domain` can pass SPF, DKIM and DMARC (RFC 7208, 6376, 7489): the records exist and are usable. That the
 * relay really signs and is named in SPF shows only in a delivered message.
 */
export async function checkAlignment(domain: string, selector: string, resolve: ResolveTxt): Promise<Alignment> {
  const problems: string[] = []
  const spf = (await texts(resolve, domain)).filter((text) => /^v=spf1(?:\s|$)/i.test(text))
  if (spf.length === 0) problems.push(`SPF: ${domain} has no record. Publish one that names your mail server.`)
  else if (spf.length > 1) problems.push(`SPF: ${domain} has ${spf.length} records, which counts as none. Keep one.`)
  else if (/(?:^|\s)\+?all(?:\s|$)/i.test(spf[0]!))
    problems.push('SPF: the record allows everybody (+all). End it with ~all or -all.')
  const keyName = `${selector}._domainkey.${domain}`
  const keys = await texts(resolve, keyName)
  if (keys.length === 0) problems.push(`DKIM: ${keyName} has no key. Publish the one your mail server signs with.`)
  else if (!keys.some((text) => (tags(text).get('p') ?? '') !== ''))
    problems.push(`DKIM: the key at ${keyName} is revoked or empty.`)
  // A subdomain inherits from the domains above it.
  const labels = domain.split('.')
  const names = labels.slice(0, -1).map((_, index) => `_dmarc.${labels.slice(index).join('.')}`)
  let dmarc: string | undefined
  for (const name of names) dmarc ??= (await texts(resolve, name)).find((text) => /^v=DMARC1\s*;/i.test(text))
  const policy = dmarc === undefined ? undefined : tags(dmarc).get('p')?.toLowerCase()
  if (policy === undefined)
    problems.push(`DMARC: _dmarc.${domain} has no usable record. Publish at least v=DMARC1; p=quarantine.`)
  else if (policy === 'none')
    problems.push('DMARC: the policy is none, so anybody can write in your name. Use quarantine or reject.')
  return { ok: problems.length === 0, problems }
}
