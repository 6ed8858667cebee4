/** An ISO 8601 time with its zone: one without is UTC, so that two machines read the same text alike. */
export const withZone = (text: string): string =>
  text.endsWith('Z') || /[+-]\d\d:?\d\d$/.test(text) ? text : `${text}Z`
