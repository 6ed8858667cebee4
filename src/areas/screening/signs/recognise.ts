import type { Sign } from '../schema.ts'
import { services } from './services.ts'

/** Files that name packages. */
export const MANIFESTS =
  /(^|\/)(composer\.(json|lock)|package(-lock)?\.json|yarn\.lock|pnpm-lock\.yaml|requirements[^/]*\.txt|pyproject\.toml|pom\.xml|build\.gradle(\.kts)?|Gemfile(\.lock)?|[^/]+\.csproj|config\.xml|module\.xml)$/i

/** Comments of PHP, JavaScript, HTML and SQL: what is switched off by a comment is not in use. */
function withoutComments(text: string): string {
  return text
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/(^|[\s;{}])(\/\/|#)(?!\[)[^\n]*/g, '$1')
}

/** Services that a file of source code shows. Pure; time is linear in the text. */
export function signsInSource(path: string, text: string): Sign[] {
  const manifest = MANIFESTS.test(path)
  const bare = manifest ? text : withoutComments(text)
  return services
    .filter(
      (service) =>
        (manifest && service.packages.some((sign) => sign.test(text))) || service.code.some((sign) => sign.test(bare)),
    )
    .map(({ id, name, kind }) => ({ service: id, name, kind, where: path, how: 'source' as const }))
}

/** Services whose snippet a page carries. */
export function signsInPage(url: string, html: string): Sign[] {
  const bare = html.replace(/<!--[\s\S]*?-->/g, ' ')
  return services
    .filter((service) => service.code.some((sign) => sign.test(bare)))
    .map(({ id, name, kind }) => ({ service: id, name, kind, where: url, how: 'page' as const }))
}

/** Services the owner named; unknown names are kept as they are. */
export function signsNamed(names: readonly string[]): Sign[] {
  return names.map((given) => {
    const folded = given.toLowerCase().replace(/[^a-z0-9]/g, '')
    const known = services.find((service) =>
      [service.id, service.name].some((word) => word.toLowerCase().replace(/[^a-z0-9]/g, '') === folded),
    )
    return {
      service: known?.id ?? folded,
      name: known?.name ?? given,
      kind: known?.kind ?? 'scoring',
      where: 'shop.yaml',
      how: 'shop.yaml' as const,
    }
  })
}
