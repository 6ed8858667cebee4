import { z } from 'zod'
import { RECIPES } from './watch/recipes.ts'
import { defineRemote, sourceInput, sourceOf, urlInput, urlOf } from '../../core/remote.ts'

const wayInput = urlInput.extend({
  recipe: z
    .enum(['auto', ...RECIPES])
    .optional()
    .describe('Walk from this address to the checkout by a known way.'),
})

/** Commands of the area that may be run over HTTP. Loaded without the engines behind them. */
export const remotes = {
  watch: defineRemote({
    summary: 'Watch the payment page in a real browser',
    right: 'configure',
    input: urlInput.extend({
      because: z
        .string()
        .trim()
        .min(1)
        .max(500)
        .optional()
        .describe('Takes what is there now into the inventory, authorised by the caller, for this reason.'),
    }),
    command: ({ url, because }, files) => ({
      args: [urlOf(files, url)],
      options: because === undefined ? {} : { authorise: files.actor.name, because },
    }),
  }),
  discover: defineRemote({
    summary: 'Find stored card numbers',
    right: 'configure',
    input: sourceInput,
    command: ({ source }, files) => ({ args: [[sourceOf(files, source)]] }),
  }),
  tls: defineRemote({
    summary: 'Which TLS versions, suites and certificate the shop offers',
    right: 'configure',
    input: urlInput,
    command: ({ url }, files) => ({ args: [[urlOf(files, url)]] }),
  }),
  saq: defineRemote({
    summary: 'Which SAQ applies and why, and PCI DSS requirement by requirement',
    right: 'configure',
    input: wayInput,
    command: ({ url, recipe }, files) => ({ args: [urlOf(files, url)], options: recipe ? { recipe } : {} }),
  }),
  csp: defineRemote({
    summary: 'Propose a strict Content-Security-Policy, tested in the browser first',
    right: 'configure',
    input: wayInput,
    command: ({ url, recipe }, files) => ({ args: [urlOf(files, url)], options: recipe ? { recipe } : {} }),
  }),
  asv: defineRemote({
    summary: "Read ASV scan reports and providers' attestations of compliance that were uploaded",
    right: 'configure',
    input: z.strictObject({ uploads: z.array(z.string().max(100)).min(1).max(20) }),
    command: ({ uploads }, files) => ({
      args: [uploads.map((id) => files.upload(id))],
      options: { hosts: files.shop.payment.hosts.join(',') },
    }),
  }),
}
