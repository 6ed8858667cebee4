/** Fixed parts of a name in an array of conditions that make it more than a name: `Parts.… LIKE`. */
export const namesAsSql = /\.\s|\s(?:like|in|not|is|=|<|>)|[<>=]\s*$/i

/** Parts of a query that builders of Doctrine and TypeORM alike take as text: a value belongs into a parameter. */
export const queryClauses = [
  'where',
  'andWhere',
  'orWhere',
  'having',
  'andHaving',
  'orHaving',
  'orderBy',
  'addOrderBy',
  'groupBy',
  'addGroupBy',
  'select',
  'addSelect',
  'from',
]

/** Methods of Laravel's queries that take a part of the statement as text. */
export const rawClauses = [
  'whereRaw',
  'orWhereRaw',
  'havingRaw',
  'orHavingRaw',
  'orderByRaw',
  'groupByRaw',
  'selectRaw',
  'fromRaw',
]
