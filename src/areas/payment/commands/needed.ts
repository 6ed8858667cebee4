import type { CommandIo } from '../../../core/area.ts'
import { ShopwardenError } from '../../../core/errors.ts'

/** The address that a command was given. @throws SW_PAYMENT_URL */
export function neededUrl(given: unknown): string {
  if (typeof given === 'string' && URL.canParse(given)) return given
  throw new ShopwardenError('SW_PAYMENT_URL', 'No address of a payment page was given', {
    fix: 'Give it with https:// in front.',
  })
}

/** The browser that pages are watched in. @throws SW_PAYMENT_BROWSER */
export function neededBrowser({ chromium }: Pick<CommandIo, 'chromium'>): string {
  if (chromium !== undefined) return chromium
  throw new ShopwardenError('SW_PAYMENT_BROWSER', 'No Chromium was found', {
    fix: 'Install it (Debian: apt-get install chromium) or name one in SHOPWARDEN_CHROMIUM.',
  })
}
