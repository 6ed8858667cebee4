/**
 * The one small syntax tree that every front end produces and the evaluator reads. Every node keeps `at`, the offset of its
 * first character in the file, so that lines are computed only for what is reported.
 */
export type Constant = string | number | boolean | null

interface Node<K extends string> {
  kind: K
  at: number
}

export interface Argument {
  value: Expr
  spread: boolean
  /** Name of a named argument. */
  name?: string | undefined
}

export interface ArrayItem {
  key: Expr | null
  value: Expr
  spread: boolean
  byRef: boolean
}

export interface MatchArm {
  /** Null for `default`. */
  tests: Expr[] | null
  body: Expr
}

/** Name that stands for the class that the one around inherits from, where its own is not written: `super` of JavaScript. */
export const parentOfClass = 'super'

export type Literal = Node<'lit'> & { value: Constant }
export type Variable = Node<'var'> & { name: string }
/** `late`: `static` of PHP, or `self` of a trait: the class that a method is called for. */
export type Name = Node<'name'> & { name: string; late?: boolean }
export type ConcatExpr = Node<'concat'> & { parts: Expr[] }
export type AssignExpr = Node<'assign'> & { op: string; target: Expr; value: Expr; byRef: boolean }
export type CallExpr = Node<'call'> & { callee: Expr; args: Argument[] }
export type MethodCall = Node<'mcall'> & { object: Expr; name: string | Expr; args: Argument[] }
/** `reference`: made of `Type::name`, which may mean a method of its argument. */
export type StaticCall = Node<'scall'> & { cls: Expr; name: string | Expr; args: Argument[]; reference?: boolean }
export type NewExpr = Node<'new'> & { cls: Expr; args: Argument[]; body?: ClassDecl }
export type ArrayExpr = Node<'array'> & { items: ArrayItem[]; isObject: boolean }
export type FunctionExpr = Node<'func'> & { fn: FunctionDecl }

export type Expr =
  | Literal
  | Variable
  | Name
  | ConcatExpr
  | AssignExpr
  | CallExpr
  | MethodCall
  | StaticCall
  | NewExpr
  | ArrayExpr
  | FunctionExpr
  | (Node<'dynvar'> & { name: Expr })
  | (Node<'bin'> & { op: string; left: Expr; right: Expr })
  | (Node<'un'> & { op: string; value: Expr })
  | (Node<'incdec'> & { op: '++' | '--'; prefix: boolean; target: Expr })
  | (Node<'cond'> & { test: Expr; yes: Expr | null; no: Expr })
  | (Node<'prop'> & { object: Expr; name: string | Expr })
  | (Node<'sprop'> & { cls: Expr; name: string })
  | (Node<'cconst'> & { cls: Expr; name: string })
  | (Node<'const'> & { name: string })
  | (Node<'index'> & { object: Expr; index: Expr | null })
  | (Node<'cast'> & { type: string; value: Expr })
  | (Node<'include'> & { value: Expr })
  | (Node<'isset'> & { values: Expr[] })
  | (Node<'empty'> & { value: Expr })
  | (Node<'exit'> & { value: Expr | null })
  | (Node<'print'> & { value: Expr })
  | (Node<'eval'> & { value: Expr })
  | (Node<'shell'> & { value: Expr })
  | (Node<'match'> & { subject: Expr; arms: MatchArm[] })
  | (Node<'throwx'> & { value: Expr })
  | (Node<'yield'> & { value: Expr | null })
  | (Node<'await'> & { value: Expr })
  | (Node<'seq'> & { values: Expr[] })

export interface Parameter {
  name: string
  /** Declared type as written, short name, lower case for PHP scalars. */
  type: string | null
  initial: Expr | null
  byRef: boolean
  variadic: boolean
  /** Destructuring pattern of JavaScript, bound from the argument. */
  pattern?: Expr | undefined
  /** Java: what a collection holds, where that is no text: `List<Long>`. */
  elements?: string | undefined
  annotations?: Annotation[] | undefined
  /** PHP constructor promotion: the parameter is a property too. */
  promoted?: boolean | undefined
}

export interface Annotation {
  name: string
  args: Record<string, Expr>
}

export interface FunctionDecl {
  name: string
  at: number
  end: number
  params: Parameter[]
  /** Absent for abstract and interface methods. */
  body: Stmt[] | null
  /** Captured variables of a PHP closure; arrow functions and JavaScript capture all. */
  uses: { name: string; byRef: boolean }[] | 'all' | null
  isStatic: boolean
  visibility: 'public' | 'protected' | 'private'
  returnType: string | null
  annotations: Annotation[]
  /** Doc comment before it, where the language has them. */
  doc: string
  cls?: ClassDecl
}

export interface PropertyDecl {
  name: string
  type: string | null
  initial: Expr | null
  isStatic: boolean
  isConst: boolean
  annotations: Annotation[]
  /** PHP: anybody may set it. */
  isPublic?: boolean
}

export interface ClassDecl {
  name: string
  at: number
  extends: string | null
  implements: string[]
  traits: string[]
  methods: FunctionDecl[]
  properties: PropertyDecl[]
  annotations: Annotation[]
  /** An enumeration: its values are the program's own. */
  isEnum?: boolean
  /** Declares an annotation. */
  isAnnotation?: boolean
  /** Body of the short constructor of a record. */
  compact?: Stmt[]
  /** Members outside methods: static blocks, nested classes. */
  nested: Stmt[]
}

export interface SwitchCase {
  /** Null for `default`. */
  test: Expr | null
  body: Stmt[]
}

export interface CatchClause {
  types: string[]
  name: string | null
  body: Stmt[]
}

export type Stmt =
  | (Node<'expr'> & { value: Expr })
  | (Node<'echo'> & { values: Expr[] })
  | (Node<'html'> & { text: string })
  | (Node<'if'> & { test: Expr; yes: Stmt; no: Stmt | null })
  | (Node<'while'> & { test: Expr; body: Stmt })
  | (Node<'dowhile'> & { test: Expr; body: Stmt })
  | (Node<'for'> & { init: Stmt[]; test: Expr | null; step: Expr[]; body: Stmt })
  | (Node<'foreach'> & { subject: Expr; key: Expr | null; value: Expr; byRef: boolean; keysOnly: boolean; body: Stmt })
  | (Node<'switch'> & { subject: Expr; cases: SwitchCase[] })
  | (Node<'try'> & { resources: Stmt[]; body: Stmt; catches: CatchClause[]; finale: Stmt | null })
  | (Node<'return'> & { value: Expr | null })
  | (Node<'break'> & { depth: number })
  | (Node<'continue'> & { depth: number })
  | (Node<'throw'> & { value: Expr })
  | (Node<'block'> & { body: Stmt[] })
  | (Node<'global'> & { names: string[] })
  | (Node<'static'> & { name: string; initial: Expr | null })
  | (Node<'unset'> & { targets: Expr[] })
  | (Node<'declare'> & { target: Expr; type: string | null; initial: Expr | null })
  | (Node<'funcdecl'> & { fn: FunctionDecl })
  | (Node<'classdecl'> & { cls: ClassDecl })
  | (Node<'nop'> & object)

export type Language = 'php' | 'java' | 'js'

/** A file as the evaluator sees it. */
export interface ParsedFile {
  language: Language
  body: Stmt[]
  /** Places that were not understood and skipped. */
  problems: { at: number; message: string }[]
  /** Lines of code, for coverage and speed. */
  lines: number
  namespace: string
  /** Imports: local name to full name or module path. */
  imports: Map<string, string>
  /** Line comments that may hold suppressions: line number to text. */
  comments: Map<number, string>
  /** JavaScript: exported names and the variable, or `./module.member`, that each stands for; modules that are exported whole. */
  exports?: Map<string, string>
  exportsAll?: string[]
  /** A template: what it shows is set by other files. */
  isTemplate?: boolean
}
