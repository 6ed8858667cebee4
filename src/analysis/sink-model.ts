/** A sink: a rule that looks at arguments of a call. */
export interface SinkModel {
  rule: string
  /** Positions of the arguments, from 0; absent: all. */
  args?: readonly number[]
  /** Applies only where the call has at most this many arguments (a later argument would bind values). */
  atMost?: number
  /** Only where the source of an argument mentions a word, e.g. a flag; of several, each must be mentioned. */
  mentions?: Mention | readonly Mention[]
  /** Not where this argument is an array or object of headers that names a type other than HTML. */
  unlessTyped?: number
  /** Only where the receiver's class has a property whose initial value is an empty array. */
  emptyProperty?: string
  /** Only where the receiver's class has a property whose initial value lists a name of this form. */
  listedProperty?: { name: string; form: RegExp }
  /** Only objects of these classes count. */
  only?: readonly string[]
  /** Objects of these classes are harmless there, whatever they hold. */
  except?: readonly string[]
  /** Only objects count, with none of these keys. */
  objectWithout?: readonly string[]
  /** Only where the first argument is a text of this form. */
  first?: RegExp
  /** Not in files whose text says this: what makes the call safe stands elsewhere in them. */
  unlessFile?: RegExp
  /** … nor where the function around says `setting`, or, unless it makes (`makes`) what it uses itself, the file does. */
  unlessSet?: { setting: RegExp; makes: RegExp }
  /** Not where a later argument is an object with one of these keys: the library keeps to a folder by itself. */
  unlessKeys?: readonly string[]
  /** Only where the function around the call, or the lines around it, speak of this. */
  near?: RegExp
  /** Of an object only what stands under these keys counts. */
  keys?: readonly string[]
  /** Only objects count: a text there is something else. */
  objects?: boolean
  /** Only where a constant under this key of an argument matches. */
  where?: { arg: number; key: string; matches: string }
  /** The argument is the path of a file: what an upload of that path holds counts as well. */
  contents?: boolean
  /** Only text counts, not what is inside an object (which is sent as JSON). */
  textOnly?: boolean
  /** Of an object only what may stand under any key counts: fields that were named one by one are a choice. */
  whole?: boolean
  /** Only where the argument's text itself begins so: for methods whose name alone says little. */
  begins?: RegExp
  /** Only where the argument's text itself ends so. */
  ends?: RegExp
  /** Only where this argument is a constant of this form. */
  when?: { arg: number; matches: RegExp }
  /** Only where this argument, too, comes of the request. */
  foreign?: number
  /** Only where an argument is the path that PHP gives to an uploaded file, or only where it is not. */
  uploaded?: { arg: number; is: boolean }
  /** Only where the receiver is made by a chain of calls that goes through a method of this name. */
  through?: RegExp
  /** Only where this property of the receiver was set to true. */
  receiverHas?: string
  /** Only where the class of the records of a table (`$this->Users`) has a property that opens all fields: `['*' => true]`. */
  openRecord?: string
  /** Not the elements of an array count but the names that it gives them, where their fixed parts look so. */
  names?: RegExp
  /** Not where the program that is started is known and no shell: its words are the elements of the first argument, or the arguments themselves. */
  program?: 'list' | 'words'
  /** Only where the answer was given the type of a document before. */
  typedPage?: boolean
  /** Only where the project asks for a version of the library before this one. */
  before?: { library: string; major: number }
  /** No flow needed: the call itself is the weakness, always or where a constant argument matches. */
  /** `key` may name a key within a key: `ssl.verify_peer`. */
  flag?: 'always' | { arg: number; matches: string; key?: string } | { cookie: CookieArguments }
}

export interface Mention {
  arg: number
  word: string
  /** It must not be mentioned. */
  not?: boolean
}

/** Positions of a cookie's marks: in an array or object of options, or each as an argument of its own. */
export interface CookieArguments {
  /** Position of the name, where it is not the first. */
  name?: number
  /** The cookie is the object that the method is called on. */
  receiver?: boolean
  options: number
  secure?: number
  httpOnly?: number
  /** Marks that are not given are set by the framework. */
  marked?: boolean
}
