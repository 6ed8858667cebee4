import type { ModelSet } from '../../../analysis/models.ts'

const statement = ['execute', 'executeQuery', 'executeUpdate', 'executeLargeUpdate', 'addBatch']
const connection = ['prepareStatement', 'prepareCall', 'nativeSQL']
const template = [
  'query',
  'queryForObject',
  'queryForList',
  'queryForMap',
  'queryForRowSet',
  'queryForInt',
  'queryForLong',
  'update',
  'execute',
  'batchUpdate',
  'queryForStream',
]
const entity = ['createQuery', 'createNativeQuery', 'createSQLQuery', 'createSqlQuery']

/** What a program says that switches document types or their entities off: where it stands in the file, the parsers there are taken to be safe. */
const hardened =
  /disallow-doctype-decl"?\s*,(?!\s*(?:false|Boolean\.FALSE))|external-general-entities"?\s*,(?!\s*(?:true|Boolean\.TRUE))|SUPPORT_DTD\s*,(?!\s*(?:true|Boolean\.TRUE))|ACCESS_EXTERNAL_DTD|setEntityResolver|=\s*"[^"\n]*disallow-doctype-decl"/

/** … and so are those that are made there and used elsewhere. */
const hardenedHere = { set: hardened, cls: 'HardenedParser' }

const unlessHardened = {
  setting: hardened,
  makes: /\bnew(?:Default|NS)?(?:Instance|Factory)\s*\(|\bnew\s+SAX(?:Builder|Reader)\b|\bcreateXMLReader\s*\(/,
}

/** Paths that were looked at where they were made. */
const paths = ['File', 'java.io.File', 'Path']

/** JDBC, JPA, Spring templates, processes, files, directories, XML and reflection of Java. */
export const javaSinks: ModelSet = {
  language: 'java',
  calls: [
    {
      on: [
        'DocumentBuilder->parse',
        'SAXParser->parse',
        'XMLReader->parse',
        'SAXBuilder->build',
        'SAXReader->read',
        'Unmarshaller->unmarshal',
        'XMLInputFactory->createXMLStreamReader',
        'XMLInputFactory->createXMLEventReader',
        'XMLInputFactory->createFilteredReader',
        'Digester->parse',
        'Transformer->transform',
        'SchemaFactory->newSchema',
        'Validator->validate',
        'DocumentHelper::parseText',
        'XMLFilter->parse',
        'XmlReader->parse',
        'SAXTransformerFactory->newXMLFilter',
      ],
      from: [0],
      sinks: [{ rule: 'xml-external-entities', args: [0], unlessSet: unlessHardened }],
    },
    {
      on: ['->newtransformer', '->newtemplates'],
      from: [],
      returns: 'Transformer',
      returnsIn: hardenedHere,
      sinks: [{ rule: 'xml-external-entities', args: [0], unlessSet: unlessHardened }],
    },
    { on: ['->newvalidator'], returns: 'Validator', returnsIn: hardenedHere },
    { on: ['new Digester'], from: [], returns: 'Digester', returnsIn: hardenedHere },
    {
      on: ['TransformerFactory', 'SAXTransformerFactory'].flatMap((cls) => [
        `${cls}::newInstance`,
        `${cls}::newDefaultInstance`,
      ]),
      from: [],
      returns: 'TransformerFactory',
      returnsIn: hardenedHere,
    },
    {
      on: ['SchemaFactory::newInstance', 'SchemaFactory::newDefaultInstance'],
      from: [],
      returns: 'SchemaFactory',
      returnsIn: hardenedHere,
    },
    { on: ['->newdocumentbuilder'], returns: 'DocumentBuilder', returnsIn: hardenedHere },
    { on: ['->newsaxparser'], returns: 'SAXParser', returnsIn: hardenedHere },
    {
      on: ['->getxmlreader', '->createxmlreader', 'XMLReaderFactory::createXMLReader'],
      returns: 'XMLReader',
      returnsIn: hardenedHere,
    },
    { on: ['SAXBuilder', 'SAXReader'].flatMap((cls) => [`new ${cls}`]), from: [], returnsIn: hardenedHere },
    {
      on: ['newInstance', 'newFactory', 'newDefaultFactory'].map((name) => `XMLInputFactory::${name}`),
      from: [],
      returns: 'XMLInputFactory',
      returnsIn: hardenedHere,
    },
    {
      on: ['DocumentBuilderFactory', 'SAXParserFactory'].flatMap((cls) => [
        `${cls}::newInstance`,
        `${cls}::newDefaultInstance`,
        `${cls}::newNSInstance`,
      ]),
      from: [],
      returnsIn: hardenedHere,
    },
    { on: ['HardenedParser->*'], from: [0], returns: 'HardenedParser' },
    {
      on: [
        ...statement.flatMap((name) => [`Statement->${name}`, `CallableStatement->${name}`]),
        ...connection.map((name) => `Connection->${name}`),
      ],
      from: [],
      sinks: [{ rule: 'sql-injection', args: [0] }],
    },
    {
      on: ['->executequery', '->preparestatement', '->preparecall', '->addbatch'],
      from: [],
      sinks: [{ rule: 'sql-injection', args: [0] }],
    },
    { on: ['->createstatement'], returns: 'Statement' },
    {
      on: template.flatMap((name) => [
        `JdbcTemplate->${name}`,
        `JdbcOperations->${name}`,
        `NamedParameterJdbcTemplate->${name}`,
      ]),
      source: 'database',
      sinks: [{ rule: 'sql-injection', args: [0] }],
    },
    {
      on: [
        '->queryforobject',
        '->queryforlist',
        '->queryformap',
        '->queryforrowset',
        '->queryforint',
        '->queryforlong',
        '->batchupdate',
      ],
      source: 'database',
      sinks: [{ rule: 'sql-injection', args: [0] }],
    },
    // Queries built from objects bind their values.
    { on: ['->getcriteriabuilder'], returns: 'CriteriaBuilder' },
    {
      on: ['createQuery', 'createTupleQuery', 'createCriteriaUpdate', 'createCriteriaDelete'].map(
        (name) => `CriteriaBuilder->${name}`,
      ),
      returns: 'CriteriaQuery',
    },
    {
      on: entity.flatMap((name) => [`EntityManager->${name}`, `Session->${name}`, `->${name.toLowerCase()}`]),
      source: 'database',
      sinks: [{ rule: 'sql-injection', args: [0], except: ['CriteriaQuery', 'CriteriaUpdate', 'CriteriaDelete'] }],
    },
    { on: ['Runtime->exec', '->exec'], from: [], sinks: [{ rule: 'command-injection', program: 'list' }] },
    {
      on: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'severe', 'warning', 'fine', 'config'].flatMap(
        (name) => [`Logger->${name}`, `Log->${name}`],
      ),
      from: [],
      sinks: [{ rule: 'log-injection' }],
    },
    { on: ['Logger::getLogger', 'LogManager::getLogger', 'LoggerFactory::getLogger'], clean: true, returns: 'Logger' },
    { on: ['LogFactory::getLog'], clean: true, returns: 'Log' },
    { on: 'Runtime::getRuntime', returns: 'Runtime' },
    {
      on: 'new ProcessBuilder',
      sinks: [{ rule: 'command-injection', program: 'words' }],
      returns: 'ProcessBuilder',
    },
    { on: ['ProcessBuilder->command'], from: [], sinks: [{ rule: 'command-injection', program: 'words' }] },
    { on: 'new File', from: [0, 1], sinks: [{ rule: 'path-traversal' }] },
    {
      on: ['Paths::get', 'Path::of', 'Path->resolve', 'Path->resolveSibling'],
      returns: 'Path',
      fromReceiver: true,
      from: [0, 1, 2],
      sinks: [{ rule: 'path-traversal' }],
    },
    { on: ['->topath', 'Path->toFile', '->getabsolutefile', '->getabsolutepath'], returns: 'Path', fromReceiver: true },
    {
      on: ['new FileOutputStream', 'new FileWriter', 'new FileSystemResource'],
      sinks: [{ rule: 'path-traversal', except: paths }],
    },
    {
      on: ['new FileInputStream', 'new FileReader', 'new RandomAccessFile'],
      source: 'environment',
      sinks: [{ rule: 'path-traversal', except: paths }],
    },
    {
      on: [
        'Files::newInputStream',
        'Files::newOutputStream',
        'Files::write',
        'Files::delete',
        'Files::deleteIfExists',
        'Files::createFile',
        'Files::createDirectories',
        'Files::readAttributes',
      ],
      from: [],
      sinks: [{ rule: 'path-traversal', args: [0], except: paths }],
    },
    { on: 'Files::move', from: [], sinks: [{ rule: 'path-traversal', args: [0, 1], except: paths }] },
    {
      on: [
        'DirContext->search',
        'InitialDirContext->search',
        'LdapContext->search',
        'LdapTemplate->search',
        'InitialLdapContext->search',
        'LdapTemplate->searchForObject',
        'LdapTemplate->authenticate',
      ],
      from: [],
      sinks: [{ rule: 'ldap-injection', args: [0, 1] }],
    },
    // Libraries of UnboundID and Apache, whose filters may also be made of a text first.
    {
      on: [
        'LDAPConnection->search',
        'LDAPConnectionPool->search',
        'LdapConnection->search',
        'LdapNetworkConnection->search',
      ],
      from: [],
      sinks: [{ rule: 'ldap-injection' }],
    },
    { on: ['FilterParser::parse'], from: [], sinks: [{ rule: 'ldap-injection', args: [0] }] },
    {
      on: ['XPath->evaluate', 'XPath->compile', 'XPathExpression->evaluate', '->selectnodes', '->selectsinglenode'],
      from: [],
      sinks: [{ rule: 'xpath-injection', args: [0] }],
    },
    { on: ['->newxpath'], returns: 'XPath' },
    {
      on: [
        'ScriptEngine->eval',
        'ExpressionParser->parseExpression',
        'SpelExpressionParser->parseExpression',
        'GroovyShell->evaluate',
        'Ognl::getValue',
        '->parseexpression',
      ],
      from: [],
      sinks: [{ rule: 'code-injection', args: [0] }],
    },
    { on: ['Class::forName', 'ClassLoader->loadClass'], from: [], sinks: [{ rule: 'loaded-class', args: [0] }] },
    {
      // A filter that refuses what it does not name lets no other class through.
      on: ['new ObjectInputStream', 'new XMLDecoder'],
      from: [0],
      sinks: [
        {
          rule: 'unsafe-deserialisation',
          args: [0],
          unlessFile:
            /\bsetObjectInputFilter\s*\([^]*(?:!\*|\bREJECTED\b|\brejectUndecidedClass\b|\bREJECT_UNDECIDED\b)|(?:!\*|\bREJECTED\b|\brejectUndecidedClass\b)[^]*\bsetObjectInputFilter\s*\(/,
        },
      ],
    },
    { on: ['Files::copy'], from: [], sinks: [{ rule: 'path-traversal', args: [1], except: paths }] },
    {
      // A reader that knows its classes makes no others.
      on: ['XStream->fromXML'],
      from: [],
      sinks: [
        {
          rule: 'unsafe-deserialisation',
          args: [0],
          unlessFile: /\bNoTypePermission\b|\.allowTypes(?:ByWildcard|ByRegExp|Hierarchy)?\s*\(/,
        },
      ],
    },
    { on: ['Yaml->load'], from: [], sinks: [{ rule: 'unsafe-deserialisation', args: [0] }] },
    // Where the web server hands out what lies there.
    {
      on: ['->transferto'],
      passes: true,
      sinks: [
        {
          rule: 'unsafe-upload',
          args: [0],
          begins: /(?:^|\/)(?:webapps|static|public|www|wwwroot|htdocs|html|uploads?|media|images?)(?:\/|$)/i,
        },
      ],
    },
    { on: ['Part->write'], from: [], sinks: [{ rule: 'unsafe-upload', args: [0] }] },
    {
      // All that the request holds, by the names that it gives.
      on: ['BeanUtils::populate', 'BeanUtilsBean->populate', 'PropertyUtils::copyProperties', 'BeanUtils->populate'],
      from: [],
      sinks: [{ rule: 'mass-assignment-map', args: [1] }],
    },
    {
      on: ['->getcanonicalpath', '->getcanonicalfile', '->torealpath', '->normalize'],
      fromReceiver: true,
      escapes: ['Resolved'],
    },
    // An address by itself contacts nobody.
    { on: ['URI::create', 'new URI', 'new URL'], fromReceiver: true },
    { on: ['->tourl'], fromReceiver: true, from: [], returns: 'URL' },
    {
      on: [
        'ImageIO::read',
        'IOUtils::toString',
        'IOUtils::toByteArray',
        'Resources::toString',
        'FileUtils::copyURLToFile',
      ],
      from: [0],
      sinks: [{ rule: 'server-side-request-forgery', args: [0], only: ['URL', 'URI'] }],
    },
    {
      on: ['URL->openStream', 'URL->openConnection', 'URL->getContent', 'URL->openConnection'],
      passes: true,
      sinks: [{ rule: 'server-side-request-forgery', args: [-1] }],
    },
    {
      on: ['HttpRequest::newBuilder', 'HttpRequestBuilder->uri'],
      from: [],
      returns: 'HttpRequestBuilder',
      sinks: [{ rule: 'server-side-request-forgery', args: [0] }],
    },
    {
      on: [
        'RestTemplate->getForObject',
        'RestTemplate->getForEntity',
        'RestTemplate->postForObject',
        'RestTemplate->exchange',
      ],
      from: [],
      sinks: [{ rule: 'server-side-request-forgery', args: [0] }],
    },
    {
      // Made of a text by rules of their own: of anything else they throw.
      on: [
        'LocalDate::parse',
        'LocalTime::parse',
        'LocalDateTime::parse',
        'OffsetDateTime::parse',
        'OffsetTime::parse',
        'ZonedDateTime::parse',
        'Instant::parse',
        'Duration::parse',
        'Period::parse',
        'Year::parse',
        'YearMonth::parse',
        'MonthDay::parse',
        'Currency::getInstance',
        'SimpleDateFormat->parse',
        'DateFormat->parse',
        'NumberFormat->parse',
        'DecimalFormat->parse',
        'DateTimeFormatter->parse',
      ],
      clean: true,
    },
    {
      on: ['Integer->intValue', 'Integer::toString', 'Thread->sleep', 'System::currentTimeMillis', 'Math::abs'],
      clean: true,
    },
    {
      on: [
        '->hashcode',
        '->ordinal',
        '->getclass',
        '->equals',
        '->equalsignorecase',
        '->contains',
        '->containskey',
        '->isempty',
        '->length',
        '->size',
        '->hasnext',
        '->hasmoreelements',
        '->startswith',
        '->endswith',
        '->matches',
        '->indexof',
      ],
      clean: true,
    },
  ],
  properties: [],
  entries: [],
  declaredQueries: [
    {
      annotations: ['Select', 'Insert', 'Update', 'Delete'],
      rule: 'sql-injection',
      place: /\$\{\s*([\w.]+)[^}]*\}/g,
      named: 'Param',
    },
  ],
}
