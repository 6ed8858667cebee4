import { z } from 'zod'
import { ShopwardenError } from '../../core/errors.ts'
import { defineRemote } from '../../core/remote.ts'
import type { Shop } from '../../core/shop.ts'

/** @throws SW_PATCHES_HOST where the shop names no such server */
function hostRoot(shop: Shop, host: number): string {
  const root = shop.hosts[host]?.root
  if (root !== undefined) return root
  throw new ShopwardenError('SW_PATCHES_HOST', 'The shop names no such server', {
    where: `hosts[${host}]`,
    fix: "Add it to the shop's settings first.",
  })
}

/** Commands of the area that may be run over HTTP. Loaded without the engines behind them. */
export const remotes = {
  report: defineRemote({
    summary: 'Pending security updates of a server',
    right: 'configure',
    input: z.strictObject({ host: z.int().min(0).max(99).default(0).describe("Which of the shop's servers, from 0.") }),
    command: ({ host }, { shop }) => ({ options: { root: hostRoot(shop, host) } }),
  }),
}
