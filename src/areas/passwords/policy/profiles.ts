/** What a rule book demands of a password. Lengths are code points after NFC. */
export interface Profile {
  source: string
  min: number
  /** Least length where a second factor is asked for as well. */
  minWithSecondFactor: number
  max: number
  /** Classes demanded of small letters, capitals, digits and others. */
  classes: number
  lettersAndDigits: boolean
  /** Compare with common and breached passwords. */
  blocklist: boolean
  /** Least strength, 0 to 4; 0: none is asked for. */
  minScore: number
  /** What the rule book demands that is not measured here. */
  notMeasured: readonly string[]
}

/** Longest password read at all: far over the 64 that must be allowed, and short enough to be judged at once. */
export const longest = 1000

const plain = { max: longest, classes: 0, lettersAndDigits: false, blocklist: true, minScore: 0, notMeasured: [] }

export const profiles = {
  nist: { ...plain, source: 'NIST SP 800-63B-4', min: 15, minWithSecondFactor: 8 },
  asvs: { ...plain, source: 'OWASP ASVS 5.0 V6.2', min: 8, minWithSecondFactor: 8 },
  pci: {
    ...plain,
    source: 'PCI DSS 8.3.6',
    min: 12,
    minWithSecondFactor: 12,
    lettersAndDigits: true,
    blocklist: false,
  },
  prestashop: {
    ...plain,
    source: 'PrestaShop 8 defaults',
    min: 8,
    minWithSecondFactor: 8,
    max: 72,
    blocklist: false,
    minScore: 3,
  },
  magento: {
    ...plain,
    source: 'Magento 2 defaults',
    min: 8,
    minWithSecondFactor: 8,
    max: 256,
    classes: 3,
    blocklist: false,
  },
} satisfies Record<string, Profile>

export type ProfileName = keyof typeof profiles
export const profileNames = Object.keys(profiles) as ProfileName[]
