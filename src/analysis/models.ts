import type { Language } from './ast.ts'
import type { EscapeName } from './escapes.ts'
import type { Mention, SinkModel } from './sink-model.ts'
import type { SourceKind } from './value.ts'

/** Places in a text that are filled with arguments. */
export interface PlacesModel {
  /** Any place; in its first group the number of the argument, counted from 1, where the place names one. */
  any: RegExp
  /** Places that are filled with an argument as it is. */
  raw: RegExp
  /** Places that are filled with an argument between quotes that are put around it. */
  quoted?: RegExp
  /** What every argument is made harmless for before. */
  escapes?: readonly EscapeName[]
}

/**
 * What a call does with foreign data, as data. `on` names it: `trim` a function, `Tools::getValue` a static method,
 * `Db->execute` a method of that class or its children, `->getParam` a method of any class not known from source,
 * `new File` a constructor.
 */
export interface CallModel {
  on: string | readonly string[]
  /** The result is foreign data. */
  source?: SourceKind
  /** Position of the path, handle or command that is read: it decides whose data the result is (`eval/origins.ts`). */
  readsFrom?: number
  /** By-reference arguments that are filled with foreign data of the kind in `source`. */
  fills?: readonly number[]
  /** The result is the arguments with these made harmless. */
  escapes?: readonly EscapeName[]
  /** The result is the arguments with these escapes undone. */
  undoes?: readonly EscapeName[]
  /** Arguments whose data is in the result; absent: all. An empty list: none. */
  from?: readonly number[]
  /** The result begins with the last of the arguments. */
  led?: boolean
  /** The result also holds the receiver's data. */
  fromReceiver?: boolean
  /** The receiver takes in the arguments' data (a builder). */
  intoReceiver?: boolean
  /** A class of the project's own that is called like this one and has the method is meant instead. */
  unlessOwn?: boolean
  /** Only the sinks are meant: the result is that of a call of which nothing is known. */
  passes?: boolean
  /** The result holds nothing foreign. */
  clean?: boolean
  /** Only where the source of an argument mentions a word; of other calls the model says nothing. */
  mentions?: Mention
  /** Only calls with at most, or at least, this many arguments. */
  atMost?: number
  atLeast?: number
  /** Only where the first argument is a constant of this form. */
  first?: RegExp
  /** Keeps its first argument under this key of the receiver. */
  marks?: string
  /** Class that the receiver is of from here on: a setting that changes what its methods do. */
  becomes?: string
  /** Class of the result in functions whose text says this: a setting that what is made there is given. */
  returnsIn?: { set: RegExp; cls: string }
  /** The result is a record of the fields in its first argument. */
  record?: boolean
  /** Class of the result by the name in the first argument, behind this word: `Mage::helper('a/b')` is `…_A_Helper_B`. */
  named?: string
  /** Class of the result. `this`: the receiver itself; `static`: an object of the class that the call names; `argument`: of the first argument. */
  returns?: string
  /**
   * Keeps its second argument under the name in the first, in a store that other requests or pages read; `names` is the position
   * of an array that gives several at once, by its keys; `name` and `value` are positions where they are not the first two; `any`: the name does not matter; `page`: the first
   * argument names the page that it is for. `scoped`: each module has a store of its own, and a name that several
   * files use says little. `variable`: the page has it under this name, whatever it is called with.
   */
  keeps?: {
    store: string
    variable?: string
    /** Not an argument is kept but what a request sends under the name, as the function at `check`, or under `key` of the array there, leaves it. */
    sent?: { check: number; key: string }
    names?: number
    scoped?: boolean
    name?: number
    value?: number
    any?: boolean
    page?: boolean
  }
  /** Gives what was kept in a store under the name in the first argument; `as` where it outlives the request. */
  recalls?: {
    store: string
    as?: SourceKind
    scoped?: boolean
    name?: number
    /** What was kept for the page that asks counts, too. */
    page?: boolean
    /** What was written is known to be what is read back: a text that a visitor will see, a setting by its name. */
    told?: boolean
    /** Foreign data where no call of this method in the project keeps anything under the name. */
    unlessKeptBy?: string
  }
  /** The first argument is a text with places for the others. */
  places?: PlacesModel
  /** Writes a row: positions of the table's name and of the array of columns. `quoted`: the rule for values that are only put between quotes. */
  row?: { table: number; values: number; quoted?: string }
  sinks?: readonly SinkModel[]
  /** Where the call returns true, the argument (default the first), or all that the receiver gives, is harmless in these ways. */
  guards?: { escapes: readonly EscapeName[]; arg?: number; receiver?: boolean }
  /** Does not return. */
  exits?: boolean
  /** Argument that is a callback invoked with foreign data of this kind, e.g. an event handler. */
  callback?: {
    arg: number
    /** Kind of foreign data, or the class of the object, that each parameter is. */
    parameters: readonly (SourceKind | { type: string } | null)[]
    /** What is foreign there is already harmless in these ways. */
    escapes?: readonly EscapeName[]
    prints?: string
    /** Only where the first argument is this word, or one of this form. */
    event?: string | RegExp
    /** The callback stands under this key of the argument. */
    key?: string
  }
  /** Keeps a function, at `callback`, under the name at `name`: `add_action`, `emitter.on`. */
  listens?: { store: string; name: number; callback: number }
  /**
   * Calls what is kept under the name at `name` with the arguments from `from`, or with the elements of the array at `list`; `filters`:
   * gives what they make of the first. `typed`: hands the object at 0 to whatever takes one of its class.
   */
  raises?: { store?: string; name?: number; from?: number; list?: number; filters?: boolean; typed?: boolean }
  /** The result holds what the rules in this argument, or those that the receiver's class declares, let through. */
  validates?: number | 'declared'
  /** The route that is answered may have a schema for the parameter in the first argument. */
  bySchema?: boolean
  /** Sets the type of the answer: position of the type, or `header` for a header line or a name and a value. */
  contentType?: number | 'header'
  /** The type is set of an answer that has been given its content: what was said of that is taken back. */
  lateType?: boolean
}

/** A property or variable that holds foreign data: `$_GET` is `_GET`, `req.query` is `Request.query`. */
export interface PropertyModel {
  on: string
  source: SourceKind
  /** Already made harmless in these ways. */
  escapes?: readonly EscapeName[]
  /** Foreign only where a file of the project says this. */
  whereFile?: RegExp
  /** Class of the object that it is. */
  type?: string
  /** It is a variable of the language by this name, with what is known of that. */
  same?: string
}

/** A property that must not be given foreign data: `innerHTML`, `location.href`. */
export interface WriteModel {
  on: string
  rule: string
  /** Only where the text itself begins so. */
  begins?: RegExp
}

/** Parameters that are objects of a class by their name alone, as handlers of JavaScript servers have them. */
export interface ParameterModel {
  name: RegExp
  /** Only behind a parameter of this name, in files whose text says `file`. */
  behind?: { name: RegExp; file: RegExp }
  /** Taken apart where it stands, with one of these keys, in files whose text says `file`. */
  takes?: { keys: RegExp; file: RegExp }
  type: string
  /** It is foreign itself. */
  source?: SourceKind
  escapes?: readonly EscapeName[]
}

/** Parameters of handlers that hold foreign data, by annotation, name pattern or class. */
export interface EntryModel {
  /** Annotation of the parameter, e.g. `RequestParam`. */
  annotation?: string
  /** … unless one of its arguments is named so: a pipe that checks or converts. */
  unlessGiven?: RegExp
  /** … unless this argument of it is `false`. */
  unlessFalse?: string
  /** Methods whose name matches, of classes that descend from `inherits`. */
  method?: RegExp
  inherits?: string
  /** Only functions that the project gives to WordPress as answers to routes. */
  route?: boolean
  /** Only methods that a description of the project's services names (`webapi.xml`). */
  service?: boolean
  /** Only of classes whose full name matches. */
  cls?: RegExp
  /** Only of methods with this annotation, and only what its path names as a place without a pattern: `/x/{name}`. */
  placeOf?: string
  /** Positions that are foreign; absent: all. */
  args?: readonly number[]
  source: SourceKind
  /** Already made harmless in these ways. */
  escapes?: readonly EscapeName[]
  /** … unless a call of this method in the project gives the parameter a pattern that lets slashes through: `->where('name', '.+')`. */
  unlessOpened?: string
  /** The argument is an object of this class, and as such not foreign. */
  type?: string
  /** Parameters without a mark of their own, of these types, of methods with one of these annotations; `own`: classes of data of the project. */
  bare?: { types: RegExp; method: readonly string[]; own?: boolean }
  /** Records that a framework fills with all that the request holds. */
  record?: RecordModel
}

/** Parameters whose class has one of these annotations, of methods with one of those, in classes where no method is named by `checkedBy`. */
export interface RecordModel {
  cls: readonly string[]
  method: readonly string[]
  checkedBy: string
}

/** Methods whose result the framework hands on by itself: prints it, or follows it as an address. */
export interface ReturnModel {
  rule: string
  /** One of these annotations must stand at the method … */
  method?: readonly string[]
  /** … and one of these at the method or its class. */
  either?: readonly string[]
  /** The class must be one of these or a child. */
  inherits?: string
  /** Only methods of these names. */
  named?: RegExp
  /** Text in front that is no part of what is handed on; without it nothing is. */
  prefix?: string
  /** Only where the text itself begins so, or the method says that it answers with a document. */
  starts?: RegExp
  /** Only where the method or its class says that it answers with a document. */
  typed?: boolean
  /** Neither the method nor its class may have one of these annotations, and the result must be a text. */
  neither?: readonly string[]
}

/** Methods without a body whose annotation, or a mapper file, holds the query: `@Select("… ${column}")`. */
export interface DeclaredQueryModel {
  annotations: readonly string[]
  rule: string
  /** Places where a value is put into the text as it is; its first group is the name, perhaps with a field behind a dot. */
  place: RegExp
  /** Annotation that names a parameter. */
  named: string
}

/** Methods that a framework calls by another name: `cheaperThan(x)` is `scopeCheaperThan(query, x)`. */
export interface ForwardModel {
  inherits: string
  prefix: string
  /** … or a method of the same name with this annotation. */
  annotation: string
}

/** Static methods that hand work to a queue: `Pull::dispatch(x)` makes a `Pull` of `x` and runs its `handle`. */
export interface JobModel {
  method: RegExp
  runs: string
}

/** Objects that are saved and read back later, by the class that they inherit from. */
export interface StoredRecordModel {
  inherits: string
  /** Static property that declares the fields, each with `type` and `validate`; without it every field is kept as it is. */
  declared?: string
  /** Bits by the name of a field's type. */
  types?: Readonly<Record<string, readonly EscapeName[]>>
  /** Class of the checks that `validate` names. */
  checks?: string
}

/** Lists that a framework shows: `filledBy` puts the rows into `field`, and each is handed to the methods that print a part of it. */
export interface ShownRowsModel {
  inherits: string
  filledBy: string
  field: string
  shownBy: RegExp
}

/** How a sink judges what reaches it. */
export interface SinkRule {
  id: string
  check: string
}

/** A parameter by reference that all handlers of a kind see, one after the other: known by the name of the one before all. */
export interface SharedModel {
  inherits: string
  first: string
  parameter: string
}

export interface ModelSet {
  /** Language that the models speak of; absent: all. */
  language?: Language
  /** The classes are those of a library that is not scanned: one of the project's own that has the name and the method is another. */
  library?: true
  calls: readonly CallModel[]
  properties: readonly PropertyModel[]
  entries: readonly EntryModel[]
  writes?: readonly WriteModel[]
  parameters?: readonly ParameterModel[]
  returned?: readonly ReturnModel[]
  declaredQueries?: readonly DeclaredQueryModel[]
  forwards?: readonly ForwardModel[]
  jobs?: readonly JobModel[]
  storedRecords?: readonly StoredRecordModel[]
  shownRows?: readonly ShownRowsModel[]
  /** Classes by the form of their full name, with the class that they are taken to inherit from where their code is not there. */
  assumed?: readonly { name: RegExp; inherits: string }[]
  /** Classes whose public properties a visitor sets, unless they have an annotation. */
  openFields?: readonly { inherits: string; unless: RegExp }[]
  shared?: readonly SharedModel[]
  /** Types by class property, e.g. `Controller.db` is `DB`. */
  types?: Readonly<Record<string, string>>
}
