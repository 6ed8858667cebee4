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
