import type { Annotation, ClassDecl, FunctionDecl, Parameter } from '../ast.ts'
import { child, type Es, nodes, text } from './estree.ts'
import type { Lower } from './lower.ts'
import { lowerPattern } from './patterns.ts'

function typeName(node: Es): string | null {
  const annotation = child(child(node, 'typeAnnotation') ?? node, 'typeAnnotation')
  const name = annotation && child(annotation, 'typeName')
  if (name) return text(name, 'name') || null
  if (annotation?.type === 'TSNumberKeyword') return 'number'
  return annotation?.type === 'TSBooleanKeyword' ? 'boolean' : null
}

/** Decorators: `@Query('q', ParseIntPipe)` has the arguments `0` and `1`. */
function annotations(lower: Lower, node: Es): Annotation[] {
  return nodes(node, 'decorators').map((item) => {
    const expression = child(item, 'expression')
    const callee = expression?.type === 'CallExpression' ? child(expression, 'callee') : expression
    const args = expression?.type === 'CallExpression' ? nodes(expression, 'arguments') : []
    return {
      name: text(callee?.type === 'MemberExpression' ? child(callee, 'property') : callee, 'name'),
      args: Object.fromEntries(args.map((arg, index) => [String(index), lower.expr(arg)])),
    }
  })
}

/** Keys that handlers take out of a request in their parameter list: `async ({ query }, reply) => …`. */
const requestParts = /^(?:query|body|form|formData|searchParams|cookies|headers|params)$/
/** Of these, what a page of Next.js is given; to other components of a page they are its properties. */
const pageParts = /^(?:searchParams|params)$/
/** `({ request, response, params }) => …`: what is taken apart holds a request, it is none. */
const contextParts = /^(?:request|req|response|res|reply)$/

/** A parameter taken apart has no name of its own; one with the parts of a request is a request. */
function nameOfPattern(node: Es, index: number, of: string): string {
  const keys =
    node.type === 'ObjectPattern' ? nodes(node, 'properties').map((item) => text(child(item, 'key'), 'name')) : []
  if (keys.some((key) => contextParts.test(key))) return 'ctx'
  const parts = /^[A-Z]/.test(of) ? pageParts : requestParts
  return keys.some((key) => parts.test(key)) ? 'request' : `argument ${index + 1}`
}

function parameter(lower: Lower, node: Es, index: number, of: string): Parameter {
  const base: Parameter = {
    name: `argument ${index + 1}`,
    type: null,
    initial: null,
    byRef: false,
    variadic: false,
  }
  const own = annotations(lower, node)
  if (own.length > 0) base.annotations = own
  if (node.type === 'TSParameterProperty') {
    const inner = child(node, 'parameter')
    if (!inner) return base
    const own = parameter(lower, inner, index, of)
    return { ...own, promoted: true, annotations: [...annotations(lower, node), ...(own.annotations ?? [])] }
  }
  if (node.type === 'AssignmentPattern') {
    const left = child(node, 'left')
    return left ? { ...parameter(lower, left, index, of), initial: lower.expr(child(node, 'right')) } : base
  }
  if (node.type === 'RestElement') {
    const inner = child(node, 'argument')
    return inner ? { ...parameter(lower, inner, index, of), variadic: true } : base
  }
  if (node.type === 'Identifier') return { ...base, name: text(node, 'name'), type: typeName(node) }
  return { ...base, name: nameOfPattern(node, index, of), type: typeName(node), pattern: lowerPattern(lower, node) }
}

/** A function, arrow or method. */
export function lowerFunction(lower: Lower, node: Es, name: string): FunctionDecl {
  const body = child(node, 'body')
  const list = node['params']
  const items = Array.isArray(list) ? nodes(node, 'params') : nodes(child(node, 'params') ?? node, 'items')
  return {
    name,
    at: node.start,
    end: node.end,
    params: items.map((item, index) => parameter(lower, item, index, name)),
    body:
      body === null
        ? null
        : body.type === 'BlockStatement' || body.type === 'FunctionBody'
          ? lower.stmts(nodes(body, 'body'))
          : [{ kind: 'return', at: body.start, value: lower.expr(body) }],
    uses: 'all',
    isStatic: false,
    visibility: 'public',
    returnType: null,
    annotations: [],
    doc: '',
  }
}

/** `constructor(private readonly service: Service)`: the parameter is a property, too. */
const promoted = ({ name, type }: Parameter) => ({
  name,
  type,
  initial: null,
  isStatic: false,
  isConst: false,
  annotations: [],
})

/** Mark of a method that is called where a property of its name is read. */
export const getter = 'get accessor'

export function lowerClass(lower: Lower, node: Es): ClassDecl {
  const cls: ClassDecl = {
    name: text(child(node, 'id'), 'name') || `class@${node.start}`,
    at: node.start,
    extends: null,
    implements: [],
    traits: [],
    methods: [],
    properties: [],
    annotations: [],
    nested: [],
  }
  cls.annotations = annotations(lower, node)
  const parent = child(node, 'superClass')
  if (parent?.type === 'Identifier') cls.extends = text(parent, 'name')
  for (const item of nodes(child(node, 'body') ?? node, 'body')) {
    const name = text(child(item, 'key'), 'name')
    const value = child(item, 'value')
    if (item.type === 'MethodDefinition' && value) {
      const fn = lowerFunction(lower, value, name)
      fn.isStatic = item['static'] === true
      fn.cls = cls
      fn.annotations = annotations(lower, item)
      if (item['kind'] === 'get') fn.annotations.push({ name: getter, args: {} })
      cls.methods.push(fn)
      for (const param of fn.params) if (param.promoted) cls.properties.push(promoted(param))
    } else if (item.type === 'PropertyDefinition') {
      if (value && (value.type === 'ArrowFunctionExpression' || value.type === 'FunctionExpression')) {
        const fn = lowerFunction(lower, value, name)
        fn.cls = cls
        cls.methods.push(fn)
      } else
        cls.properties.push({
          name,
          type: typeName(item),
          initial: value ? lower.expr(value) : null,
          isStatic: item['static'] === true,
          isConst: false,
          annotations: annotations(lower, item),
        })
    }
  }
  return cls
}
