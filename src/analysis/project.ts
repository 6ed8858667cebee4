import type { ClassDecl, FunctionDecl, Language, ParsedFile, Stmt } from './ast.ts'
import { LineTable } from './lines.ts'

/** A parsed file of the project. */
export interface SourceFile {
  id: number
  /** Relative to the scanned root, with `/`. */
  path: string
  source: string
  parsed: ParsedFile
  language: Language
}

export interface ClassInfo {
  decl: ClassDecl
  file: number
  methods: Map<string, FunctionDecl[]>
}

export interface FunctionInfo {
  fn: FunctionDecl
  file: number
  cls: ClassDecl | null
}

const simpleName = (name: string) => name.slice(Math.max(name.lastIndexOf('\\'), name.lastIndexOf('.')) + 1)

/** Every class and function of the scanned tree, by name. */
export class Project {
  readonly files: SourceFile[] = []
  readonly #byFileName = new Map<string, number[]>()
  readonly byPath = new Map<string, number>()
  readonly classes = new Map<string, ClassInfo>()
  readonly #bySimpleName = new Map<string, ClassInfo[]>()
  readonly functions = new Map<string, FunctionInfo>()
  readonly methods = new Map<string, FunctionInfo[]>()
  readonly children = new Map<string, ClassInfo[]>()
  /** Content of configuration files that code reads constants from, e.g. `.properties`, by file name. */
  readonly properties = new Map<string, Map<string, string>>()
  /** Queries of mapper files, by `class.method` in lower case. */
  readonly queries = new Map<string, string>()
  /** Methods that a description of services offers to the outside, as `class::method` in lower case. */
  readonly services = new Set<string>()
  /** Of these, the ones that write and that anybody may call. */
  readonly openServices = new Set<string>()
  /** … and that only show. */
  readonly shownServices = new Set<string>()
  /** Settings of a framework that say who may call what: `web.xml`, `security.yaml` and their like, as they are written. */
  readonly settings: { path: string; source: string }[] = []
  /** Main versions of libraries of JavaScript, as far as the project says them. */
  readonly libraries = new Map<string, number>()
  readonly #implementations = new Map<string, FunctionInfo[]>()
  readonly #ancestry = new Map<string, string[]>()
  /** Classes found by the end of a full name that is not of the project. */
  readonly #byEnding = new Map<string, ClassInfo | undefined>()
  /** What classes whose code is not there are taken to inherit from, by the form of their names. */
  assumed: readonly { name: RegExp; inherits: string }[] = []
  readonly #lines = new Map<number, LineTable>()

  add(path: string, source: string, parsed: ParsedFile): SourceFile {
    const file: SourceFile = { id: this.files.length, path, source, parsed, language: parsed.language }
    this.files.push(file)
    this.byPath.set(path, file.id)
    push(this.#byFileName, path.slice(path.lastIndexOf('/') + 1), file.id)
    this.#index(parsed.body, file.id)
    return file
  }

  /** A `.properties` file: `key=value` lines. */
  addProperties(path: string, source: string): void {
    const entries = new Map<string, string>()
    for (const line of source.split(/\r?\n/)) {
      const match = /^\s*([^#!=:\s][^=:]*?)\s*[=:]\s*(.*)$/.exec(line)
      if (match) entries.set(match[1]!, match[2]!.trim())
    }
    this.properties.set(path.slice(path.lastIndexOf('/') + 1), entries)
  }

  #index(body: readonly Stmt[], file: number): void {
    for (const statement of body) {
      switch (statement.kind) {
        case 'classdecl':
          this.addClass(statement.cls, file)
          break
        case 'funcdecl':
          this.#addFunction(statement.fn, file)
          break
        case 'block':
          this.#index(statement.body, file)
          break
        case 'if':
          this.#index([statement.yes], file)
          if (statement.no) this.#index([statement.no], file)
          break
        default:
      }
    }
  }

  #addFunction(fn: FunctionDecl, file: number): void {
    const key = fn.name.toLowerCase()
    if (!this.functions.has(key)) this.functions.set(key, { fn, file, cls: null })
  }

  addClass(decl: ClassDecl, file: number): ClassInfo {
    this.#ancestry.clear()
    this.#byEnding.clear()
    this.#implementations.clear()
    const info: ClassInfo = { decl, file, methods: new Map() }
    const key = decl.name.toLowerCase()
    if (!this.classes.has(key)) this.classes.set(key, info)
    const simple = simpleName(key)
    push(this.#bySimpleName, simple, info)
    for (const parent of [decl.extends, ...decl.implements])
      if (parent !== null) push(this.children, simpleName(parent.toLowerCase()), info)
    for (const fn of decl.methods) {
      const name = fn.name.toLowerCase()
      push(info.methods, name, fn)
      push(this.methods, name, { fn, file, cls: decl })
    }
    this.#index(decl.nested, file)
    return info
  }

  /** A class by full name, else by its last part where that is unambiguous. */
  findClass(name: string): ClassInfo | undefined {
    const key = name.toLowerCase()
    const exact = this.classes.get(key)
    if (exact) return exact
    const sameName = this.#bySimpleName.get(simpleName(key))
    return !sameName || sameName.length === 1 ? sameName?.[0] : this.#closest(key, sameName)
  }

  /** Of several classes with one last part the one whose full name ends like the one asked for, in two parts at least. */
  #closest(key: string, candidates: readonly ClassInfo[]): ClassInfo | undefined {
    if (this.#byEnding.has(key)) return this.#byEnding.get(key)
    const parts = (name: string) => name.toLowerCase().split(/[\\.]/).reverse()
    const wanted = parts(key)
    const shared = candidates.map(({ decl }) => {
      const own = parts(decl.name)
      const odd = own.findIndex((part, index) => part !== wanted[index])
      return odd < 0 ? own.length : odd
    })
    const most = Math.max(...shared)
    const only = most >= 2 && shared.indexOf(most) === shared.lastIndexOf(most)
    const found = only ? candidates[shared.indexOf(most)] : undefined
    this.#byEnding.set(key, found)
    return found
  }

  /** Full name of a Java class as written in `file` inside `around`; the name itself where it is not of the project. */
  resolveJava(name: string, file: SourceFile, around: string): string {
    if (this.classes.has(name.toLowerCase())) return name
    for (let outer = around; outer !== ''; outer = outer.slice(0, Math.max(0, outer.lastIndexOf('.')))) {
      if (this.classes.has(`${outer}.${name}`.toLowerCase())) return `${outer}.${name}`
    }
    return file.parsed.imports.get(name) ?? name
  }

  /** A method with its class, searched in the class, its traits, then its ancestors. */
  findMethod(cls: string, name: string, arity = -1, depth = 0): FunctionInfo | undefined {
    const info = this.findClass(cls)
    if (!info || depth > 20) return undefined
    const overloads = info.methods.get(name.toLowerCase())
    const fn = overloads?.find((item) => item.params.length === arity) ?? overloads?.[0]
    if (fn) return { fn, file: info.file, cls: info.decl }
    for (const trait of info.decl.traits) {
      const found = this.findMethod(trait, name, arity, depth + 1)
      if (found) return found
    }
    if (info.decl.extends) {
      const found = this.findMethod(info.decl.extends, name, arity, depth + 1)
      if (found) return found
    }
    for (const parent of info.decl.implements) {
      const found = this.findMethod(parent, name, arity, depth + 1)
      if (found) return found
    }
    return undefined
  }

  /** Names of a class and its ancestors as far as they are known, lower case, nearest first; the last may be outside the project. */
  ancestry(cls: string): readonly string[] {
    const known = this.#ancestry.get(cls)
    if (known) return known
    const names: string[] = []
    this.#ancestry.set(cls, names)
    const seen = new Set<string>()
    const visit = (name: string) => {
      const key = name.toLowerCase()
      if (seen.has(key) || names.length > 30) return
      seen.add(key)
      names.push(key)
      const simple = simpleName(key)
      if (simple !== key) names.push(simple)
      let info = this.findClass(name)
      // A class of a framework that the project's own is called after.
      if (info && info.decl.name.toLowerCase() !== key && seen.has(info.decl.name.toLowerCase())) info = undefined
      if (!info) {
        const parent = this.assumed.find((item) => item.name.test(name))
        if (parent) visit(parent.inherits)
        return
      }
      if (info.decl.extends) visit(info.decl.extends)
      for (const parent of info.decl.implements) visit(parent)
    }
    visit(cls)
    return names
  }

  /** Children that implement a method that the class itself leaves abstract; at most four stand for all. */
  implementations(cls: string, method: string): readonly FunctionInfo[] {
    const key = `${simpleName(cls.toLowerCase())}\0${method.toLowerCase()}`
    const known = this.#implementations.get(key)
    if (known) return known
    const found: FunctionInfo[] = []
    this.#implementations.set(key, found)
    const [name, wanted] = key.split('\0') as [string, string]
    // Thousands of classes may have one parent: most methods that it lacks none of them has either.
    const written = this.methods.get(wanted) ?? []
    if (!written.some((own) => own.cls && own.fn.body && this.ancestry(own.cls.name).includes(name))) return found
    for (const child of this.children.get(name) ?? []) {
      const fn = child.methods.get(wanted)?.[0]
      if (fn?.body) found.push({ fn, file: child.file, cls: child.decl })
      else found.push(...this.implementations(child.decl.name, method))
      if (found.length >= 4) break
    }
    found.length = Math.min(found.length, 4)
    return found
  }

  /** The only file whose path ends so; undefined where there are none or several. */
  fileEndingIn(tail: string): number | undefined {
    const name = tail.slice(tail.lastIndexOf('/') + 1)
    const found = (this.#byFileName.get(name) ?? []).filter((id) => this.files[id]!.path.endsWith(`/${tail}`))
    return found.length === 1 ? found[0] : undefined
  }

  property(cls: string, name: string, depth = 0): ClassDecl['properties'][number] | undefined {
    const info = this.findClass(cls)
    if (!info || depth > 20) return undefined
    return (
      info.decl.properties.find((item) => item.name === name) ??
      (info.decl.extends ? this.property(info.decl.extends, name, depth + 1) : undefined)
    )
  }

  locate(file: number, at: number): { path: string; line: number; column: number } {
    const source = this.files[file]!
    let table = this.#lines.get(file)
    if (!table) {
      table = new LineTable(source.source)
      this.#lines.set(file, table)
    }
    return { path: source.path, ...table.locate(at) }
  }
}

function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const known = map.get(key)
  if (known) known.push(item)
  else map.set(key, [item])
}
