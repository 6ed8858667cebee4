import type { ModelSet } from '../../../analysis/models.ts'
import { queryClauses } from './query-clauses.ts'

/** How a query begins: for methods whose name says little. */
const query =
  /^\s*(?:select|insert|update|delete|with|replace|call|exec(?:ute)?|merge|alter|create|drop|truncate|explain|show|set)\s/i

const clauses = [...queryClauses, 'leftJoin', 'innerJoin', 'leftJoinAndSelect', 'innerJoinAndSelect']

/** Databases as JavaScript talks to them: drivers, Knex, Sequelize, TypeORM, Prisma, Drizzle, MikroORM, Mongoose. */
export const nodeData: ModelSet = {
  language: 'js',
  calls: [
    {
      on: [
        '->query',
        '->prepare',
        '->raw',
        '->whereraw',
        '->orwhereraw',
        '->andwhereraw',
        '->orhavingraw',
        '->andhavingraw',
        '->orderbyraw',
        '->havingraw',
        '->groupbyraw',
        '->selectraw',
        '->fromraw',
        '->joinraw',
        '->queryrawunsafe',
        '->executerawunsafe',
        '->$queryrawunsafe',
        '->$executerawunsafe',
        '->executesql',
        '->literal',
        '->unsafe',
        '->rawquery',
        '->simplequery',
      ],
      source: 'database',
      sinks: [{ rule: 'sql-injection', args: [0] }],
    },
    {
      on: [
        '->execute',
        '->run',
        '->all',
        '->get',
        '->each',
        '->any',
        '->one',
        '->none',
        '->many',
        '->oneornone',
        '->manyornone',
        '->exec',
        '->multi',
        '->multiresult',
        '->result',
      ],
      passes: true,
      sinks: [
        { rule: 'sql-injection', args: [0], begins: query },
        { rule: 'sql-injection', args: [0], keys: ['text', 'sql'], objects: true, begins: query },
      ],
    },
    { on: ['->createquerybuilder'], from: [], returns: 'SelectQueryBuilder' },
    {
      on: clauses.map((name) => `SelectQueryBuilder->${name}`),
      returns: 'this',
      sinks: [{ rule: 'sql-injection', args: [0], textOnly: true }],
    },
    {
      on: ['setParameter', 'setParameters', 'take', 'skip', 'limit', 'offset', 'cache', 'withDeleted', 'distinct'].map(
        (name) => `SelectQueryBuilder->${name}`,
      ),
      returns: 'this',
    },
    {
      on: [
        '->findone',
        '->find',
        '->updateone',
        '->updatemany',
        '->deleteone',
        '->deletemany',
        '->findoneandupdate',
        '->findoneanddelete',
        '->findoneandreplace',
        '->countdocuments',
        '->count',
        '->findoneandremove',
        '->deletemany',
        '->geosearch',
        '->replaceone',
        '->exists',
        '->aggregate',
      ],
      source: 'database',
      sinks: [{ rule: 'nosql-injection', args: [0], objectWithout: ['where', 'include', 'attributes', 'order'] }],
    },
    { on: ['->distinct'], passes: true, sinks: [{ rule: 'nosql-injection', args: [1], objects: true }] },
    { on: ['->$where'], from: [], sinks: [{ rule: 'nosql-injection', args: [0] }] },
  ],
  properties: [],
  entries: [],
}
