import { child, type Es, isNode, nodes, text } from '../../../analysis/js/estree.ts'

/** Names of fields that take something else than a card, as scripts write them. */
const otherField =
  /coupon|voucher|promo|e?mail|phone|street|city|town|zip|post_?code|country|company|\bvat|qty|quantity|search|newsletter|comment|(?:first|last)_?name|points|password|consent|terms|\blang|locale|currency|country|colou?r|\bsize|variant|shipping|delivery|(?:payment_)?method|salutation|birth|user_?name|log_?in|message|question|subject|rating|review|textarea|\[type=(?:search|email|tel)\b/i
const cardField = /card|\bcc|cc_?num|cvv|cvc|\bcsc|number|\bpan\b|expir/i
const cardWord =
  /cc[_-]|cvv|cvc|\bcsc|\bpan\b|card.?(?:num|no\b)|autocomplete(?!["'`\s:=,]{1,6}(?:off|email|tel|postal-code|organization|address-line\d)\b)|expir/i
/** What an event of a key, of typing or of pasting tells. */
const eventParts = new Set(['key', 'code', 'keyCode', 'which', 'charCode', 'data', 'clipboardData'])
const eventName = /^(?:[a-z]|ev|evt|event)$/

/** The script has an element that people write into though it is no field (HTML: contenteditable, designMode). */
const editable = /contenteditable|designMode/i

/** Whether a member is read here, and not set. */
const isRead = (node: Es, { parents }: Read): boolean => {
  const parent = parents.get(node)
  return !(parent?.type === 'AssignmentExpression' && child(parent, 'left') === node)
}

/** Every node of a program with its parent. */
export function parentsOf(program: Es): Map<Es, Es> {
  const parents = new Map<Es, Es>()
  const open = [program]
  for (let node = open.pop(); node !== undefined; node = open.pop())
    for (const key of Object.keys(node)) {
      const value = node[key]
      for (const item of Array.isArray(value) ? value : [value])
        if (isNode(item)) {
          parents.set(item, node)
          open.push(item)
        }
    }
  return parents
}

/** The name a member is asked for by; undefined where it is worked out. */
export function propertyOf(node: Es): string | undefined {
  const property = child(node, 'property')
  if (property === null) return undefined
  if (node['computed'] !== true) return text(property, 'name')
  return property.type === 'Literal' && typeof property['value'] === 'string' ? property['value'] : undefined
}

export const isFunction = (node: Es): boolean =>
  node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression' || node.type === 'FunctionDeclaration'

export interface Read {
  source: string
  parents: ReadonlyMap<Es, Es>
  /** What names are first set to, as written. */
  set: ReadonlyMap<string, string>
  /** Names of fields of the page that are not for the card. */
  others: ReadonlySet<string>
}

/** Lists that hold no elements of the page: what is passed to the function for each is an entry, not a field. */
const plainList = /dataLayer|queue|events|params|pairs|entries|options|settings|cookies|rules|attributes/i
const passedItem = (receiver: Es, func: Es, call: Es, source: string) =>
  text(nodes(func, 'params')[0] ?? null, 'name') === text(receiver, 'name') &&
  text(receiver, 'name') !== '' &&
  plainList.test(source.slice(Math.max(call.start, func.start - 200), func.start))

/** The names of a list that is written out and worked through, where a field is asked for by its item: `form[name]` in `names.forEach`. */
function namesWorkedThrough(receiver: Es, { source, parents, set }: Read): string[] {
  if (receiver.type !== 'MemberExpression' || receiver['computed'] !== true) return []
  const item = text(child(receiver, 'property'), 'name')
  if (item === '') return []
  for (let node = parents.get(receiver); node !== undefined; node = parents.get(node)) {
    const call = isFunction(node) ? parents.get(node) : undefined
    const callee = call?.type === 'CallExpression' ? child(call, 'callee') : null
    const isItem = text(nodes(node, 'params')[0] ?? null, 'name') === item
    if (!isItem || callee?.type !== 'MemberExpression') continue
    const list = child(callee, 'object')
    const written =
      list === null
        ? ''
        : list.type === 'Identifier'
          ? (set.get(text(list, 'name')) ?? '')
          : source.slice(list.start, list.end)
    return /^\s*\[[^[\]]*\]\s*$/.test(written)
      ? [...written.matchAll(/["'`]([^"'`]+)["'`]/g)].map((match) => match[1]!)
      : []
  }
  return []
}

/** Words within the texts of a piece of source: names in selectors and calls. */
const quoted = (source: string) =>
  [...source.matchAll(/(["'`])((?:(?!\1)[^\\\n])*)\1/g)].flatMap((match) => match[2]!.match(/[\w-]{3,}/g) ?? [])

/** What measurements and events of a shop tell (W3C Performance Timeline, Google's events of e-commerce); no field of a page has such members. */
const measured =
  /^(?:hadRecentInput|startTime|processingStart|entryType|navigationType|rating|delta|currency|items|transaction_?id|tax|shipping|event_?category)$/i
/** What gives elements of the page, as written. */
const element =
  /querySelector|getElement|\.(?:target|currentTarget|srcElement|activeElement|elements|forms|children)\b|\bthis\b|\$\(|\.closest\b/

/** Whether a function is handed elements of the page where its script calls it, or works through a list of them. */
function givenElements(func: Es, { source, parents, set }: Read): boolean {
  const isElement = (written: string) => element.test(written) || element.test(set.get(written.trim()) ?? '')
  const user = parents.get(func)
  const callee = user?.type === 'CallExpression' ? child(user, 'callee') : null
  const each =
    callee?.type === 'MemberExpression' &&
    /^(?:forEach|map|filter|flatMap|reduce|each|find|some|every)$/.test(propertyOf(callee) ?? '')
  const list = each ? child(callee, 'object') : null
  if (list !== null && isElement(source.slice(list.start, list.end))) return true
  const named = func.type === 'FunctionDeclaration' ? func : user
  const name = text(named === undefined ? null : (child(named, 'id') ?? child(named, 'key')), 'name')
  if (name === '') return false
  const calls = new RegExp(`(?<!function )(?<![\\w$])${name.replaceAll('$', '\\$')}\\s*\\(([^()]{0,100})`, 'g')
  return [...source.matchAll(calls)].some(([, given]) => isElement(given!))
}

/**
 * Whether the value is one of a record and not of a field: the function that is given it asks it for what only records have, or puts it
 * beside a currency, and is handed no element.
 */
function readsRecord(receiver: Es, read: Read): boolean {
  const { source, parents } = read
  const name = text(receiver, 'name')
  if (receiver.type !== 'Identifier') return false
  let func = parents.get(receiver)
  while (func !== undefined && !isFunction(func)) func = parents.get(func)
  if (func === undefined || !nodes(func, 'params').some((param) => text(param, 'name') === name)) return false
  const body = source.slice(func.start, Math.min(func.end, func.start + 2000))
  const asked = [...body.matchAll(/(?<![\w$.])([\w$]+)\.([\w$]+)/g)]
  const property = parents.get(parents.get(receiver)!)
  const record = property?.type === 'Property' ? parents.get(property) : undefined
  const beside = nodes(record ?? receiver, 'properties').map((item) => child(item, 'key'))
  return (
    (asked.some(([, of, member]) => of === name && measured.test(member!)) ||
      beside.some((key) => /(?:^|[._])currency$/i.test(String(key?.['value'] ?? text(key, 'name'))))) &&
    !givenElements(func, read)
  )
}

/** Whether the field that is read is plainly named as one for something else than the card, where it stands or where its listener is put. */
function readsOtherField(receiver: Es, { source, parents, set, others }: Read): boolean {
  const name = receiver.type === 'Identifier' ? text(receiver, 'name') : ''
  const own = `${source.slice(receiver.start, receiver.end).slice(-200)} ${set.get(name) ?? ''}`
  if ((own.match(/[\w-]{3,}/g) ?? []).some((word) => others.has(word)) && !cardWord.test(own)) return true
  if (cardField.test(own)) return false
  if (otherField.test(own) || readsRecord(receiver, { source, parents, set, others })) return true
  const each = namesWorkedThrough(receiver, { source, parents, set, others })
  if (each.length > 0 && each.every((item) => others.has(item) || (otherField.test(item) && !cardField.test(item))))
    return true
  for (let node = parents.get(receiver); node !== undefined; node = parents.get(node)) {
    if (!isFunction(node)) continue
    const call = parents.get(node)
    if (call?.type === 'CallExpression' && passedItem(receiver, node, call, source)) return true
    const words =
      call?.type === 'CallExpression'
        ? source.slice(Math.max(call.start, node.start - 300), node.start) +
          source.slice(node.end, Math.min(call.end, node.end + 100))
        : ''
    // The listener is put on a field by its name, and the page says what that field is for.
    if (quoted(words).some((word) => others.has(word)) && !cardWord.test(words)) return true
    if (cardField.test(words)) return false
    if (otherField.test(words)) return true
    const body = source.slice(node.start, node.end)
    const asked = [...body.matchAll(/\.(?:name|id)\s*[!=]==?\s*["'`]([^"'`]+)["'`]/g)].map((match) => match[1]!)
    if (body.length < 1500 && asked.length > 0 && asked.every((word) => others.has(word))) return true
    if (
      body.length < 1500 &&
      !cardField.test(body) &&
      /\.(?:type|name|id|autocomplete)\s*[!=]==?\s*["'](?:e?mail|tel|zip|post)/i.test(body)
    )
      return true
  }
  return false
}

/** Whether a function around a node listens to messages of other windows: their data is no typing (who taps them is told elsewhere). */
function hearsMessage(node: Es, { parents, source, set }: Read): boolean {
  let func = parents.get(node)
  while (func !== undefined && !isFunction(func)) func = parents.get(func)
  const name = text(func === undefined ? null : child(func, 'id'), 'name')
  if (name !== '' && new RegExp(`["'\`]message["'\`]\\s*,\\s*${name.replaceAll('$', '\\$')}\\b`).test(source))
    return true
  const user = func && parents.get(func)
  if (user?.type === 'CallExpression') return nodes(user, 'arguments').some((item) => item['value'] === 'message')
  const target = user?.type === 'AssignmentExpression' ? child(user, 'left') : null
  // What a worker of the script's own answers may be made of what it was given.
  if (/\bnew (?:Shared)?Worker\b/.test(set.get(text(target === null ? null : child(target, 'object'), 'name')) ?? ''))
    return false
  return (
    text(target, 'name') === 'onmessage' || (target?.type === 'MemberExpression' && propertyOf(target) === 'onmessage')
  )
}

/** Whether a member takes what another script of the page left: a global by name, or what an event of that name tells. */
export function takesShared(node: Es, name: string, { parents }: Read, shared: ReadonlySet<string>): boolean {
  const root = text(child(node, 'object'), 'name')
  if (/^(?:window|self|globalThis|top|parent|document|localStorage|sessionStorage)$/.test(root)) return shared.has(name)
  if (name !== 'detail') return false
  let func = parents.get(node)
  while (func !== undefined && !isFunction(func)) func = parents.get(func)
  const call = func && parents.get(func)
  return call?.type === 'CallExpression' && nodes(call, 'arguments').some((item) => shared.has(String(item['value'])))
}

/** Whether a member is asked for that holds what a field holds, whatever the field is for. */
export const readsField = (node: Es): boolean =>
  (node.type === 'MemberExpression' && /^value(?:AsNumber)?$/.test(propertyOf(node) ?? '')) ||
  (node.type === 'CallExpression' && /^val$/.test(propertyOf(child(node, 'callee') ?? node) ?? ''))

/** Whether an expression takes what was typed: the value of a field, keys, a whole form. */
export function takesTyped(node: Es, read: Read): boolean {
  if (node.type === 'MemberExpression') {
    const name = propertyOf(node)
    const object = child(node, 'object')
    if (object === null || name === undefined) return false
    if (name === 'value' || name === 'valueAsNumber') return !readsOtherField(object, read)
    // What a form gathered (the formdata event), and the text of an element that people write into.
    if (name === 'formData') return true
    if (/^(?:innerText|textContent|innerHTML)$/.test(name) && isRead(node, read)) return editable.test(read.source)
    return (
      eventParts.has(name) && eventName.test(text(object, 'name')) && !(name === 'data' && hearsMessage(node, read))
    )
  }
  if (node.type === 'NewExpression')
    return text(child(node, 'callee'), 'name') === 'FormData' && nodes(node, 'arguments').length > 0
  if (node.type !== 'CallExpression') return false
  const callee = child(node, 'callee')
  const name = callee?.type === 'MemberExpression' ? propertyOf(callee) : undefined
  return (
    name === 'serialize' ||
    name === 'serializeArray' ||
    (name === 'val' && nodes(node, 'arguments').length === 0 && !readsOtherField(callee!, read)) ||
    (name === 'getAttribute' && nodes(node, 'arguments')[0]?.['value'] === 'value')
  )
}
