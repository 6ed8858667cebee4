import { z } from 'zod'
import { defineRemote, urlInput, urlOf } from '../../core/remote.ts'

/** Commands of the area that may be run over HTTP. Loaded without the engines behind them. */
export const remotes = {
  audit: defineRemote({
    summary: 'Test what the running shop really enforces, with throw-away accounts; public shops prove their owner',
    right: 'configure',
    input: urlInput.extend({ mine: z.boolean().default(false).describe('A shop on a private address is mine.') }),
    command: ({ url, mine }, files) => ({
      args: [urlOf(files, url)],
      options: {
        confirmMine: mine,
        shop: files.write('shop.yaml', JSON.stringify({ name: files.shop.name, urls: files.shop.urls })),
      },
    }),
  }),
}
