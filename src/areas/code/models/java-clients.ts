import type { CallModel, ModelSet } from '../../../analysis/models.ts'
import type { SinkModel } from '../../../analysis/sink-model.ts'

const asks: SinkModel = { rule: 'server-side-request-forgery', args: [0] }
const asksAny: SinkModel = { rule: 'server-side-request-forgery' }
const verbs = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace', 'connect']
const upper = (word: string) => word[0]!.toUpperCase() + word.slice(1)
/** Where a database is asked for: drivers load classes, read files and contact whom the address says. */
const drivers: CallModel[] = [
  {
    on: ['DriverManager::getConnection', 'Driver->connect'],
    returns: 'Connection',
    sinks: [asks, { rule: 'hard-coded-secret', flag: { arg: 2, matches: '.' } }],
  },
  {
    on: [
      ...[
        'HikariConfig',
        'HikariDataSource',
        'BasicDataSource',
        'DriverManagerDataSource',
        'DruidDataSource',
        'ComboPooledDataSource',
      ].flatMap((cls) => [`${cls}->setJdbcUrl`, `${cls}->setUrl`]),
      'DataSourceBuilder->url',
      'Jdbi::create',
      'Jdbi::open',
      'new DriverManagerDataSource',
      'new SingleConnectionDataSource',
    ],
    from: [],
    sinks: [asks],
  },
]

/** Clients of HTTP and of directories beyond the language's own, and addresses of databases. */
export const javaClients: ModelSet = {
  language: 'java',
  calls: [
    ...drivers,
    // Apache's clients, of both generations.
    {
      on: [
        ...verbs.map((verb) => `new Http${upper(verb)}`),
        'new HttpUriRequestBase',
        'new BasicClassicHttpRequest',
        'new BasicHttpRequest',
        'new BasicHttpEntityEnclosingRequest',
        'new SimpleHttpRequest',
        'new HttpHost',
      ],
      from: [],
      sinks: [asksAny],
    },
    {
      on: [
        ...verbs.flatMap((verb) =>
          [
            'BasicHttpRequests',
            'SimpleHttpRequests',
            'ClassicHttpRequests',
            'SimpleRequestBuilder',
            'ClassicRequestBuilder',
            'AsyncRequestBuilder',
            'BasicRequestBuilder',
            'RequestBuilder',
            'BasicRequestProducer',
          ].map((cls) => `${cls}::${verb}`),
        ),
        ...verbs.flatMap((verb) => [`Request::${verb}`, `Request::${upper(verb)}`]),
        'SimpleHttpRequest::create',
        'BasicHttpRequests::create',
        'SimpleHttpRequests::create',
        'ClassicHttpRequests::create',
        'HttpHost::create',
      ],
      from: [],
      returns: 'ApacheRequestBuilder',
      sinks: [asksAny],
    },
    {
      on: ['setUri', 'setHttpHost', 'setAuthority'].flatMap((name) =>
        ['ApacheRequestBuilder', 'HttpRequestBase', 'BasicHttpRequest', 'HttpGet', 'HttpPost', 'HttpRequest'].map(
          (cls) => `${cls}->${name}`,
        ),
      ),
      from: [],
      returns: 'this',
      sinks: [asks],
    },
    { on: ['HttpGet->setURI', 'HttpPost->setURI', 'HttpRequestBase->setURI'], from: [], sinks: [asks] },
    // JAX-RS, Spring, Hutool, OkHttp, Feign and others.
    { on: ['ClientBuilder::newClient'], from: [], returns: 'Client' },
    { on: ['Client->target', 'javax.ws.rs.client.Client->target', 'Client->resource'], from: [], sinks: [asks] },
    {
      on: [...verbs, 'method'].map((verb) => `RequestEntity::${verb}`),
      from: [],
      returns: 'RequestEntity',
      sinks: [asksAny],
    },
    {
      on: ['new RequestEntity'],
      from: [0, 1],
      returns: 'RequestEntity',
      sinks: [{ ...asksAny, only: ['URI', 'URL'] }],
    },
    {
      on: [
        ...[
          'get',
          'post',
          'createGet',
          'createPost',
          'createRequest',
          'downloadFile',
          'downloadString',
          'downloadBytes',
          'download',
        ].map((name) => `HttpUtil::${name}`),
        ...['get', 'post', 'put', 'delete', 'head', 'patch', 'of'].map((name) => `cn.hutool.http.HttpRequest::${name}`),
        'new OkHttpClient.Request',
        'AsyncHttpClient->prepareGet',
        'AsyncHttpClient->preparePost',
        'Dsl::get',
        'Dsl::post',
        'Unirest::put',
        'Unirest::delete',
        'Unirest::head',
        'Unirest::patch',
        'HttpClient->getAbs',
        'new URLConnection',
        'URLClassLoader::newInstance',
        'new URLClassLoader',
        'WebSocketClient->doHandshake',
      ],
      from: [],
      sinks: [asksAny],
    },
    // Directories.
    {
      on: [
        'LDAPConnection->searchForEntry',
        'LDAPConnection->asyncSearch',
        'LDAPInterface->search',
        'LDAPInterface->searchForEntry',
        'LdapTemplate->find',
        'LdapTemplate->findOne',
        'LdapTemplate->searchForContext',
        'LdapTemplate->lookup',
        'LdapOperations->search',
        'EventDirContext->search',
        'Context->search',
      ],
      from: [],
      sinks: [{ rule: 'ldap-injection' }],
    },
    {
      on: [
        'Filter::create',
        'com.unboundid.ldap.sdk.Filter::create',
        'LdapQueryBuilder->filter',
        'new HardcodedFilter',
      ],
      from: [],
      atMost: 1,
      sinks: [{ rule: 'ldap-injection', args: [0] }],
    },
    { on: ['LdapQueryBuilder::query'], returns: 'LdapQueryBuilder' },
    {
      on: ['LdapQueryBuilder->base'],
      from: [],
      returns: 'LdapQueryBuilder',
      sinks: [{ rule: 'ldap-injection', args: [0] }],
    },
    {
      on: [
        'SearchRequest->setFilter',
        'SearchRequest->setBaseDN',
        'SearchRequestImpl->setFilter',
        'SearchRequestImpl->setBase',
        'new SearchRequest',
      ],
      from: [],
      sinks: [{ rule: 'ldap-injection' }],
    },
  ],
  properties: [],
  entries: [],
}
