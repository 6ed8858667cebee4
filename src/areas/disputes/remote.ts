import { z } from 'zod'
import { defineRemote } from '../../core/remote.ts'
import { ATTACHMENT_ROLES } from './order/event.ts'
import { POLICIES } from './submit/policy.ts'

const nothing = z.strictObject({})
const caseId = z.string().min(1).max(200)

const upload = z.string().max(100).describe('Id of an upload: JSON, JSONL or CSV.')

/** Commands of the area that may be run over HTTP. Loaded without the engines behind them. */
export const remotes = {
  remind: defineRemote({
    summary: 'What somebody should know of disputes today: deadlines, ratios, orders without proof',
    right: 'configure',
    input: nothing,
    command: () => ({}),
  }),
  import: defineRemote({
    summary: 'File orders, payments and everything that happened to them, from an upload',
    right: 'configure',
    input: z.strictObject({ file: upload }),
    command: ({ file }, files) => ({ args: [files.upload(file)] }),
  }),
  ship: defineRemote({
    summary: 'File shipping notes and deliveries from an upload, or one document (PDF, picture) of one order',
    right: 'configure',
    input: z.strictObject({
      file: z.string().max(100).describe('Id of an upload: rows, or the document.'),
      document: z
        .strictObject({
          order: z.string().min(1).max(200),
          name: z.string().min(1).max(200),
          role: z.enum(ATTACHMENT_ROLES).default('shipping-note'),
        })
        .optional(),
    }),
    command: ({ file, document }, files) => ({ args: [files.upload(file)], options: { ...document } }),
  }),
  take: defineRemote({
    summary: 'File disputes from an upload',
    right: 'configure',
    input: z.strictObject({ file: upload }),
    command: ({ file }, files) => ({ args: [files.upload(file)] }),
  }),
  track: defineRemote({
    summary: 'Ask the carriers about every parcel under way',
    right: 'configure',
    input: nothing,
    command: () => ({}),
  }),
  answer: defineRemote({
    summary: 'Draft the answer to a dispute and show it; change its fields; send it, or give in',
    right: 'decide',
    input: z.strictObject({
      dispute: caseId,
      edit: z.record(z.string(), z.json()).optional().describe('Fields to change; null takes one out.'),
      redraft: z.boolean().default(false).describe('Draft anew from the evidence.'),
      action: z.enum(['keep', 'submit', 'accept']).default('keep'),
    }),
    command: ({ dispute, edit, redraft, action }, files) => ({
      args: [dispute],
      options: {
        shopName: files.shop.name,
        ...(edit && { edit: files.write('edit.json', JSON.stringify(edit)) }),
        ...(redraft && { redraft }),
        ...(action === 'submit' && { submit: true }),
        ...(action === 'accept' && { accept: true }),
      },
    }),
  }),
  submit: defineRemote({
    summary: 'Send the answers that the policy allows; follow up what a crash interrupted',
    right: 'decide',
    input: z.strictObject({
      disputes: z.array(caseId).max(500).default([]),
      policy: z.enum(POLICIES).default('none'),
    }),
    command: ({ disputes, policy }, files) => ({ args: [disputes], options: { policy, shopName: files.shop.name } }),
  }),
  retain: defineRemote({
    summary: 'Apply the retention policy to the evidence of orders',
    right: 'configure',
    input: nothing,
    command: () => ({}),
  }),
}
