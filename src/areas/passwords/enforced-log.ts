/** Records of tests of running shops, one a line; the audit's probe reads the last of each shop. */
export const enforcedLog = 'enforced.jsonl'
