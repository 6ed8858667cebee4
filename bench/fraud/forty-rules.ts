import { builtInRules } from '../../src/areas/fraud/rules/built-in.ts'

/**
 * Forty built-in rules that read twelve windows, seven of them of distinct values: the load that the figure for durable
 * decisions names. Windows: orders of an IP address (10 min, 1 h, 24 h) and of a customer (24 h), declined payments of a customer
 * (1 h); distinct cards of a customer (1 h, 24 h) and of a device (24 h), customers of an IP address, of a device (24 h) and of a
 * card (30 d), recipients of a customer (30 d).
 */
const FORTY = `
  many-cards/hour many-cards/day many-cards/device many-cards/shared-card many-cards/shared-card-two
  ip-velocity/10m ip-velocity/hour ip-velocity/day ip-velocity/anonymous
  recipient/many recipient/differs recipient/differs-not-gift recipient/differs-new recipient/differs-abroad
  recipient/stranger-and-address recipient/another-region recipient/address-altered
  card-testing/declines-user card-testing/cvv
  identity/instant-purchase identity/young-account identity/disposable-mail identity/country-of-card identity/country-of-ip
  identity/three-countries identity/address-check identity/three-ds-failed identity/holder-not-customer
  device/customers-day device/script velocity/orders-day velocity/graded velocity/pieces
  spend/amount spend/large-and-new spend/gift-cards
  history/blocked-card history/blocked-mail history/blocked-ip history/trusted`
  .trim()
  .split(/\s+/)

/** As a rule file: every other built-in rule is off. */
export const fortyRules = (): string =>
  `off: ${JSON.stringify(builtInRules.map((rule) => rule.id).filter((id) => !FORTY.includes(id)))}\n`
