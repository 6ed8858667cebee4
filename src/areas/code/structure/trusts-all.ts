import { isLiteral, itemOf, onlyTrue } from './shapes.ts'
import type { Expr, FunctionDecl, Stmt } from '../../../analysis/ast.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'

/** Names under which libraries offer to believe any certificate. */
const believers =
  /^(?:NoopHostnameVerifier|AllowAllHostnameVerifier|ALLOW_ALL_HOSTNAME_VERIFIER|TrustAllStrategy|InsecureTrustManagerFactory)$/
const takesVerifier = /^(?:set(?:default|ssl)?hostnameverifier|hostnameverifier)$/

/** Settings that stand beside `verify` where it speaks of certificates: those of an HTTP client. */
const ofClient =
  /^(?:base_uri|timeout|connect_timeout|read_timeout|headers|auth|http_errors|allow_redirects|proxy|cert|debug|form_params|json|query|verify_host)$/

/** `['base_uri' => …, 'verify' => false]`, wherever the settings of a client are kept. */
const isBlindClient = (node: Expr | Stmt) =>
  node.kind === 'array' &&
  isLiteral(itemOf(node, 'verify'), false) &&
  node.items.some(({ key }) => key?.kind === 'lit' && ofClient.test(String(key.value)))

const isEmpty = (fn: FunctionDecl) =>
  fn.body?.every((item) => item.kind === 'nop' || (item.kind === 'return' && item.value === null)) ?? false

const nameOf = (node: Expr): string =>
  node.kind === 'var' || node.kind === 'name' || node.kind === 'const'
    ? node.name
    : (node.kind === 'prop' || node.kind === 'sprop' || node.kind === 'cconst') && typeof node.name === 'string'
      ? node.name
      : ''

/** Certificates and host names that are believed by construction (CWE-295): managers and verifiers that say yes, and Node's own switch. */
export const trustsAll: StructureCheck = (_project, file, report) => {
  if (
    !/rust|HostnameVerifier|HOSTNAME_VERIFIER|NODE_TLS_REJECT_UNAUTHORIZED|['"]verify['"]|sslverify/.test(file.source)
  )
    return
  const ofClass = (methods: readonly FunctionDecl[]) => {
    for (const fn of methods) {
      if (fn.name === 'checkServerTrusted' && isEmpty(fn)) report('no-certificate-check', fn.at)
      const [host, session] = fn.params
      if (fn.name === 'verify' && host?.type === 'String' && session?.type === 'SSLSession' && onlyTrue(fn.body))
        report('no-certificate-check', fn.at)
    }
  }
  visit(file.parsed.body, (node) => {
    if (node.kind === 'classdecl') ofClass(node.cls.methods)
    else if (node.kind === 'new' && node.body) ofClass(node.body.methods)
    else if (node.kind === 'assign' && nameOf(node.target) === 'NODE_TLS_REJECT_UNAUTHORIZED') {
      if (node.value.kind === 'lit' && String(node.value.value) === '0') report('no-certificate-check', node.at)
    } else if (file.language === 'java' && believers.test(nameOf(node as Expr))) report('no-certificate-check', node.at)
    // A filter of WordPress that changes how every request is made.
    if (node.kind === 'assign' && node.target.kind === 'index' && isLiteral(node.target.index, 'sslverify'))
      if (isLiteral(node.value, false) || isLiteral(node.value, 0)) report('no-certificate-check', node.at)
    if (file.language === 'php' && isBlindClient(node)) report('no-certificate-check', node.at)
    const called = calledName(node)
    if (called && takesVerifier.test(called.name) && 'args' in node)
      for (const { value } of node.args)
        if (value.kind === 'func' && onlyTrue(value.fn.body)) report('no-certificate-check', node.at)
  })
}
