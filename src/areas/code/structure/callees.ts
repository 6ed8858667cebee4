import type { CallExpr, ClassDecl, Expr, FunctionDecl, MethodCall, StaticCall, Stmt } from '../../../analysis/ast.ts'
import type { FunctionInfo, Project } from '../../../analysis/project.ts'
import { calledName, visit } from '../../../analysis/visit.ts'
import { moduleFunction } from './module-functions.ts'
import { once } from '../../../analysis/once.ts'
import type { Reached } from './sent.ts'

/** Names that too many classes have for one of the project to be meant. */
const common =
  /^(?:get|set|load|save|find|create|update|delete|remove|add|run|execute|query|all|first|count|where|render|init|index|show|info|map|filter|each|send|setdata|getdata|getid|toarray|getvalue|getname|log|error|redirect|format|validate|check|handle|process|build|exists)$/

const plain = (name: string) => name.replace(/[\\_]/g, '').toLowerCase()

/** Method of the model that a controller of OpenCart loaded: `$this->model_a_b->set()`. */
export function modelMethod(project: Project, property: string, method: string): FunctionInfo | undefined {
  const wanted = plain(property.replace(/^model_/, ''))
  return project.methods.get(method.toLowerCase())?.find(({ cls }) => cls !== null && plain(cls.name).endsWith(wanted))
}

/** Types of the properties of a class, declared or promoted, and of what its constructor takes and keeps under the same name. */
function typeOfProperty(cls: ClassDecl, name: string): string | undefined {
  const declared = cls.properties.find((item) => item.name === name)?.type
  const taken = cls.methods
    .find((fn) => fn.name === '__construct' || fn.name === 'constructor')
    ?.params.find((item) => item.name === name)?.type
  return declared ?? taken ?? undefined
}

/** Types of the variables of a function, as the first place that tells says. */
const typesIn = once((fn: FunctionDecl): ReadonlyMap<string, string> => {
  const types = new Map<string, string>()
  const tell = (target: Expr, type: string | null) => {
    if (target.kind === 'var' && type !== null && !types.has(target.name)) types.set(target.name, type)
  }
  visit(fn.body, (node) => {
    if (node.kind === 'declare') tell(node.target, node.type)
    if (node.kind === 'assign' && node.value.kind === 'new' && node.value.cls.kind === 'name')
      tell(node.target, node.value.cls.name)
  })
  return types
})

/** Every call that stands in a function, in the order of the text. */
export const callsIn = once((fn: FunctionDecl): readonly (CallExpr | MethodCall | StaticCall)[] => {
  const found: (CallExpr | MethodCall | StaticCall)[] = []
  visit(fn.body, (node) => {
    if (node.kind === 'call' || node.kind === 'mcall' || node.kind === 'scall') found.push(node)
  })
  return found
})

/** Class that an object is of, as far as the function itself says. */
function typeOf(object: Expr, { fn, cls }: Reached): string | undefined {
  if (object.kind === 'new') return object.cls.kind === 'name' ? object.cls.name : undefined
  if (object.kind === 'prop' && typeof object.name === 'string' && cls) return typeOfProperty(cls, object.name)
  if (object.kind !== 'var') return undefined
  const made = fn.params.find(({ name }) => name === object.name)?.type ?? typesIn(fn).get(object.name)
  // A field of Java is named without `this`.
  return made ?? (cls ? (cls.properties.find(({ name }) => name === object.name)?.type ?? undefined) : undefined)
}

/** `$this->$method()`: methods whose names stand in the function, whole or by their beginning. */
function chosenMethods({ fn, cls, file }: Reached): FunctionInfo[] {
  if (!cls) return []
  const texts: string[] = []
  visit(fn.body, (node) => {
    if (node.kind === 'lit' && typeof node.value === 'string' && node.value.length >= 4)
      texts.push(node.value.toLowerCase())
  })
  return cls.methods
    .filter((other) => other !== fn && texts.some((text) => other.name.toLowerCase().startsWith(text)))
    .map((other) => ({ fn: other, file, cls }))
}

function methodsOf(project: Project, node: Expr & { kind: 'mcall' }, from: Reached): FunctionInfo[] {
  const name = String(node.name)
  const { object } = node
  const one = (found: FunctionInfo | undefined) => (found ? [found] : [])
  if (object.kind === 'var' && object.name === 'this')
    return from.cls ? one(project.findMethod(from.cls.name, name)) : []
  if (object.kind === 'prop' && typeof object.name === 'string' && object.name.startsWith('model_'))
    return one(modelMethod(project, object.name, name))
  const ofModule = moduleFunction(project, from.file, object, name)
  if (ofModule) return [ofModule]
  const type = typeOf(object, from)
  if (type) {
    const found = project.findMethod(type, name)
    return found?.fn.body ? [found] : [...project.implementations(type, name)]
  }
  const named = common.test(name.toLowerCase()) ? [] : (project.methods.get(name.toLowerCase()) ?? [])
  return named.length === 1 ? named : []
}

/** What a call of the project's own code runs. */
export function calls(project: Project, node: Expr | Stmt, from: Reached): FunctionInfo[] {
  const called = calledName(node)
  if (node.kind === 'call') {
    if (!called) return []
    // Functions of a module, methods of Java and functions of PHP are all called by their bare names.
    const own =
      moduleFunction(project, from.file, node.callee) ??
      (from.cls && node.callee.kind === 'var'
        ? project.findMethod(from.cls.name, called.name, node.args.length)
        : undefined)
    return [own ?? project.functions.get(called.name) ?? []].flat()
  }
  if (node.kind === 'mcall' && !called && node.object.kind === 'var' && node.object.name === 'this')
    return chosenMethods(from)
  if (node.kind === 'mcall' && called) return methodsOf(project, node, from)
  if (node.kind !== 'scall' || !called?.cls) return []
  const cls = /^(?:self|static|parent)$/i.test(called.cls) ? from.cls?.name : called.cls
  return cls ? [project.findMethod(cls, called.name) ?? []].flat() : []
}
