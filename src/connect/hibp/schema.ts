import { z } from 'zod'

/** A breach as Have I Been Pwned describes it (API v3, "The breach model"); fields we do not use are left out. */
export const hibpBreachSchema = z.object({
  Name: z.string().min(1).max(200),
  Title: z.string().max(200),
  Domain: z.string().max(253),
  BreachDate: z.iso.date(),
  /** When the service took it in: customers asked before that are not known to be out of it. */
  AddedDate: z.iso.datetime({ offset: true }).optional(),
  Description: z.string().default(''),
  DataClasses: z.array(z.string()),
  IsFabricated: z.boolean().default(false),
  IsSpamList: z.boolean().default(false),
  IsStealerLog: z.boolean().default(false),
})
export type HibpBreach = z.infer<typeof hibpBreachSchema>

export const breachListSchema = z.array(hibpBreachSchema)
export const accountSchema = z.array(z.object({ Name: z.string() }))
export const rangeSchema = z.array(z.object({ hashSuffix: z.string(), websites: z.array(z.string()) }))
export const statusSchema = z.object({ SubscriptionName: z.string().optional(), Rpm: z.int().positive() })
export const namesSchema = z.array(z.string())
/** Alias to the names of breaches, or of websites. */
export const aliasesSchema = z.record(z.string(), z.array(z.string()))
