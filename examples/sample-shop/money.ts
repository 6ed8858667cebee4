/** What a euro is worth, by ISO 4217 code: the currencies the shop sells in. */
export const rates: Readonly<Record<string, number>> = { EUR: 1, PLN: 4.3, HUF: 400 }
