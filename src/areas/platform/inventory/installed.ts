/** One piece of software that a source tree says is installed. */
export interface InstalledPackage {
  /** `composer`, `npm`, `prestashop-module`, `wordpress-plugin`, `wordpress-theme`, `wordpress-core`, `shopware-plugin` */
  kind: string
  name: string
  version: string
  /** File that says so, relative to the tree. */
  file: string
  /** Needed only by developers: not on the way of a visitor. */
  dev: boolean
}

/** What one file yields, or why it yields nothing. */
export interface Inventory {
  packages: InstalledPackage[]
  /** Files that could not be read, with the reason. */
  unreadable: { file: string; reason: string }[]
}

/** Bounds that no honest file reaches. */
export const limits = { fileBytes: 100_000_000, packages: 100_000, folders: 2_000 }
