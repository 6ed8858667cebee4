import { join } from 'node:path'
import { readTextUpTo } from '../../../net/files.ts'

/** A system to look at: what reports call it, and the folder that is its /. */
export interface Host {
  name: string
  root: string
}

/** What /etc/os-release says (os-release(5)). */
export interface System {
  id: string
  /** Ids of systems it is made after, e.g. `rhel centos fedora`. */
  like: string[]
  name: string
  version: string
  codename: string
}

export function readSystem(root: string): System | undefined {
  const text = readTextUpTo(join(root, 'etc/os-release')) ?? readTextUpTo(join(root, 'usr/lib/os-release'))
  if (text === undefined) return undefined
  const value = (name: string) => new RegExp(`^${name}=["']?([^"'\\n]*)["']?$`, 'm').exec(text)?.[1] ?? ''
  return {
    id: value('ID'),
    like: value('ID_LIKE').split(' '),
    name: value('PRETTY_NAME') || value('ID'),
    version: value('VERSION_ID'),
    codename: value('VERSION_CODENAME'),
  }
}

/** Names that endoflife.date uses for systems whose own id differs. */
const products: Readonly<Record<string, string>> = {
  alpine: 'alpine-linux',
  rocky: 'rocky-linux',
  ol: 'oracle-linux',
}

export const supportProduct = (id: string): string => products[id] ?? id
