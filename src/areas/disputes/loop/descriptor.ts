export interface DescriptorCheck {
  ok: boolean
  flaws: string[]
}

const words = (text: string) =>
  text
    .toLowerCase()
    .replace(/https?:\/\/(www\.)?/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= 3 && !['www', 'com', 'shop', 'store', 'gmbh', 'ltd', 'inc', 'the'].includes(word))

/**
 * Whether customers will know the charge on their statement: what does not look like the shop is disputed as fraud. Rules:
 * docs.stripe.com/get-started/account/statement-descriptors (5 to 22 Latin characters, at least one letter, none of < > \ ' " *).
 */
export function checkDescriptor(descriptor: string, shopName: string, domain?: string): DescriptorCheck {
  const flaws: string[] = []
  if (descriptor.length < 5) flaws.push('It has fewer than 5 characters.')
  if (descriptor.length > 22) flaws.push('It has more than 22 characters: banks cut it.')
  if (/[<>\\'"*]/.test(descriptor.replace(/^[A-Z0-9 .-]{2,10}\*/i, '')))
    flaws.push('It holds a character that banks do not take (< > \\ \' " *).')
  if (/[^\x20-\x7e]/.test(descriptor)) flaws.push('It holds characters beyond plain Latin: banks drop or replace them.')
  if (!/[A-Za-z]/.test(descriptor)) flaws.push('It has no letter.')
  const flat = descriptor.toLowerCase().replace(/[^a-z0-9]/g, '')
  const known = [...words(shopName), ...words(domain ?? '')]
  if (
    known.length > 0 &&
    !known.some((word) =>
      flat.includes(
        word
          .normalize('NFKD')
          .replace(/[^a-z0-9]/g, '')
          .slice(0, 8),
      ),
    )
  )
    flaws.push(`Customers know the shop as ${shopName}${domain ? ` (${domain})` : ''}; nothing of that is in it.`)
  return { ok: flaws.length === 0, flaws }
}
