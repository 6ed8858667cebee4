import type { Expr, FunctionDecl } from '../../../analysis/ast.ts'
import type { Project, SourceFile } from '../../../analysis/project.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import type { StructureCheck } from './check.ts'
import { once } from '../../../analysis/once.ts'
import { oncePer } from './scripts.ts'

const secretName =
  /(?:token|secret|nonce|passw(?:or)?d|passwd|salt|api_?key|session_?id|reset_?key|otp|(?:voucher|gift_?card|gift|coupon|promo|discount|activation|verification|invitation|invite|licen[cs]e)_?(?:code|key))$/i
/** Words for what is worth money to whoever guesses it; as names of other numbers they are common. */
const codeName =
  /(?:^|_|[a-z](?=C)|gift|coupon|voucher)code$|(?:gift_?card|voucher|coupon|serial)(?:_?(?:number|no))?$/i
const drawn = new Set(['str_shuffle', 'array_rand'])

const predictable = new Set([
  'rand',
  'mt_rand',
  'uniqid',
  'lcg_value',
  'microtime',
  'time',
  'shuffle',
  'str_shuffle',
  'array_rand',
  'mt_srand',
])
const strong = new Set([
  'random_bytes',
  'random_int',
  'openssl_random_pseudo_bytes',
  'randombytes',
  'randomuuid',
  'getrandomvalues',
  'wp_generate_password',
  'hash_hmac',
])
const clock = new Set(['microtime', 'time'])
const hashes = new Set([
  'md5',
  'sha1',
  'hash',
  'base64_encode',
  'substr',
  'crc32',
  'dechex',
  'bin2hex',
  'strtoupper',
  'strtolower',
])

function nameOf(target: Expr): string {
  if (target.kind === 'var') return target.name
  if (target.kind === 'prop' && typeof target.name === 'string') return target.name
  if (target.kind === 'index' && target.index?.kind === 'lit') return String(target.index.value)
  return ''
}

const longest = 800
const makesNumbers = /\bMath\.random\(|\b(?:mt_)?rand\(|\bstr_shuffle\(/
const makesSecrets = /random(?:Bytes|Int|UUID|_bytes|_int)\b|getRandomValues/

/** Short functions of a file that give predictable numbers, or texts made of them. */
const weakMakers = once(({ parsed, source }: SourceFile): ReadonlySet<string> => {
  const found = new Set<string>()
  const look = (name: string, { at, end }: FunctionDecl) => {
    const text = source.slice(at, end)
    if (end - at <= longest && makesNumbers.test(text) && !makesSecrets.test(text)) found.add(name.toLowerCase())
  }
  if (!makesNumbers.test(source)) return found
  visit(parsed.body, (node) => {
    if (node.kind === 'funcdecl') look(node.fn.name, node.fn)
    else if (node.kind === 'declare' && node.target.kind === 'var' && node.initial?.kind === 'func')
      look(node.target.name, node.initial.fn)
  })
  return found
})

/** `class::method` of short methods anywhere that give predictable numbers, or texts made of them. */
function weakMethods(project: Project): ReadonlySet<string> {
  const found = new Set<string>()
  for (const file of project.files) {
    if (file.language === 'java' || !makesNumbers.test(file.source)) continue
    visit(file.parsed.body, (node) => {
      if (node.kind !== 'classdecl') return
      for (const { name, at, end } of node.cls.methods) {
        const text = file.source.slice(at, end)
        if (end - at <= longest && makesNumbers.test(text) && !makesSecrets.test(text))
          found.add(`${node.cls.name}::${name}`.toLowerCase())
      }
    })
  }
  return found
}

/** Short functions anywhere that give predictable numbers, with the names of the files that declare them. */
function weakFunctions(project: Project): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>()
  for (const file of project.files) {
    if (file.language === 'java') continue
    const base = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.\w+$/, '')
    for (const name of weakMakers(file)) found.set(name, (found.get(name) ?? new Set()).add(base))
  }
  return found
}

/** Of these the ones that a file can call: in PHP any, in JavaScript those of files that it names. */
function within(project: Project, { language, source }: SourceFile): string[] {
  return [...oncePer(project, weakFunctions)].flatMap(([name, bases]) =>
    language === 'php' ||
    [...bases].some((base) => [`/${base}'`, `/${base}"`, `/${base}.`].some((text) => source.includes(text)))
      ? [name]
      : [],
  )
}

/** Any word by which a file may make something of predictable numbers. */
const mayMake = (project: Project): RegExp => {
  const methods = [...oncePer(project, weakMethods)].map((name) => name.slice(name.lastIndexOf(':') + 1))
  const words = [...new Set([...predictable, 'random', ...methods, ...oncePer(project, weakFunctions).keys()])]
  return new RegExp(`(?<![\\w$])(?:${words.join('|').replaceAll('$', '\\$')})(?![\\w$])`, 'i')
}

/** A text drawn from letters by the ordinary generator, as codes are. */
function isDrawn(value: Expr, makers: ReadonlySet<string>): boolean {
  let found = false
  visit(value, (node) => {
    const name = calledName(node)?.name
    if (name !== undefined && node.kind === 'call' && drawn.has(name)) found = true
    if (node.kind === 'index' && node.index && isPredictable(node.index, makers)) found = true
  })
  return found && isPredictable(value, makers)
}

/** A code that is handed out for money's worth, by what its class or function is called. */
const ofWorth = /gift|voucher|coupon|licen[cs]e|promo|invitation/i

const isWeak = (name: string, value: Expr, makers: ReadonlySet<string>) =>
  (secretName.test(name) && isPredictable(value, makers)) || (codeName.test(name) && isDrawn(value, makers))

/** True where the value is made of predictable numbers and nothing else that is random. */
function isPredictable(value: Expr, makers: ReadonlySet<string>): boolean {
  let weak = false
  let clockOnly = true
  let hashed = false
  let good = false
  visit(value, (node) => {
    // A key of the shop mixed in cannot be foretold.
    if (node.kind === 'const' && /KEY|SALT|SECRET/i.test(node.name)) good = true
    const called = calledName(node)
    const name = called?.name
    if (name === undefined) return
    // PrestaShop's own hash mixes the key in.
    if (called?.cls === 'Tools' && /^(?:hash|encrypt)$/.test(name)) good = true
    if (strong.has(name)) good = true
    if (hashes.has(name)) hashed = true
    const method = called?.cls === undefined ? undefined : `${called.cls}::${name}`.toLowerCase()
    if ((node.kind === 'call' && makers.has(name)) || (method !== undefined && makers.has(method))) {
      weak = true
      clockOnly = false
    }
    if (name === 'random' && node.kind === 'mcall' && node.object.kind === 'var' && node.object.name === 'Math') {
      weak = true
      clockOnly = false
    } else if (predictable.has(name) && node.kind === 'call') {
      weak = true
      if (!clock.has(name)) clockOnly = false
    }
  })
  // The time alone is a date, unless it is made to look like a secret.
  return weak && !good && (!clockOnly || hashed)
}

/** A secret made of predictable numbers (CWE-338). */
export const weakToken: StructureCheck = (project, file, report) => {
  if (file.language === 'java' || !oncePer(project, mayMake).test(file.source)) return
  const makers = new Set([...weakMakers(file), ...oncePer(project, weakMethods), ...within(project, file)])
  visit(file.parsed.body, (node) => {
    if (node.kind === 'assign' && isWeak(nameOf(node.target), node.value, makers)) report('weak-token', node.at)
    if (node.kind === 'declare' && node.initial && isWeak(nameOf(node.target), node.initial, makers))
      report('weak-token', node.at)
    const about = node.kind === 'funcdecl' ? node.fn : node.kind === 'classdecl' ? node.cls : undefined
    if (about && ofWorth.test(about.name))
      visit(node.kind === 'funcdecl' ? node.fn.body : node.kind === 'classdecl' ? node.cls.methods : null, (inner) => {
        if (inner.kind === 'assign' && nameOf(inner.target) === 'code' && isPredictable(inner.value, makers))
          report('weak-token', inner.at)
      })
    // `createToken() { return … }`
    const fns = node.kind === 'funcdecl' ? [node.fn] : node.kind === 'classdecl' ? node.cls.methods : []
    for (const fn of fns)
      for (const item of fn.body ?? [])
        if (item.kind === 'return' && item.value && isWeak(fn.name, item.value, makers)) report('weak-token', item.at)
  })
}
