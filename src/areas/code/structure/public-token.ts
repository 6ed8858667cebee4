import type { Expr, FunctionDecl } from '../../../analysis/ast.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { literalText } from './scripts.ts'

const ofSecret = /(?:token|secret|(?:secure|cron|api|access|security)_?key)$/i
const hashes = /^(?:md5|sha1|crc32|hash|base64_encode|bin2hex|substr|strtoupper|strtolower|strrev|str_replace|trim)$/
/** What everybody can read of a shop. */
const facts =
  /^(?:PS_SHOP_(?:DOMAIN\w*|NAME|EMAIL|PHONE)|PS_VERSION\w*|PS_LANG_DEFAULT|PS_COUNTRY_DEFAULT|siteurl|home|blogname|admin_email)$/
const asksFor =
  /^(?:date|get_site_url|site_url|home_url|get_home_url|get_bloginfo|getshopdomain\w*|gethttphost|getbaseurl|php_uname|gethostname)$/

/** True for a hash of nothing but what everybody knows of the shop, and fixed words. */
function isPublic(value: Expr): boolean {
  let hashed = false
  let fact = false
  let other = false
  visit(value, (node) => {
    if (node.kind === 'lit' || node.kind === 'concat' || (node.kind === 'bin' && node.op === '.')) return undefined
    if (node.kind === 'index' && node.object.kind === 'var' && node.object.name === '_SERVER') {
      if (/^(?:HTTP_HOST|SERVER_NAME|SERVER_ADDR)$/.test(node.index ? literalText(node.index) : '')) fact = true
      else other = true
      return false
    }
    const called = calledName(node)
    if (called && (node.kind === 'call' || node.kind === 'scall') && 'args' in node) {
      const [first] = node.args
      if (node.kind === 'call' && hashes.test(called.name)) {
        hashed ||= /^(?:md5|sha1|crc32|hash)$/.test(called.name)
        return undefined
      }
      const names = /^(?:get|get_option)$/.test(called.name) && first ? literalText(first.value) : ''
      if (asksFor.test(called.name) || facts.test(names)) fact = true
      else other = true
      return false
    }
    if (node.kind === 'name') return undefined
    other = true
    return false
  })
  return hashed && fact && !other
}

/** PHP: a secret that anybody can work out from what the shop shows (CWE-330). */
export const publicToken: StructureCheck = (_project, file, report) => {
  if (file.language !== 'php' || !/\b(?:md5|sha1|crc32|hash)\s*\(/i.test(file.source)) return
  const returned = (fn: FunctionDecl) => {
    if (!ofSecret.test(fn.name)) return
    for (const item of fn.body ?? [])
      if (item.kind === 'return' && item.value && isPublic(item.value)) report('weak-token', item.at)
  }
  visit(file.parsed.body, (node) => {
    if (node.kind === 'funcdecl') returned(node.fn)
    if (node.kind === 'classdecl') node.cls.methods.forEach(returned)
    if (node.kind !== 'assign') return
    const name =
      node.target.kind === 'var' || (node.target.kind === 'prop' && typeof node.target.name === 'string')
        ? String(node.target.name)
        : ''
    if (ofSecret.test(name) && isPublic(node.value)) report('weak-token', node.at)
  })
}
