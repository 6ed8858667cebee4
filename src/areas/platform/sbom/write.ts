import { VERSION } from '../../../core/version.ts'
import type { Hole } from '../advisories/match.ts'
import type { InstalledPackage } from '../inventory/installed.ts'
import { purlOf } from './purl.ts'

/** What the document is of, and what makes it one of its kind: handed in. */
export interface About {
  name: string
  at: Date
  /** A UUID. */
  id: string
}

const once = (packages: readonly InstalledPackage[]) => [
  ...new Map(packages.map((item) => [purlOf(item), item])).entries(),
]

/** CycloneDX 1.6, with the holes that apply as its vulnerabilities. */
export function cycloneDx(
  packages: readonly InstalledPackage[],
  holes: readonly Hole[],
  { name, at, id }: About,
): object {
  const named = holes.filter((hole) => !hole.unnamed)
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${id}`,
    version: 1,
    metadata: {
      timestamp: at.toISOString(),
      tools: { components: [{ type: 'application', name: 'shopwarden', version: VERSION }] },
      component: { type: 'application', name, 'bom-ref': 'shop' },
    },
    components: once(packages).map(([purl, item]) => ({
      type: 'library',
      'bom-ref': purl,
      name: item.name,
      version: item.version,
      purl,
      scope: item.dev ? 'excluded' : 'required',
    })),
    vulnerabilities: [...new Set(named.map((hole) => hole.id))].map((hole) => {
      const all = named.filter((item) => item.id === hole)
      const score = all[0]!.cvss
      return {
        id: hole,
        source: { name: all[0]!.source },
        ...(score !== undefined && { ratings: [{ score, method: 'other' }] }),
        affects: all.map((item) => {
          const [kind = '', ...rest] = item.package.split(':')
          return { ref: purlOf({ kind, name: rest.join(':'), version: item.version, file: item.file, dev: item.dev }) }
        }),
      }
    }),
  }
}

/** SPDX 2.3 */
export function spdx(packages: readonly InstalledPackage[], { name, at, id }: About): object {
  const list = once(packages)
  return {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name,
    documentNamespace: `https://shopwarden.invalid/spdx/${id}`,
    creationInfo: { created: at.toISOString().replace(/\.\d+Z$/, 'Z'), creators: [`Tool: shopwarden-${VERSION}`] },
    packages: list.map(([purl, item], index) => ({
      SPDXID: `SPDXRef-Package-${index}`,
      name: item.name,
      versionInfo: item.version,
      downloadLocation: 'NOASSERTION',
      filesAnalyzed: false,
      externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: purl }],
    })),
    relationships: list.map((_, index) => ({
      spdxElementId: 'SPDXRef-DOCUMENT',
      relationshipType: 'DESCRIBES',
      relatedSpdxElement: `SPDXRef-Package-${index}`,
    })),
  }
}
