import type { ClassDecl, FunctionDecl } from '../../../analysis/ast.ts'
import type { StructureCheck } from './check.ts'
import { literalText } from './scripts.ts'
import { attributeArgument, classesOf, onlyTrue } from './shapes.ts'

const proves =
  /hash_equals|hash_hmac|signature|verif|secret|token|form_?key|api_?key|csrf(?!ValidationException|AwareAction|\()/i
/** Acts for a customer who has signed in by his browser. */
const ofCustomer = /isLoggedIn\(|getCustomerId\(|getCustomer\(/
const changes = /->(?:save|delete|remove|flush|persist|update|deleteById|subscribe|unsubscribe)\s*\(/

/** Magento 2: the check of the form's key switched off where a customer's account is changed. */
function switchedOff(cls: ClassDecl, source: string): number | undefined {
  const check = cls.methods.find(({ name }) => name === 'validateForCsrf')
  const execute = cls.methods.find(({ name }) => name === 'execute')
  if (!check || !execute || !onlyTrue(check.body)) return undefined
  const text = source.slice(execute.at, execute.end)
  return ofCustomer.test(text) && changes.test(text) && !proves.test(text) ? check.at : undefined
}

/** Yii and Craft: the check of the token switched off for a controller that changes what belongs to whoever is signed in. */
function withoutCheck(cls: ClassDecl, source: string): number | undefined {
  const off = cls.properties.find(({ name }) => name === 'enableCsrfValidation')
  if (off?.initial?.kind !== 'lit' || off.initial.value !== false) return undefined
  const text = cls.methods.map((fn) => source.slice(fn.at, fn.end)).join('\n')
  const signedIn =
    /->user->(?:id|identity|isGuest)\b|getUser\(\)->|getIdentity\(|requireLogin\(|requirePermission\(/.test(text)
  return signedIn && changes.test(text) && !proves.test(text) ? cls.at : undefined
}

/** Answers a form of a page: sends the visitor on, and takes no data of a program. */
const answersForm = /redirectToRoute\(|RedirectResponse|->redirect\(/
const asksForToken =
  /createForm|handleRequest|[cC]srf|isTokenValid|getToken|JsonResponse|->toArray\(|json_decode|hash_equals|signature|#\[MapRequestPayload/

/** Methods of a route: out of its attribute, or of the annotation of older code. */
function methodsOf(fn: FunctionDecl): string[] {
  const [methods] = attributeArgument(fn.annotations, 'Route', 'methods')
  if (methods?.kind === 'array')
    return methods.items.map(({ value }) => (value.kind === 'lit' ? String(value.value) : ''))
  const written = /@Route\([^]*?methods\s*=\s*\{([^}]*)\}/.exec(fn.doc)?.[1] ?? ''
  return [...written.matchAll(/\w+/g)].map(([name]) => name)
}

const isAction = ({ annotations, doc }: FunctionDecl) =>
  annotations.some(({ name }) => /(?:^|\\)Route$/.test(name)) || /@Route\s*\(/.test(doc)
const routeOf = ({ annotations }: FunctionDecl) =>
  attributeArgument(annotations, 'Route', '0', 'value', 'path').map(literalText).join(' ')
/** A link that a mail holds, or that does no harm when another page calls it. */
const ofVisit = /log-?(?:in|out)|confirm|verif|token|activat|unsubscribe|callback|cart|basket|locale|currency|webhook/i

/** Symfony: an action by POST that changes something for whoever is signed in, with neither a form of the framework nor a token. */
function isBare(fn: FunctionDecl, cls: ClassDecl, source: string): boolean {
  const names = methodsOf(fn)
  // Other methods are sent by programs only; without any, a link is enough.
  if (!names.every((name) => /^(?:GET|POST|DELETE)$/i.test(name)) || !isAction(fn)) return false
  if (!names.some((name) => /^(?:POST|DELETE)$/i.test(name)) && ofVisit.test(`${routeOf(fn)} ${fn.name}`)) return false
  const granted = [...fn.annotations, ...cls.annotations].some(({ name }) => /(?:^|\\)IsGranted$/.test(name))
  if ([...fn.annotations, ...cls.annotations].some(({ name }) => /Csrf/i.test(name))) return false
  const text = source.slice(fn.at, fn.end)
  return (
    (granted || /getUser\(|denyAccess/.test(text)) &&
    changes.test(text) &&
    answersForm.test(text) &&
    !asksForToken.test(text)
  )
}

/** Forms of signed-in customers that a foreign page can send for them: Magento 2, Symfony (CWE-352). */
export const formToken: StructureCheck = (_project, file, report) => {
  if (file.language !== 'php' || !/validateForCsrf|enableCsrfValidation|#\[Route|@Route/.test(file.source)) return
  for (const cls of classesOf(file.parsed.body)) {
    const at = switchedOff(cls, file.source) ?? withoutCheck(cls, file.source)
    if (at !== undefined) report('missing-request-token', at)
    for (const fn of cls.methods) if (isBare(fn, cls, file.source)) report('missing-request-token', fn.at)
  }
}
