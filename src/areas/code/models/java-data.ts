import type { ModelSet } from '../../../analysis/models.ts'

const builders = ['WHERE', 'ORDER_BY', 'GROUP_BY', 'HAVING', 'SELECT', 'FROM', 'JOIN', 'LEFT_OUTER_JOIN', 'SET']

/** Databases of Java beyond JDBC and JPA: jOOQ, R2DBC, JdbcClient, Jdbi, Vert.x, MyBatis' builder, MongoDB; and what is saved whole. */
export const javaData: ModelSet = {
  language: 'java',
  calls: [
    // jOOQ: plain SQL is text as it stands; names and values are made of it by `name`, `val` and placeholders.
    { on: ['DSL::name', 'DSL::val', 'DSL::value', 'DSL::inline', 'DSL::param'], clean: true, returns: 'JooqPart' },
    {
      on: ['field', 'condition', 'sql', 'query', 'resultQuery', 'table', 'orderBy', 'raw'].map(
        (name) => `DSL::${name}`,
      ),
      from: [],
      returns: 'JooqPart',
      sinks: [{ rule: 'sql-injection', args: [0], except: ['JooqPart'] }],
    },
    {
      on: ['fetch', 'fetchOne', 'fetchMany', 'execute', 'query', 'resultQuery', 'fetchValue', 'fetchLazy'].map(
        (name) => `DSLContext->${name}`,
      ),
      source: 'database',
      sinks: [{ rule: 'sql-injection', args: [0], textOnly: true }],
    },
    {
      on: ['DatabaseClient->sql', 'JdbcClient->sql', 'R2dbcEntityTemplate->sql'],
      from: [],
      returns: 'SqlStatement',
      sinks: [{ rule: 'sql-injection', args: [0] }],
    },
    {
      on: ['createQuery', 'createUpdate', 'createScript', 'createCall', 'execute', 'select'].map(
        (name) => `Handle->${name}`,
      ),
      from: [],
      returns: 'SqlStatement',
      sinks: [{ rule: 'sql-injection', args: [0] }],
    },
    { on: ['SqlStatement->*'], clean: true, returns: 'SqlStatement' },
    {
      on: ['SqlClient', 'Pool', 'PgPool', 'MySQLPool', 'SqlConnection'].flatMap((cls) => [
        `${cls}->query`,
        `${cls}->preparedQuery`,
      ]),
      from: [],
      sinks: [{ rule: 'sql-injection', args: [0] }],
    },
    { on: builders.map((name) => `SQL->${name}`), returns: 'this', sinks: [{ rule: 'sql-injection' }] },
    {
      on: [
        'Ebean::createSqlQuery',
        'DB::sqlQuery',
        'DB::sqlUpdate',
        'Expressions::stringTemplate',
        'Expressions::booleanTemplate',
      ],
      from: [],
      sinks: [{ rule: 'sql-injection', args: [0] }],
    },
    // Spring Data checks the name of a property to sort by, unless it is told not to.
    {
      on: ['JpaSort::unsafe', 'JpaSort->andUnsafe', 'JpaSort.JpaOrder->withUnsafe'],
      from: [],
      returns: 'JpaSort',
      sinks: [{ rule: 'sql-injection' }],
    },
    // MongoDB: a text that is parsed may hold any operator.
    {
      on: ['BasicDBObject::parse', 'Document::parse', 'JSON::parse', 'new BasicQuery', 'BsonDocument::parse'],
      from: [],
      sinks: [{ rule: 'nosql-injection', args: [0], begins: /^\s*[[{]/ }],
    },
    // A condition written as a program: `{ $where: "this.user == …" }`.
    {
      on: ['new Document', 'new BasicDBObject', 'Document->append', 'BasicDBObject->append', 'BasicDBObject->put'],
      passes: true,
      sinks: [{ rule: 'nosql-injection', args: [1], when: { arg: 0, matches: /^\$(?:where|function|accumulator)$/ } }],
    },
    { on: ['Filters::where'], from: [], sinks: [{ rule: 'nosql-injection', args: [0] }] },
    {
      on: ['->where'],
      passes: true,
      sinks: [{ rule: 'nosql-injection', args: [0], begins: /^\s*(?:this\.|function)/ }],
    },
    {
      on: ['->save', '->saveandflush', '->persist', '->merge', '->saveall', '->saveorupdate'],
      passes: true,
      sinks: [{ rule: 'mass-assignment', args: [0], textOnly: true }],
    },
  ],
  properties: [],
  entries: [],
}
