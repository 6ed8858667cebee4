import type { Project } from '../../../../analysis/project.ts'
import { personal } from './record-access.ts'
import { oncePer } from '../scripts.ts'

/** Fields by which a record says whose it is. */
const ownerField = /^_?(?:customer|user|owner|buyer|account|member|client|shopper)(?:_?(?:id|number|email|ref|key))?$/i
/** Shown to everybody, whoever wrote it. */
const isPublic =
  /^(?:.*(?:product|review|comment|rating|article|post|blog|question|store|shop|categor|session|token|event|audit|log|role|permission|dto|request|response|form|command|config|properties|controller|service|user|customer|account|exception|cart|basket).*)$/i
/** What belongs to one customer by its name alone, besides what shops of PHP know. */
const alsoPersonal =
  /(?:^|[_\\./]|[a-z](?=[A-Z]))(?:saved_?card|credit_?card|payment_?(?:method|card)|message|conversation|download|claim|complaint|booking|appointment|warranty|document|prescription|statement|bill|receipt|repair)s?(?:entity|record|document|model)?$/i

/** Worked out before there is an order: what sending costs. */
const ofShipping = /shipping_?quote|quote$/i
/** A customer himself. */
export const isPerson =
  /^(?:shop_?)?(?:customers?|users?|accounts?|members?|clients?|buyers?|(?:user|customer)_?(?:profile|account|detail)s?|profiles?)(?:entity|record|model)?$/i

/** Names of classes, in lower case, whose records say whose they are: by a field, or by how their keepers look for them. */
const fromClasses = (project: Project): ReadonlySet<string> => {
  const found = new Set<string>()
  for (const { decl } of project.classes.values()) {
    const name = decl.name.slice(Math.max(decl.name.lastIndexOf('.'), decl.name.lastIndexOf('\\')) + 1)
    if (!isPublic.test(name) && decl.properties.some((item) => !item.isStatic && ownerField.test(item.name)))
      found.add(name.toLowerCase())
    const kept = /^(\w+?)(?:s)?(?:Repository|Dao|Mapper|Store)$/.exec(name)?.[1]
    if (kept && !isPublic.test(kept))
      if (
        decl.methods.some((fn) =>
          /By(?:\w+And)?(?:Customer|User|Owner|Buyer|Account|Member)(?:_?Id|Email|$|And|Order)/.test(fn.name),
        )
      )
        found.add(kept.toLowerCase())
  }
  return found
}

/** Models of Mongoose, Sequelize and their like whose scheme has a field for the owner. */
const fromSchemes = (project: Project): ReadonlySet<string> => {
  const found = new Set<string>()
  const scheme = /\b(?:model|define)\s*(?:<[^>]*>)?\(\s*['"](\w+)['"]/g
  for (const { language, source } of project.files) {
    if (language !== 'js' || !/Schema|DataTypes|\.define\(/.test(source)) continue
    if (!/\b(?:customer|user|owner|buyer|account|member)(?:_?[iI]d)?\s*:\s*[{\w]/.test(source)) continue
    for (const [, name = ''] of source.matchAll(scheme)) if (!isPublic.test(name)) found.add(name.toLowerCase())
  }
  return found
}

/** Tables whose rows code finds by whose they are. */
const fromStatements = (project: Project): ReadonlySet<string> => {
  const found = new Set<string>()
  const asked =
    /\b(?:FROM|UPDATE|JOIN)\s+[`"]?(\w+)[`"]?\s[^;]{0,200}?\bWHERE\b[^;]{0,120}?\b(?:customer|user|owner|buyer|account|member)_?id\b[`"]?\s*=/gis
  for (const { language, source } of project.files)
    if (language !== 'php' && /\bWHERE\b/i.test(source))
      for (const [, table = ''] of source.matchAll(asked)) if (!isPublic.test(table)) found.add(table.toLowerCase())
  return found
}

const single = (name: string) =>
  name
    .toLowerCase()
    .replace(/(?:entity|record|model)$/, '')
    .replace(/(ss|sh|ch|x)es$/, '$1')
    .replace(/ies$/, 'y')
    .replace(/([^s])s$/, '$1')

/** True for a kind of record, by the name of its class, of what keeps it or of its table, that belongs to one customer. */
export function isOwnedKind(project: Project, name: string): boolean {
  if (name === '') return false
  if ((personal.test(name) && !ofShipping.test(name)) || alsoPersonal.test(name)) return true
  const bare = single(name)
  if (isPublic.test(bare)) return false
  return [fromClasses, fromSchemes, fromStatements].some((make) => {
    const known = oncePer(project, make)
    return known.has(bare) || known.has(name.toLowerCase())
  })
}
