import type { Expr, Stmt } from '../../../analysis/ast.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'

/** Keys whose form their makers publish: nothing else looks like them. */
const knownForms: readonly RegExp[] = [
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\bsk_live_[0-9a-zA-Z]{24,}\b/g,
  /\brk_live_[0-9a-zA-Z]{24,}\b/g,
  /\bwhsec_[0-9a-zA-Z]{32,}\b/g,
  /\bgh[pousr]_[0-9A-Za-z]{36}\b/g,
  /\bgithub_pat_[0-9A-Za-z_]{60,}\b/g,
  /\bglpat-[0-9A-Za-z_-]{20}\b/g,
  /\bxox[abprs]-[0-9A-Za-z-]{20,}\b/g,
  /\bAIza[0-9A-Za-z_-]{35}\b/g,
  /\bSG\.[0-9A-Za-z_-]{22}\.[0-9A-Za-z_-]{43}\b/g,
  /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b/g,
  /\bnpm_[0-9A-Za-z]{36}\b/g,
  /-----BEGIN (?:RSA |EC |OPENSSH |DSA )?PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{100,}/g,
]

/** Nearly no file has one: asked once before each is looked for. */
const anyForm = new RegExp(knownForms.map(({ source }) => source).join('|'))
const connects = /\b(?:PDO|mysqli|mysql_connect|getConnection)\b/
/** The same however it is spelt: no other file can make a connection. */
const mayConnect = /\b(?:pdo|mysqli|mysqli?_connect|getconnection)\b/i

const words =
  'passw(?:or)?d|pwd|secret|(?:api|private|access|encryption|secret|signing|jwt|hmac|cipher)_?key|auth_?token'
/** By which one program knows another. */
const tokens = 'token|secret|(?:secure|security|cron|access|api|private)_?key'
const secretName = new RegExp(`(?:^|[_-]|[a-z](?=[A-Z]))(?:${words})$`, 'i')
/** A file in which no name ends so speaks of no secret. */
const ofSecrets = new RegExp(`(?:${words}|${tokens}|pass(?:phrase)?)(?!\\w)`, 'i')
/** Meant to be shown: keys of pages in the browser. */
const shownName = /public|publish|site_?key|search|recaptcha|captcha|maps|browser|front_?end|storefront/i
/** A key of Google's, where it is one for maps or the like, which every page names. */
const ofPages = /maps|places|recaptcha|youtube|firebase|analytics|geocod|static/i
const placeholder =
  /^(?:.{0,7}|.*(?:example|changeme|change_me|password|secret|your|xxx|test|demo|dummy|placeholder|sample|todo|null|none|\*\*\*|<.*>|\{.*\}|\$\{|%s|%\w+%).*)$/i

/** Bits a character (Shannon): words and names stay below 3.2, keys lie above. */
function entropy(text: string): number {
  const counts = new Map<string, number>()
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

/** A text that looks made by a generator: letters and digits mixed, no words, no path, no address. */
export function looksGenerated(text: string): boolean {
  if (placeholder.test(text) || text.length > 200 || /[\s/\\:<>(){}[\],]|\.\w{2,4}$/.test(text)) return false
  return /[0-9]/.test(text) && /[a-zA-Z]/.test(text) && entropy(text) >= 3.2
}

function nameOf(target: Expr | null): string {
  if (target?.kind === 'var' || target?.kind === 'const') return target.name
  if (target?.kind === 'prop' && typeof target.name === 'string') return target.name
  if (target?.kind === 'lit') return String(target.value)
  if (target?.kind === 'index') return nameOf(target.index)
  return ''
}

const isSecret = (name: string, value: Expr | null) =>
  value?.kind === 'lit' &&
  typeof value.value === 'string' &&
  secretName.test(name) &&
  !shownName.test(name) &&
  looksGenerated(value.value)

const passwordName = /(?:^|[_-]|[a-z](?=P))pass(?:word|wd|phrase)?$/i
/** Words by which programs speak of a password, or of its absence. */
const ofPasswords =
  /^(?:.{0,4}|null|none|false|empty|undefined|string|object|required|hidden|\*+|.*(?:pass|pw|change|invalid|error|encrypt|\s).*)$/i

/** `$password == 'Sommer22'`: whoever reads the code may enter. */
function comparesPassword(left: Expr, right: Expr): boolean {
  if (right.kind !== 'lit') return left.kind === 'lit' && comparesPassword(right, left)
  return typeof right.value === 'string' && passwordName.test(nameOf(left)) && !ofPasswords.test(right.value)
}

const tokenName = new RegExp(`(?:^|[_-]|[a-z](?=[A-Z]))(?:${tokens})$`, 'i')
/** Reads one value of the request, by its name. */
const getter = /^(?:getvalue|get|getparam|getpost|input|query|post|request)$/

/** Name of what was sent: `$token`, `$_GET['token']`, `Tools::getValue('token')`. */
function nameOfSent(expr: Expr): string {
  if (expr.kind === 'cast') return nameOfSent(expr.value)
  const called = calledName(expr)
  return called && getter.test(called.name) && 'args' in expr && expr.args[0]
    ? nameOf(expr.args[0].value)
    : nameOf(expr)
}

/** `Tools::getValue('token') == 'c8f72e1b9d'`: the same key for every shop that uses the program. */
function comparesToken(left: Expr, right: Expr): boolean {
  if (right.kind !== 'lit') return left.kind === 'lit' && comparesToken(right, left)
  return (
    typeof right.value === 'string' &&
    /^(?=.*\d)(?=.*[a-z])[\w-]{8,}$/i.test(right.value) &&
    !placeholder.test(right.value) &&
    tokenName.test(nameOfSent(left))
  )
}

/** Connections to a database, with the place of their password. */
const connections: Readonly<Record<string, number>> = {
  pdo: 2,
  mysqli: 2,
  mysqli_connect: 2,
  mysql_connect: 2,
  getconnection: 2,
}

/** `new PDO($dsn, 'exporter', '…')`: the password of a connection. */
function isConnection(node: Expr | Stmt): boolean {
  const called =
    node.kind === 'new' && node.cls.kind === 'name'
      ? node.cls.name.replace(/^.*[\\.]/, '').toLowerCase()
      : (calledName(node)?.name ?? '')
  const value =
    'args' in node && Object.hasOwn(connections, called) ? node.args[connections[called]!]?.value : undefined
  return (
    value?.kind === 'lit' &&
    typeof value.value === 'string' &&
    !ofPasswords.test(value.value) &&
    looksGenerated(value.value)
  )
}

/** Tests and examples hold made-up secrets. */
const testFile =
  /\.(?:cy|spec|test|e2e|stories)\.\w+$|(?:^|\/)(?:cypress|e2e|examples?|samples?|mocks?|__mocks__|docs?)\//i

/** Passwords and keys written into the code (CWE-798). */
export const secrets: StructureCheck = (_project, file, report) => {
  if (testFile.test(file.path)) return
  if (anyForm.test(file.source))
    for (const form of knownForms)
      for (const { 0: key, index } of file.source.matchAll(form))
        if (!key.startsWith('AIza') || !ofPages.test(file.source.slice(Math.max(0, index - 200), index + 200)))
          report('hard-coded-secret', index)
  if (!ofSecrets.test(file.source) && !connects.test(file.source)) return
  const hasConnections = mayConnect.test(file.source)
  visit(file.parsed.body, (node) => {
    if (hasConnections && isConnection(node)) report('hard-coded-secret', node.at)
    else if (node.kind === 'assign' && isSecret(nameOf(node.target), node.value)) report('hard-coded-secret', node.at)
    else if (
      node.kind === 'bin' &&
      /^[!=]==?$/.test(node.op) &&
      (comparesPassword(node.left, node.right) || comparesToken(node.left, node.right))
    )
      report('hard-coded-secret', node.at)
    else if (node.kind === 'declare' && isSecret(nameOf(node.target), node.initial))
      report('hard-coded-secret', node.at)
    else if (node.kind === 'array') {
      for (const item of node.items)
        if (isSecret(nameOf(item.key), item.value)) report('hard-coded-secret', item.value.at)
    } else if (node.kind === 'classdecl') {
      for (const property of node.cls.properties)
        if (property.initial && isSecret(property.name, property.initial))
          report('hard-coded-secret', property.initial.at)
    } else if (node.kind === 'call' && node.callee.kind === 'name' && node.callee.name.toLowerCase() === 'define') {
      const [name, value] = node.args.map((arg) => arg.value)
      if (name && value && isSecret(nameOf(name), value)) report('hard-coded-secret', node.at)
    }
  })
}
