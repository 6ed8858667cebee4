// Watches every variant of examples/payment-pages in Chromium: node bench/payment-watch.bench.ts [id …]
import { attacks } from '../examples/payment-pages/attacks.ts'
import { hiddenAttacks } from '../examples/payment-pages/attacks-hidden.ts'
import { honest } from '../examples/payment-pages/honest.ts'
import { honestVendors } from '../examples/payment-pages/honest-vendors.ts'
import { startPages } from '../examples/payment-pages/server.ts'
import { authorise, inventoryFrom } from '../src/areas/payment/watch/inventory.ts'
import { judge, observe, PROFILES } from '../src/areas/payment/watch/watch.ts'
import { findChromium } from '../src/cli/places.ts'
import { withBrowser } from '../src/net/browser.ts'

const only = process.argv.slice(2)
const pages = await startPages()
const chromium = findChromium(process.env)
if (chromium === undefined) throw new Error('no Chromium was found')
const signal = new AbortController().signal
await withBrowser({ executable: chromium, switches: pages.switches }, async (browser) => {
  const look = () =>
    observe(browser, { url: pages.url, steps: [], profiles: PROFILES, signal, progress: () => undefined })
  const first = await look()
  const at = '2026-01-01T00:00:00Z'
  const inventory = {
    ...authorise(inventoryFrom(first, at), 'owner', 'needed for checkout', at),
    approvedHosts: ['pixel.approved.test', '*.tools-approved.test'],
  }
  const tally = { found: 0, missed: 0, quiet: 0, alarm: 0 }
  let seconds = 0
  for (const [kind, variants] of [
    ['attack', [...attacks, ...hiddenAttacks]],
    ['honest', [...honest, ...honestVendors]],
  ] as const) {
    for (const variant of variants) {
      if (only.length > 0 && !only.includes(variant.id)) continue
      pages.show(variant.change)
      const started = performance.now()
      const { alerts } = judge(await look(), inventory)
      seconds += (performance.now() - started) / 1000
      const right = kind === 'attack' ? alerts.length > 0 : alerts.length === 0
      tally[kind === 'attack' ? (right ? 'found' : 'missed') : right ? 'quiet' : 'alarm']++
      if (!right || only.length > 0)
        console.log(
          `${right ? 'right' : 'WRONG'}  ${kind} ${variant.id}: ${alerts.map((alert) => `${alert.rule} (${alert.title}: ${alert.detail})`).join(' | ') || 'nothing'}`,
        )
    }
  }
  const count = tally.found + tally.missed + tally.quiet + tally.alarm
  console.log(
    `attacks found ${tally.found} of ${tally.found + tally.missed}; false alarms ${tally.alarm} of ${tally.quiet + tally.alarm} honest changes; ${(seconds / count).toFixed(1)} s a watch of ${PROFILES.length} visits`,
  )
})
pages.close()
