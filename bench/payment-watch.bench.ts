// Watches variants of examples/payment-pages in Chromium: node bench/payment-watch.bench.ts [--first | --fresh | … | --fourteenth | --weekly] [--sample=N/SEED] [--list] [id …]
// --sample=4/SEED draws a quarter, of each list of attacks and honest changes alike; --list only says what would be watched.
import { hash } from 'node:crypto'
import { attacks } from '../examples/payment-pages/attacks.ts'
import { freshAttacks, hostedAttacks } from '../examples/payment-pages/attacks-fresh.ts'
import { blindAppAttacks, blindOwnAttacks } from '../examples/payment-pages/attacks-blind.ts'
import { blindHostedAttacks, blindStoreAttacks } from '../examples/payment-pages/attacks-blind-frames.ts'
import { appSite } from '../examples/payment-pages/app.ts'
import { eighthShopfrontAttacks } from '../examples/payment-pages/attacks-eighth.ts'
import { eighthAppAttacks, eighthOwnAttacks } from '../examples/payment-pages/attacks-eighth-app.ts'
import {
  eighthHostedAttacks,
  eighthRedirectAttacks,
  eighthStoreAttacks,
} from '../examples/payment-pages/attacks-eighth-frames.ts'
import { eighthRedirectHonest, eighthShopfrontHonest } from '../examples/payment-pages/honest-eighth.ts'
import { eighthAppHonest, eighthOwnHonest } from '../examples/payment-pages/honest-eighth-app.ts'
import { eighthHostedHonest, eighthStoreHonest } from '../examples/payment-pages/honest-eighth-frames.ts'
import { ninthLegacyAttacks } from '../examples/payment-pages/attacks-ninth.ts'
import { ninthPartsAttacks } from '../examples/payment-pages/attacks-ninth-parts.ts'
import { tenthAttacks } from '../examples/payment-pages/attacks-tenth.ts'
import { eleventhClassicAttacks } from '../examples/payment-pages/attacks-eleventh.ts'
import { eleventhBlocksAttacks } from '../examples/payment-pages/attacks-eleventh-blocks.ts'
import { twelfthAttacks } from '../examples/payment-pages/attacks-twelfth.ts'
import { thirteenthAttacks } from '../examples/payment-pages/attacks-thirteenth.ts'
import { fourteenthAttacks } from '../examples/payment-pages/attacks-fourteenth.ts'
import { fourteenthOwnAttacks } from '../examples/payment-pages/attacks-fourteenth-own.ts'
import { blocksSite } from '../examples/payment-pages/blocks.ts'
import { boxofficeSite } from '../examples/payment-pages/boxoffice.ts'
import { classicSite } from '../examples/payment-pages/classic.ts'
import { componentsSite } from '../examples/payment-pages/components.ts'
import { ninthLegacyHonest } from '../examples/payment-pages/honest-ninth.ts'
import { ninthPartsHonest } from '../examples/payment-pages/honest-ninth-parts.ts'
import { legacySite } from '../examples/payment-pages/legacy.ts'
import { tenthHonest } from '../examples/payment-pages/honest-tenth.ts'
import { eleventhClassicHonest } from '../examples/payment-pages/honest-eleventh.ts'
import { eleventhBlocksHonest } from '../examples/payment-pages/honest-eleventh-blocks.ts'
import { twelfthHonest } from '../examples/payment-pages/honest-twelfth.ts'
import { thirteenthHonest } from '../examples/payment-pages/honest-thirteenth.ts'
import { thirteenthVendorsHonest } from '../examples/payment-pages/honest-thirteenth-vendors.ts'
import { weeklyHonest } from '../examples/payment-pages/honest-weekly.ts'
import { fourteenthHonest } from '../examples/payment-pages/honest-fourteenth.ts'
import { fourteenthVendorsHonest } from '../examples/payment-pages/honest-fourteenth-vendors.ts'
import { headlessSite } from '../examples/payment-pages/headless.ts'
import { modularSite } from '../examples/payment-pages/modular.ts'
import { gatedAttacks } from '../examples/payment-pages/attacks-gated.ts'
import { dailyHonest } from '../examples/payment-pages/honest-daily.ts'
import { hiddenAttacks } from '../examples/payment-pages/attacks-hidden.ts'
import {
  laterAppAttacks,
  laterHostedAttacks,
  laterOwnAttacks,
  laterStoreAttacks,
} from '../examples/payment-pages/attacks-later.ts'
import {
  laterAppHonest,
  laterHostedHonest,
  laterOwnHonest,
  laterStoreHonest,
} from '../examples/payment-pages/honest-later.ts'
import {
  reportedRedirectAttacks,
  reportedShopfrontAttacks,
  reportedStoreAttacks,
} from '../examples/payment-pages/attacks-reported.ts'
import {
  thirdPartyRedirect,
  thirdPartyShopfront,
  thirdPartyStore,
} from '../examples/payment-pages/honest-thirdparty.ts'
import { redirectSite, shopfrontSite } from '../examples/payment-pages/shopfront.ts'
import { honest } from '../examples/payment-pages/honest.ts'
import { blindAppHonest, blindOwnHonest } from '../examples/payment-pages/honest-blind.ts'
import { blindHostedHonest, blindStoreHonest } from '../examples/payment-pages/honest-blind-frames.ts'
import { freshHonest, hostedHonest } from '../examples/payment-pages/honest-fresh.ts'
import { honestVendors } from '../examples/payment-pages/honest-vendors.ts'
import { hostedSite } from '../examples/payment-pages/hosted.ts'
import { outfitterSite } from '../examples/payment-pages/outfitter.ts'
import { honestSite, type Site } from '../examples/payment-pages/page.ts'
import { startPages } from '../examples/payment-pages/server.ts'
import { storeSite } from '../examples/payment-pages/store.ts'
import type { Variant } from '../examples/payment-pages/variants.ts'
import { authorise, inventoryFrom } from '../src/areas/payment/watch/inventory.ts'
import { judge, observe, PROFILES } from '../src/areas/payment/watch/watch.ts'
import { findChromium } from '../src/cli/places.ts'
import { withBrowser } from '../src/net/browser.ts'

interface Group {
  set:
    | 'first'
    | 'fresh'
    | 'blind'
    | 'later'
    | 'reported'
    | 'daily'
    | 'eighth'
    | 'ninth'
    | 'tenth'
    | 'eleventh'
    | 'twelfth'
    | 'thirteenth'
    | 'fourteenth'
    | 'weekly'
  page: () => Site
  attacks: readonly Variant[]
  honest: readonly Variant[]
  /** Hosts that the owner named as receivers of card data (`--receives-card`). */
  receivers?: string[]
}
const groups: Group[] = [
  {
    set: 'first',
    page: honestSite,
    attacks: [...attacks, ...hiddenAttacks],
    honest: [...honest, ...honestVendors],
  },
  { set: 'fresh', page: honestSite, attacks: freshAttacks, honest: freshHonest },
  { set: 'fresh', page: hostedSite, attacks: hostedAttacks, honest: hostedHonest },
  { set: 'blind', page: honestSite, attacks: blindOwnAttacks, honest: blindOwnHonest },
  { set: 'blind', page: hostedSite, attacks: blindHostedAttacks, honest: blindHostedHonest },
  { set: 'blind', page: appSite, attacks: blindAppAttacks, honest: blindAppHonest, receivers: ['api.psp.test'] },
  { set: 'blind', page: storeSite, attacks: blindStoreAttacks, honest: blindStoreHonest },
  { set: 'later', page: honestSite, attacks: laterOwnAttacks, honest: laterOwnHonest },
  { set: 'later', page: hostedSite, attacks: laterHostedAttacks, honest: laterHostedHonest },
  { set: 'later', page: appSite, attacks: laterAppAttacks, honest: laterAppHonest, receivers: ['api.psp.test'] },
  { set: 'later', page: storeSite, attacks: laterStoreAttacks, honest: laterStoreHonest },
  { set: 'reported', page: shopfrontSite, attacks: reportedShopfrontAttacks, honest: thirdPartyShopfront },
  { set: 'reported', page: redirectSite, attacks: reportedRedirectAttacks, honest: thirdPartyRedirect },
  { set: 'reported', page: storeSite, attacks: reportedStoreAttacks, honest: thirdPartyStore },
  { set: 'daily', page: shopfrontSite, attacks: gatedAttacks, honest: dailyHonest },
  { set: 'eighth', page: shopfrontSite, attacks: eighthShopfrontAttacks, honest: eighthShopfrontHonest },
  { set: 'eighth', page: honestSite, attacks: eighthOwnAttacks, honest: eighthOwnHonest },
  { set: 'eighth', page: appSite, attacks: eighthAppAttacks, honest: eighthAppHonest, receivers: ['api.psp.test'] },
  { set: 'eighth', page: hostedSite, attacks: eighthHostedAttacks, honest: eighthHostedHonest },
  { set: 'eighth', page: storeSite, attacks: eighthStoreAttacks, honest: eighthStoreHonest },
  { set: 'eighth', page: redirectSite, attacks: eighthRedirectAttacks, honest: eighthRedirectHonest },
  { set: 'ninth', page: legacySite, attacks: ninthLegacyAttacks, honest: ninthLegacyHonest },
  { set: 'ninth', page: componentsSite, attacks: ninthPartsAttacks, honest: ninthPartsHonest },
  { set: 'tenth', page: modularSite, attacks: tenthAttacks, honest: tenthHonest },
  { set: 'eleventh', page: classicSite, attacks: eleventhClassicAttacks, honest: eleventhClassicHonest },
  {
    set: 'eleventh',
    page: blocksSite,
    attacks: eleventhBlocksAttacks,
    honest: eleventhBlocksHonest,
    receivers: ['api.payfold.test'],
  },
  {
    set: 'twelfth',
    page: headlessSite,
    attacks: twelfthAttacks,
    honest: twelfthHonest,
    receivers: ['api.cardloom.test'],
  },
  {
    set: 'thirteenth',
    page: boxofficeSite,
    attacks: thirteenthAttacks,
    honest: [...thirteenthHonest, ...thirteenthVendorsHonest],
    receivers: ['api.paywell.test'],
  },
  {
    set: 'fourteenth',
    page: outfitterSite,
    attacks: [...fourteenthAttacks, ...fourteenthOwnAttacks],
    honest: [...fourteenthHonest, ...fourteenthVendorsHonest],
    receivers: ['api.tillstone.test'],
  },
  { set: 'weekly', page: outfitterSite, attacks: [], honest: weeklyHonest, receivers: ['api.tillstone.test'] },
]
const only = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const set = (
  [
    'first',
    'fresh',
    'blind',
    'later',
    'reported',
    'daily',
    'eighth',
    'ninth',
    'tenth',
    'eleventh',
    'twelfth',
    'thirteenth',
    'fourteenth',
    'weekly',
  ] as const
).find((name) => process.argv.includes(`--${name}`))
const chosen = groups.filter((group) => set === undefined || group.set === set)
const [share, seed] = /^--sample=(\d+)\/(\w+)$/m.exec(process.argv.join('\n'))?.slice(1) ?? []
/** With `--sample=4/SEED` of each list every fourth, at least one, drawn by the hash of seed and id. */
const sampled = (variants: readonly Variant[]) => {
  if (share === undefined) return variants
  const drawn = variants.map((variant) => ({ variant, lot: hash('sha256', `${seed} ${variant.id}`, 'hex') }))
  return drawn
    .sort((one, other) => (one.lot < other.lot ? -1 : 1))
    .slice(0, Math.ceil(variants.length / Number(share)))
    .map(({ variant }) => variant)
}
const samples = new Set(chosen.flatMap((group) => [...sampled(group.attacks), ...sampled(group.honest)]))
const wanted = (variant: Variant) => samples.has(variant) && (only.length === 0 || only.includes(variant.id))
const misread = process.argv.find((word) => /^--(?!list$|sample=\d+\/\w+$)/.test(word) && word.slice(2) !== set)
if (misread !== undefined) {
  console.error(
    `${misread} is not known. node bench/payment-watch.bench.ts [--first | --fresh | … | --weekly] [--sample=N/SEED] [--list] [id …]`,
  )
  process.exit(2)
}
if (process.argv.includes('--list')) {
  for (const group of chosen)
    for (const variant of [...group.attacks, ...group.honest])
      if (wanted(variant)) console.log(`${group.set} ${variant.id}`)
  process.exit()
}

const pages = await startPages()
const chromium = findChromium(process.env)
if (chromium === undefined) throw new Error('no Chromium was found')
const signal = new AbortController().signal
const tally = { found: 0, missed: 0, quiet: 0, alarm: 0 }
let seconds = 0
const tell = () => {
  const count = tally.found + tally.missed + tally.quiet + tally.alarm
  console.log(
    `attacks found ${tally.found} of ${tally.found + tally.missed}; false alarms ${tally.alarm} of ${tally.quiet + tally.alarm} honest changes; ${(seconds / count).toFixed(1)} s a watch of ${PROFILES.length} visits`,
  )
}
// Who is stopped says how far it came.
process.once('SIGTERM', () => {
  console.log('stopped early')
  tell()
  process.exit(3)
})
await withBrowser({ executable: chromium, switches: pages.switches }, async (browser) => {
  const look = (cardPlaces?: readonly string[]) =>
    observe(browser, { url: pages.url, steps: [], profiles: PROFILES, signal, cardPlaces, progress: () => undefined })
  for (const group of chosen) {
    if (![...group.attacks, ...group.honest].some(wanted)) continue
    pages.show(undefined, group.page)
    const at = '2026-01-01T00:00:00Z'
    const inventory = {
      ...authorise(inventoryFrom(await look(), at), 'owner', 'needed for checkout', at),
      approvedHosts: ['pixel.approved.test', '*.tools-approved.test'],
      cardHosts: group.receivers ?? [],
    }
    for (const kind of ['attack', 'honest'] as const)
      for (const variant of kind === 'attack' ? group.attacks : group.honest) {
        if (!wanted(variant)) continue
        pages.show(variant.change, group.page)
        const started = performance.now()
        const seen = await look(inventory.cardPlaces).catch((error: unknown) => String(error))
        // A page that does not let itself be read is neither found nor quiet.
        const alerts = typeof seen === 'string' ? undefined : judge(seen, inventory).alerts
        seconds += (performance.now() - started) / 1000
        const right = kind === 'attack' ? (alerts?.length ?? 0) > 0 : alerts?.length === 0
        tally[kind === 'attack' ? (right ? 'found' : 'missed') : right ? 'quiet' : 'alarm']++
        if (!right || only.length > 0)
          console.log(
            `${right ? 'right' : 'WRONG'}  ${kind} ${variant.id}: ${alerts === undefined ? `not read (${String(seen).slice(0, 160)})` : alerts.map((alert) => `${alert.rule} (${alert.title}: ${alert.detail})`).join(' | ') || 'nothing'}`,
          )
      }
  }
})
tell()
pages.close()
