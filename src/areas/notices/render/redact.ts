import type { Contact } from '../../../connect/customers/schema.ts'

const hide = (text: string): string => {
  const signs = [...text]
  return signs.length < 3 ? '…' : `${signs[0]}…${signs.at(-1)}`
}

/** A customer as others may see them in a preview: first and last sign of the name and of each part of the address. */
export function redacted(contact: Contact): { address: string; name: string | undefined } {
  const at = contact.address.lastIndexOf('@')
  const domain = contact.address.slice(at + 1)
  const dot = domain.lastIndexOf('.')
  return {
    address: `${hide(contact.address.slice(0, at))}@${hide(domain.slice(0, dot))}${domain.slice(dot)}`,
    name: contact.name === undefined ? undefined : hide(contact.name),
  }
}
