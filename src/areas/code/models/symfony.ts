import type { ModelSet } from '../../../analysis/models.ts'
import { rights } from '../../../analysis/eval/session.ts'
import { queryClauses } from './query-clauses.ts'

/** Base classes of controllers, which bring the same helpers. */
const controllers = [
  'AbstractController',
  'StorefrontController',
  'Symfony\\Bundle\\FrameworkBundle\\Controller\\Controller',
  'FrameworkBundleAdminController',
  'PrestaShopAdminController',
  'ResourceController',
  'AbstractFOSRestController',
  'AbstractCrudController',
  'AbstractDashboardController',
]
const helper = (...names: string[]) => names.flatMap((name) => controllers.map((cls) => `${cls}->${name}`))

const clauses = [...queryClauses, 'join', 'innerJoin', 'leftJoin', 'rightJoin', 'set', 'setValue', 'values']
const comparisons = ['eq', 'neq', 'lt', 'lte', 'gt', 'gte', 'like', 'notLike', 'in', 'notIn', 'between', 'comparison']
const fetches = [
  'executeQuery',
  'executeStatement',
  'executeUpdate',
  'executeCacheQuery',
  'exec',
  'query',
  'prepare',
  'fetchAll',
  'fetchAllAssociative',
  'fetchAllAssociativeIndexed',
  'fetchAllKeyValue',
  'fetchAllNumeric',
  'fetchAssoc',
  'fetchAssociative',
  'fetchNumeric',
  'fetchColumn',
  'fetchFirstColumn',
  'fetchOne',
  'iterateAssociative',
  'iterateColumn',
]
const bags = ['ParameterBag', 'InputBag', 'QueryBag']

/** Symfony (Sylius, Shopware, PrestaShop's back office), Doctrine and the HTTP clients of PHP. */
export const symfony: ModelSet = {
  language: 'php',
  library: true,
  calls: [
    {
      on: [...bags.flatMap((cls) => ['get', 'all', 'getString'].map((name) => `${cls}->${name}`)), 'HeaderBag->get'],
      source: 'request',
    },
    {
      on: bags.flatMap((cls) =>
        ['getInt', 'getAlnum', 'getAlpha', 'getDigits', 'getBoolean', 'getEnum', 'has', 'keys', 'count'].map(
          (name) => `${cls}->${name}`,
        ),
      ),
      clean: true,
    },
    { on: ['Request->getPayload', 'ServerRequestInterface->getPayload'], returns: 'InputBag' },
    {
      on: [
        'Request->toArray',
        'Request->getQueryString',
        'RequestDataBag->get',
        'RequestDataBag->all',
        'DataBag->get',
        'ServerRequestInterface->getQueryParams',
        'ServerRequestInterface->getParsedBody',
        'ServerRequestInterface->getCookieParams',
        'ServerRequestInterface->getHeaderLine',
      ],
      source: 'request',
    },
    {
      on: ['ServerRequestInterface->getAttribute'],
      recalls: { store: 'attributes of the request', unlessKeptBy: 'withAttribute' },
      source: 'request',
    },
    {
      on: ['ServerRequestInterface->withAttribute'],
      returns: 'this',
      keeps: { store: 'attributes of the request', name: 0, value: 1 },
    },
    {
      on: ['Request->getPathInfo', 'Request->getRequestUri', 'Request->getUri'],
      source: 'request',
      escapes: ['LocalPath'],
    },
    { on: ['RequestStack->getCurrentRequest', 'RequestStack->getMainRequest'], returns: 'Request' },
    { on: helper('redirect'), from: [], sinks: [{ rule: 'open-redirect-address', args: [0] }] },
    { on: helper('file'), from: [], sinks: [{ rule: 'path-traversal', args: [0] }] },
    {
      on: helper('json', 'redirectToRoute', 'generateUrl', 'getUser', 'getParameter', 'forward'),
      clean: true,
    },
    // What a form was filled with; the types of its fields are not looked at.
    { on: [...helper('createForm'), 'FormFactoryInterface->create'], from: [], returns: 'FormInterface' },
    { on: ['FormInterface->get', 'FormInterface->handleRequest'], from: [], returns: 'FormInterface' },
    { on: ['FormInterface->getData'], source: 'request' },
    {
      on: ['new Response', 'new Symfony\\Component\\HttpFoundation\\Response', 'Response->setContent'],
      from: [],
      sinks: [{ rule: 'page-output', args: [0], textOnly: true, unlessTyped: 2 }],
    },
    {
      on: ['new RedirectResponse', 'RedirectResponse->setTargetUrl'],
      from: [],
      sinks: [{ rule: 'open-redirect-address', args: [0] }],
    },
    {
      on: ['new BinaryFileResponse', 'BinaryFileResponse->setFile'],
      from: [],
      sinks: [{ rule: 'path-traversal', args: [0] }],
    },
    {
      on: ['readFile', 'dumpFile', 'appendToFile', 'remove', 'copy', 'rename', 'mirror', 'touch', 'mkdir'].map(
        (name) => `Symfony\\Component\\Filesystem\\Filesystem->${name}`,
      ),
      from: [],
      sinks: [{ rule: 'path-traversal', args: [0] }],
    },
    { on: ['SluggerInterface->slug', 'AsciiSlugger->slug'], from: [0], escapes: ['Word', 'PathName'] },
    { on: 'new SplFileInfo', from: [0], returns: 'SplFileInfo' },
    {
      on: ['SplFileInfo->getBasename', 'SplFileInfo->getFilename'],
      from: [],
      fromReceiver: true,
      escapes: ['PathName'],
    },
    {
      on: ['getPathname', 'getRealPath', 'getPath', 'getPathInfo'].map((name) => `SplFileInfo->${name}`),
      from: [],
      fromReceiver: true,
    },
    {
      on: ['SplFileInfo->openFile'],
      from: [],
      returns: 'SplFileObject',
      fromReceiver: true,
      sinks: [{ rule: 'path-traversal', args: [-1] }],
    },
    {
      on: ['Finder->in', 'new DirectoryIterator'],
      from: [],
      sinks: [{ rule: 'path-traversal', args: [0] }],
    },
    {
      on: [
        'Environment->createTemplate',
        'Twig->createTemplate',
        'Twig\\Environment->createTemplate',
        '->createtemplate',
      ],
      from: [],
      sinks: [{ rule: 'template-injection', args: [0] }],
    },
    {
      on: ['ExpressionLanguage->evaluate', 'ExpressionLanguage->compile'],
      from: [],
      sinks: [{ rule: 'code-injection', args: [0] }],
    },
    // Doctrine: DBAL and ORM.
    {
      on: [
        ...fetches.map((name) => `Connection->${name}`),
        ...fetches.map((name) => `Doctrine\\DBAL\\Connection->${name}`),
        'EntityManagerInterface->createQuery',
        'EntityManager->createQuery',
        'EntityManagerInterface->createNativeQuery',
        '->createquery',
        '->createnativequery',
        '->executestatement',
        '->fetchallassociative',
        '->fetchassociative',
        '->fetchallkeyvalue',
        '->fetchfirstcolumn',
      ],
      source: 'database',
      sinks: [{ rule: 'sql-injection', args: [0] }],
    },
    { on: ['->createquerybuilder'], from: [], returns: 'QueryBuilder' },
    {
      on: clauses.map((name) => `QueryBuilder->${name}`),
      returns: 'this',
      sinks: [{ rule: 'sql-injection' }],
    },
    {
      on: [
        'setParameter',
        'setParameters',
        'setMaxResults',
        'setFirstResult',
        'setCacheable',
        'delete',
        'update',
        'distinct',
        'resetDQLPart',
        'resetQueryPart',
        'addCriteria',
        'indexBy',
      ].map((name) => `QueryBuilder->${name}`),
      returns: 'this',
    },
    {
      on: ['createNamedParameter', 'createPositionalParameter', 'getQuery', 'execute', 'executeQuery'].map(
        (name) => `QueryBuilder->${name}`,
      ),
      clean: true,
    },
    { on: ['QueryBuilder->expr', '->getexpressionbuilder'], from: [], returns: 'QueryExpression' },
    { on: ['QueryExpression->literal', 'QueryExpression->quote'], from: [0], escapes: ['SqlText', 'SqlQuoted'] },
    {
      on: comparisons.map((name) => `QueryExpression->${name}`),
      from: [0, 1, 2],
    },
    {
      // The fields of a group alone are named.
      on: ['deserialize', 'denormalize'].flatMap((name) => [
        `SerializerInterface->${name}`,
        `DenormalizerInterface->${name}`,
        `Serializer->${name}`,
      ]),
      from: [0],
      sinks: [3].map((arg) => ({
        rule: 'mass-assignment',
        args: [0],
        mentions: [
          { arg, word: 'object_to_populate' },
          ...['groups', 'attributes'].map((word) => ({ arg, word, not: true })),
        ],
      })),
    },
    { on: ['Crawler->filterXPath', '->filterxpath'], from: [], sinks: [{ rule: 'xpath-injection', args: [0] }] },
    { on: ['LdapInterface->escape', 'Symfony\\Component\\Ldap\\Ldap->escape'], escapes: ['Ldap'], from: [0] },
    {
      on: ['LdapInterface->query', 'Symfony\\Component\\Ldap\\Ldap->query'],
      from: [],
      sinks: [{ rule: 'ldap-injection', args: [0, 1] }],
    },
    {
      on: ['new Symfony\\Component\\HttpFoundation\\Cookie', 'Symfony\\Component\\HttpFoundation\\Cookie::create'],
      returns: 'Symfony\\Component\\HttpFoundation\\Cookie',
      sinks: [{ rule: 'insecure-cookie', flag: { cookie: { options: 9, secure: 5, httpOnly: 6, marked: true } } }],
    },
    {
      on: ['withValue', 'withExpires', 'withPath', 'withDomain', 'withSameSite', 'withRaw', 'withPartitioned'].map(
        (name) => `Symfony\\Component\\HttpFoundation\\Cookie->${name}`,
      ),
      returns: 'this',
    },
    {
      // Marks taken off again: `Cookie::create('remember')->withHttpOnly(false)`.
      on: ['withSecure', 'withHttpOnly'].map((name) => `Symfony\\Component\\HttpFoundation\\Cookie->${name}`),
      returns: 'this',
      sinks: [
        {
          rule: 'insecure-cookie',
          flag: { arg: 0, matches: '^(?:false|0)?$' },
          near: /Cookie(?:::create)?\(\s*['"](?![\w.-]*[cx]srf)[\w.-]*(?:sess|auth|token|log_?in|remember|jwt|passw|secret)/i,
        },
      ],
    },
    { on: ['Request->getSession', 'RequestStack->getSession'], returns: 'SessionInterface' },
    { on: ['SessionInterface->set'], from: [], sinks: [{ rule: 'trust-boundary', args: [1], first: rights }] },
    // Clients.
    {
      on: [
        'GuzzleHttp\\Client->request',
        'ClientInterface->request',
        'HttpClientInterface->request',
        'Client->request',
      ],
      source: 'remote',
      sinks: [
        { rule: 'server-side-request-forgery', args: [1] },
        ...['verify', 'verify_peer'].map((key) => ({
          rule: 'no-certificate-check',
          flag: { arg: 2, key, matches: '^(?:false|0)$' },
        })),
      ],
    },
    {
      on: ['get', 'post', 'put', 'patch', 'delete', 'head', 'getAsync', 'postAsync'].flatMap((name) => [
        `GuzzleHttp\\Client->${name}`,
        `ClientInterface->${name}`,
      ]),
      source: 'remote',
      sinks: [
        { rule: 'server-side-request-forgery', args: [0] },
        { rule: 'no-certificate-check', flag: { arg: 1, key: 'verify', matches: '^(?:false|0)$' } },
      ],
    },
    {
      on: ['new GuzzleHttp\\Client', 'HttpClient::create', 'HttpClient::createForBaseUri'],
      from: [],
      returns: 'ClientInterface',
      sinks: [0, 1].flatMap((arg) =>
        ['verify', 'verify_peer'].map((key) => ({
          rule: 'no-certificate-check',
          flag: { arg, key, matches: '^(?:false|0)$' },
        })),
      ),
    },
    {
      on: ['new GuzzleHttp\\Psr7\\Request', 'RequestFactoryInterface->createRequest'],
      from: [],
      sinks: [{ rule: 'server-side-request-forgery', args: [1] }],
    },
  ],
  properties: [],
  entries: [
    { annotation: 'MapQueryParameter', source: 'request' },
    { annotation: 'MapQueryString', source: 'request' },
    { annotation: 'MapRequestPayload', source: 'request' },
    { annotation: 'MapUploadedFile', source: 'request', type: 'UploadedFile' },
    // A place of the address ends at the next slash.
    { placeOf: 'Route', source: 'request', escapes: ['PathName'] },
  ],
  types: {
    'Request.query': 'InputBag',
    'Request.request': 'InputBag',
    'Request.cookies': 'InputBag',
    'Request.headers': 'HeaderBag',
    'Request.files': 'FileBag',
  },
}
