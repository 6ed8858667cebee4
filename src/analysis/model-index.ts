import type { Language } from './ast.ts'
import type {
  CallModel,
  DeclaredQueryModel,
  EntryModel,
  ForwardModel,
  JobModel,
  ModelSet,
  ParameterModel,
  PropertyModel,
  ReturnModel,
  ShownRowsModel,
  SharedModel,
  StoredRecordModel,
  WriteModel,
} from './models.ts'

/** A method of a class that is named without its namespace: programs have classes of that name, too. */
const isSimple = /^\w+(?:->|::)/

/** Models by the name they are looked up with, lower case. */
export class ModelIndex {
  readonly calls = new Map<string, CallModel[]>()
  readonly properties = new Map<string, PropertyModel>()
  readonly entries: EntryModel[] = []
  readonly writes = new Map<string, WriteModel>()
  readonly parameters: ParameterModel[] = []
  readonly returned: ReturnModel[] = []
  readonly declaredQueries: DeclaredQueryModel[] = []
  readonly forwards: ForwardModel[] = []
  readonly jobs: JobModel[] = []
  readonly storedRecords: StoredRecordModel[] = []
  readonly shownRows: ShownRowsModel[] = []
  readonly openFields: { inherits: string; unless: RegExp }[] = []
  readonly shared: SharedModel[] = []
  readonly types = new Map<string, string>()
  /** Names of fields that a model of properties or types speaks of, of whatever class. */
  readonly fields = new Set<string>()
  /** Classes and modules that models speak of; not plain objects and lists, which hold what they were given. */
  readonly classes = new Set<string>()

  constructor(sets: readonly ModelSet[], language: Language) {
    for (const set of sets) {
      if (set.language !== undefined && set.language !== language) continue
      for (const model of set.calls) {
        for (const name of typeof model.on === 'string' ? [model.on] : model.on) {
          const key = name.toLowerCase()
          const known = this.calls.get(key)
          const meant = set.library && isSimple.test(key) ? { ...model, unlessOwn: true } : model
          if (known) known.push(meant)
          else this.calls.set(key, [meant])
        }
      }
      for (const model of set.properties) this.properties.set(model.on.toLowerCase(), model)
      this.entries.push(...set.entries)
      for (const model of set.writes ?? []) this.writes.set(model.on.toLowerCase(), model)
      this.parameters.push(...(set.parameters ?? []))
      this.returned.push(...(set.returned ?? []))
      this.declaredQueries.push(...(set.declaredQueries ?? []))
      this.forwards.push(...(set.forwards ?? []))
      this.jobs.push(...(set.jobs ?? []))
      this.shownRows.push(...(set.shownRows ?? []))
      this.storedRecords.push(...(set.storedRecords ?? []))
      this.shared.push(...(set.shared ?? []))
      this.openFields.push(...(set.openFields ?? []))
      for (const [name, type] of Object.entries(set.types ?? {})) this.types.set(name.toLowerCase(), type)
    }
    for (const key of [...this.properties.keys(), ...this.types.keys()])
      this.fields.add(key.slice(key.lastIndexOf('.') + 1))
    for (const key of [...this.properties.keys(), ...this.types.keys()])
      if (key.includes('.')) this.classes.add(key.slice(0, key.lastIndexOf('.')))
    for (const key of this.calls.keys()) this.classes.add(key.replace(/^new /, '').split(/->|::/)[0]!)
    for (const name of ['', 'object', 'array']) this.classes.delete(name)
    // Models that only look on leave the result to those that say what it is.
    for (const models of this.calls.values())
      if (models.length > 1) models.sort((a, b) => Number(a.passes ?? false) - Number(b.passes ?? false))
  }
}

const known = new WeakMap<readonly ModelSet[], Map<Language, ModelIndex>>()

/** The models of each language; made once for a list of them. */
export function modelIndexes(
  models: readonly ModelSet[],
  of: readonly { language: Language }[],
): ReadonlyMap<Language, ModelIndex> {
  const indexes = known.get(models) ?? new Map<Language, ModelIndex>()
  known.set(models, indexes)
  for (const { language } of of) if (!indexes.has(language)) indexes.set(language, new ModelIndex(models, language))
  return indexes
}
