import type { Alert } from './alert.ts'
import { familyOf } from './family.ts'
import type { Inventory } from './inventory.ts'
import { servesScripts } from './known-hosts.ts'
import type { Observation } from './observation.ts'

const hostOf = (address: string) => (URL.canParse(address) ? new URL(address).host : '')

/**
 * An import map (HTML, "import maps") leads whoever asks for a module to another file, without any script being changed. Told is an entry
 * that leads to another owner than the known entry of the same name, or than the address that it stands for; one of a new name is told
 * where its host serves no scripts of this page. Another file of the same owner is judged as a script, when it runs. Pure.
 */
export function importMapAlerts(observation: Observation, inventory: Inventory): Alert[] {
  return observation.importMaps.flatMap(({ name, to }) => {
    const known = inventory.importMaps.filter((entry) => entry.name === name)
    if (known.some((entry) => entry.to === to)) return []
    const before = [...known.map((entry) => hostOf(entry.to)), ...(hostOf(name) === '' ? [] : [hostOf(name)])]
    const host = hostOf(to)
    const led = before.length > 0 && !before.some((item) => familyOf(item) === familyOf(host))
    if (!led && servesScripts(host, inventory)) return []
    return [
      {
        rule: 'payment/import-map',
        severity: 'high',
        title: `An import map of the payment page leads to ${host || 'code in the page'}`,
        detail: `${name.slice(0, 120)} → ${to.slice(0, 120)}${before[0] ? `; it came from ${before[0]} before` : ''}.`,
      } satisfies Alert,
    ]
  })
}
