/**
 * What may be sent without a person: `none`, only what is decisive (`strong`), or everything the advice says to contest.
 * A policy never accepts and never refunds: giving money away is a person's decision.
 */
export const POLICIES = ['none', 'strong', 'contest'] as const
export type Policy = (typeof POLICIES)[number]
