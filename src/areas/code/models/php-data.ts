import type { ModelSet } from '../../../analysis/models.ts'
import type { SinkModel } from '../../../analysis/sink-model.ts'
import { rawClauses } from './query-clauses.ts'

const statement = (arg: number): SinkModel => ({ rule: 'sql-injection', args: [arg] })
/** How a statement begins: for methods whose name says little. */
const query = /^\s*(?:select|insert|update|delete|with|replace|call|merge|alter|create|drop|truncate|set)\s/i
/** A condition that is written as SQL. */
const asSql = /[=<>(]|\s(?:like|in|between|is|regexp|match|and|or)\b/i
const names = (prefix: string, ...all: string[]) => all.map((name) => `${prefix}${name}`)

const bean = [
  'find',
  'findOne',
  'findLast',
  'findAll',
  'findCollection',
  'findMulti',
  'findLike',
  'count',
  'trashAll',
  'wipeAll',
  'exportAll',
  'loadJoined',
]
const beanRows = ['exec', 'getAll', 'getRow', 'getCol', 'getCell', 'getAssoc', 'getAssocRow', 'getCursor']
const adodb = [
  'Execute',
  'GetAll',
  'GetArray',
  'GetRow',
  'GetOne',
  'GetCol',
  'GetAssoc',
  'SelectLimit',
  'GetMedian',
  'ExecuteCursor',
  'PageExecute',
  'GetRandRow',
]
const capsule = [
  'select',
  'selectOne',
  'raw',
  'statement',
  'unprepared',
  'insert',
  'update',
  'delete',
  'scalar',
  'affectingStatement',
  'cursor',
]
const dibi = ['query', 'nativeQuery', 'fetch', 'fetchAll', 'fetchSingle', 'fetchPairs', 'test']
const laravelRaw = [...rawClauses, 'selectExpression']

/** Databases and directories of PHP by small libraries: RedBean, Medoo, ADOdb, Dibi, Nette, Idiorm, Eloquent alone, Laminas, LdapRecord. */
export const phpData: ModelSet = {
  language: 'php',
  calls: [
    // RedBean: the statement stands behind the name of the table.
    {
      on: ['R', 'RedBeanPHP\\R', 'RedBeanPHP\\Facade'].flatMap((cls) => names(`${cls}::`, ...bean)),
      source: 'database',
      sinks: [statement(1)],
    },
    {
      on: ['R', 'RedBeanPHP\\R', 'RedBeanPHP\\Facade'].flatMap((cls) => names(`${cls}::`, ...beanRows)),
      source: 'database',
      sinks: [statement(0)],
    },
    { on: ['R::findFromSQL', 'R::convertToBeans', 'R::batch'], source: 'database', sinks: [statement(1)] },
    { on: ['->withcondition'], passes: true, sinks: [statement(0)] },
    {
      on: ['R::load', 'R::dispense', 'R::xdispense', 'RedBeanPHP\\R::load', 'RedBeanPHP\\R::dispense'],
      from: [],
      returns: 'RedBean',
      sinks: [{ rule: 'mass-assignment', args: [0] }],
    },
    { on: ['R::graph'], from: [], sinks: [{ rule: 'mass-assignment', args: [0] }] },
    // A second argument names the fields.
    {
      on: ['RedBean->import', 'RedBean->importFrom', '->importrow'],
      returns: 'this',
      sinks: [{ rule: 'mass-assignment', args: [0], atMost: 1 }],
    },
    // Medoo.
    { on: ['Medoo::raw', 'Medoo->raw', 'Medoo\\Medoo::raw', 'Medoo\\Medoo->raw'], from: [], sinks: [statement(0)] },
    {
      on: ['Medoo->query', 'Medoo->exec', 'Medoo\\Medoo->query', 'Medoo\\Medoo->exec'],
      source: 'database',
      sinks: [statement(0)],
    },
    { on: ['Medoo->quote', 'Medoo\\Medoo->quote'], escapes: ['SqlText', 'SqlQuoted'], from: [0] },
    // ADOdb; `qstr` puts the quotes around.
    {
      on: adodb.map((name) => `->${name.toLowerCase()}`).filter((name) => name !== '->execute'),
      source: 'database',
      sinks: [statement(0)],
    },
    {
      on: ['->cacheexecute', '->cachegetall', '->cachegetrow', '->cachegetone', '->cachegetcol', '->cacheselectlimit'],
      source: 'database',
      sinks: [statement(1)],
    },
    { on: ['->qstr'], escapes: ['SqlText', 'SqlQuoted'], from: [0] },
    { on: ['->autoexecute'], passes: true, sinks: [statement(0), statement(3)] },
    { on: ['->addq'], escapes: ['SqlText'], from: [0] },
    // A statement, whoever runs it: Cake, Doctrine, mysqli, classes of one's own.
    {
      on: [
        '->execute',
        '->executequery',
        '->executeupdate',
        '->runquery',
        '->dbquery',
        '->sql',
        '->sqlquery',
        '->rawsql',
        '->exec_query',
        '->selectrow',
        '->selectall',
        '->selectcell',
        '->run',
      ],
      passes: true,
      sinks: [{ rule: 'sql-injection', args: [0], begins: query }],
    },
    { on: ['->setquery'], passes: true, sinks: [{ rule: 'sql-injection', args: [0], begins: query }] },
    // Dibi and Nette.
    { on: names('dibi::', ...dibi), source: 'database', sinks: [statement(0)] },
    { on: ['->nativequery', '->querynative'], source: 'database', sinks: [statement(0)] },
    {
      on: ['Explorer::literal', 'Connection::literal', 'Nette\\Database\\SqlLiteral'],
      from: [0],
      sinks: [statement(0)],
    },
    { on: ['new SqlLiteral', 'new Nette\\Database\\SqlLiteral'], from: [0], sinks: [statement(0)] },
    {
      on: names('Selection->', 'where', 'order', 'group', 'having', 'select', 'aggregation'),
      returns: 'this',
      sinks: [statement(0)],
    },
    {
      on: ['Explorer->table', 'Nette\\Database\\Explorer->table', 'Nette\\Database\\Context->table'],
      returns: 'Nette\\Database\\Table\\Selection',
    },
    {
      on: [
        'Explorer->query',
        'Explorer->fetchAll',
        'Explorer->fetch',
        'Explorer->fetchField',
        'Explorer->fetchPairs',
        'Context->queryArgs',
      ],
      source: 'database',
      sinks: [statement(0)],
    },
    // Idiorm and Paris.
    {
      on: [
        '->where_raw',
        '->raw_query',
        '->having_raw',
        '->order_by_expr',
        '->select_expr',
        '->group_by_expr',
        '->raw_join',
        '->where_any_raw',
      ],
      from: [],
      returns: 'this',
      sinks: [statement(0)],
    },
    { on: ['ORM::raw_execute', '::raw_execute'], from: [], sinks: [statement(0)] },
    // Eloquent without the framework, and its raw parts called on a record's class.
    {
      on: ['Illuminate\\Database\\Capsule\\Manager', 'Capsule'].flatMap((cls) => names(`${cls}::`, ...capsule)),
      source: 'database',
      sinks: [statement(0)],
    },
    { on: ['Illuminate\\Database\\Capsule\\Manager::table', 'Capsule::table'], from: [], returns: 'EloquentQuery' },
    { on: laravelRaw.map((name) => `::${name.toLowerCase()}`), from: [], sinks: [statement(0)] },
    {
      on: ['new Illuminate\\Database\\Query\\Expression', 'new Illuminate\\Contracts\\Database\\Query\\Expression'],
      from: [],
      sinks: [statement(0)],
    },
    // Laminas, Zend, Phalcon, Propel, Aura, Atlas, Spiral.
    {
      on: [
        'Laminas\\Db\\Sql\\Expression',
        'Laminas\\Db\\Sql\\Literal',
        'Laminas\\Db\\Sql\\Predicate\\Expression',
        'Laminas\\Db\\Sql\\Predicate\\Literal',
        'Zend\\Db\\Sql\\Expression',
        'Cycle\\Database\\Injection\\Fragment',
        'Cycle\\Database\\Injection\\Expression',
        'Phalcon\\Db\\RawValue',
        'RawValue',
        'Cake\\Database\\Expression\\QueryExpression',
        'Magento\\Framework\\DB\\Sql\\Expression',
      ].map((cls) => `new ${cls}`),
      from: [0],
      sinks: [statement(0)],
    },
    {
      on: ['->modelsmanager->executequery', 'ModelsManager->executeQuery', 'ModelsManager->createQuery'],
      source: 'database',
      sinks: [statement(0)],
    },
    // Records found by a condition that is text.
    {
      on: [
        '::find',
        '::findfirst',
        '::count',
        '::sum',
        '::findbysql',
        '::find_by_sql',
        '::findallbysql',
        '::deleteall',
        '::updateall',
      ],
      passes: true,
      sinks: [{ rule: 'sql-injection', args: [0], textOnly: true, begins: asSql }],
    },
    {
      on: [
        '->query_raw',
        '->whereraw',
        '->orwhereraw',
        '->orderbyraw',
        '->havingraw',
        '->groupbyraw',
        '->selectraw',
        '->fromraw',

        '->createsql',
        '->literal',
      ],
      passes: true,
      sinks: [statement(0)],
    },
    { on: ['DataSourceInterface->getExpressionBuilder'], returns: 'GridExpression' },
    { on: ['GridExpression->*'], clean: true },
    // Sylius' grids hold conditions as text.
    {
      on: [
        'DataSourceInterface->restrict',
        'DataSource->restrict',
        'Sylius\\Component\\Grid\\Data\\DataSourceInterface->restrict',
      ],
      from: [],
      sinks: [statement(0)],
    },
    // Directories.
    {
      on: ['->rawfilter', '->rawquery', '->whererawfilter'],
      passes: true,
      sinks: [{ rule: 'ldap-injection', args: [0], begins: /^\s*\(/ }],
    },
    {
      on: ['->query', '->search', '->read', '->listing'],
      passes: true,
      sinks: [{ rule: 'ldap-injection', args: [1], begins: /^\s*\([&|!]?\(?\w+[~<>]?=/ }],
    },
    {
      on: ['new Laminas\\Ldap\\Filter\\StringFilter', 'new Zend\\Ldap\\Filter\\StringFilter'],
      from: [],
      sinks: [{ rule: 'ldap-injection', args: [0] }],
    },
  ],
  properties: [],
  entries: [
    // What the form of a grid sends.
    {
      method: /^apply$/,
      inherits: 'Sylius\\Component\\Grid\\Filtering\\FilterInterface',
      args: [2],
      source: 'request',
    },
  ],
}
