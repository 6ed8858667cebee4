import type { StructureCheck } from '../check.ts'
import { bodiesOf, reachOf } from '../reach.ts'
import { calledName } from '../../../../analysis/visit.ts'
import { literalText } from '../scripts.ts'
import { callbackOf, visitPlaces } from './hooks.ts'

const marksPaid =
  /->payment_complete\s*\(|->(?:update|set)_status\s*\(\s*['"](?:wc-)?(?:processing|completed|refunded)['"]/
const readsNotice = /php:\/\/input|\$_(?:POST|GET|REQUEST)\b/
/** Anything by which a notice may be known as the service's own, or its payment is asked for there. */
const verifies =
  /verif|hmac|hash|signature|sign\b|secret|md5|sha\d|openssl|token|_key\b|password|nonce|checksum|wp_remote|curl|client|\bapi\b|gateway|retriev|fetch|get_(?:payment|transaction|charge|intent)|check_|valid/i

/** WooCommerce: what a payment service would report is believed of anybody (CWE-306). */
export const paymentNotice: StructureCheck = (project, file, report) => {
  if (file.language !== 'php' || !/['"]woocommerce_api_/.test(file.source)) return
  visitPlaces(project, file, (node, place) => {
    if ((node.kind !== 'call' && node.kind !== 'mcall') || !/^add_?action$/.test(calledName(node)?.name ?? '')) return
    const [action, given] = node.args
    if (!action || !literalText(action.value).startsWith('woocommerce_api_')) return
    const callback = callbackOf(place, given?.value)
    if (!callback) return
    const { fn, file: of, cls } = callback
    const decl = cls === undefined ? null : (project.findClass(cls)?.decl ?? null)
    // What the constructor registers and reads of its settings asks nothing of the notice.
    const reached = reachOf(project, { fn, file: of, cls: decl }).filter((item) => item.fn.name !== '__construct')
    const text = bodiesOf(project, reached)
    if (marksPaid.test(text) && readsNotice.test(text) && !verifies.test(text))
      report('missing-authorisation', fn.at, of)
  })
}
