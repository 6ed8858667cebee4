import type { ModelSet } from '../../../analysis/models.ts'
import type { SinkModel } from '../../../analysis/sink-model.ts'

const asks: SinkModel = { rule: 'server-side-request-forgery', args: [0] }
const panache = [
  'PanacheEntity',
  'PanacheEntityBase',
  'PanacheRepository',
  'PanacheRepositoryBase',
  'ReactivePanacheEntity',
]
const verbs = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']
const clauses = ['where', 'and', 'or', 'having', 'on', 'orderBy', 'groupBy', 'andNot', 'orNot', 'qualify']
const helpers = ['FacesContext', 'ExternalContext']

/** Quarkus and Panache, Micronaut, Struts, JSF, Vert.x, jOOQ's builders, Ebean, Grails, Play, and messages between beans. */
export const javaFrameworks: ModelSet = {
  language: 'java',
  calls: [
    {
      on: ['find', 'list', 'stream', 'count', 'delete', 'update', 'firstResult', 'findFirst'].flatMap((name) =>
        panache.flatMap((cls) => [`${cls}::${name}`, `${cls}->${name}`]),
      ),
      source: 'database',
      sinks: [{ rule: 'sql-injection', args: [0], textOnly: true }],
    },
    // Micronaut.
    { on: verbs.map((name) => `HttpRequest::${name}`), from: [], returns: 'MicronautRequest', sinks: [asks] },
    { on: ['MicronautRequest->*'], from: [], returns: 'MicronautRequest' },
    { on: ['HttpClient->toBlocking', 'StreamingHttpClient->toBlocking'], from: [], returns: 'BlockingHttpClient' },
    {
      on: ['retrieve', 'exchange', 'jsonStream', 'dataStream', 'exchangeStream'].flatMap((name) =>
        [
          'BlockingHttpClient',
          'io.micronaut.http.client.HttpClient',
          'ReactorHttpClient',
          'RxHttpClient',
          'StreamingHttpClient',
        ].map((cls) => `${cls}->${name}`),
      ),
      source: 'remote',
      sinks: [{ ...asks, except: ['MicronautRequest'] }],
    },
    {
      on: [
        'HttpResponse::redirect',
        'HttpResponse::seeOther',
        'HttpResponse::temporaryRedirect',
        'HttpResponse::permanentRedirect',
      ],
      from: [],
      sinks: [{ rule: 'open-redirect-address', args: [0] }],
    },
    {
      on: ['JdbcOperations->prepareStatement', 'JdbcOperations->execute', 'R2dbcOperations->prepareStatement'],
      from: [],
      sinks: [{ rule: 'sql-injection', args: [0], textOnly: true }],
    },
    // Struts.
    {
      on: ['ServletActionContext::getRequest', 'ServletActionContext->getRequest'],
      returns: 'HttpServletRequest',
    },
    { on: ['ServletActionContext::getResponse'], returns: 'HttpServletResponse' },
    { on: ['ActionContext::getContext'], returns: 'ActionContext' },
    { on: ['ActionContext->getParameters', 'HttpParameters->get', '->getparameters'], source: 'request' },
    {
      on: ['Ognl::getValue', 'ValueStack->findValue', 'ValueStack->setValue', 'OgnlUtil->getValue', '->findvalue'],
      passes: true,
      sinks: [{ rule: 'code-injection', args: [0] }],
    },
    {
      on: ['TextParseUtil::translateVariables', 'TextProvider->getText'],
      from: [],
      sinks: [{ rule: 'code-injection', args: [0] }],
    },
    // JSF.
    { on: ['FacesContext::getCurrentInstance'], returns: 'FacesContext' },
    { on: helpers.map((cls) => `${cls}->getExternalContext`), returns: 'ExternalContext' },
    {
      on: [
        'getRequestParameterMap',
        'getRequestParameterValuesMap',
        'getRequestParameterNames',
        'getRequestHeaderMap',
        'getRequestHeaderValuesMap',
        'getRequestCookieMap',
        'getRequestPathInfo',
      ].map((name) => `ExternalContext->${name}`),
      source: 'request',
    },
    { on: ['ExternalContext->getRequest'], returns: 'HttpServletRequest' },
    { on: ['ExternalContext->getResponse'], returns: 'HttpServletResponse' },
    { on: ['ExternalContext->getSessionMap'], returns: 'FacesSession' },
    { on: ['FacesSession->put'], from: [], sinks: [{ rule: 'trust-boundary', args: [1] }] },
    { on: ['ExternalContext->redirect'], from: [], sinks: [{ rule: 'open-redirect-address', args: [0] }] },
    {
      on: ['ExternalContext->getRealPath', 'ExternalContext->getResourceAsStream'],
      from: [],
      sinks: [{ rule: 'path-traversal', args: [0] }],
    },
    // Vert.x.
    {
      on: [
        'RoutingContext->request',
        'RoutingContext->queryParams',
        'RoutingContext->pathParams',
        'RoutingContext->getCookie',
      ],
      source: 'request',
      returns: 'HttpServerRequest',
    },
    { on: ['RoutingContext->redirect'], from: [], sinks: [{ rule: 'open-redirect-address', args: [0] }] },
    { on: ['RoutingContext->response'], returns: 'HttpServerResponse' },
    {
      on: ['HttpServerResponse->end', 'HttpServerResponse->write'],
      from: [],
      sinks: [{ rule: 'page-output', args: [0], begins: /^\s*</ }],
    },
    { on: ['HttpServerResponse->putHeader'], returns: 'HttpServerResponse', contentType: 'header' },
    {
      on: ['getAbs', 'postAbs', 'requestAbs', 'putAbs', 'deleteAbs', 'headAbs'].map((name) => `WebClient->${name}`),
      from: [],
      sinks: [{ rule: 'server-side-request-forgery' }],
    },
    {
      on: [
        'FileSystem->readFile',
        'FileSystem->open',
        'FileSystem->delete',
        'FileSystem->writeFile',
        'HttpServerResponse->sendFile',
      ],
      from: [],
      sinks: [{ rule: 'path-traversal', args: [0] }],
    },
    // jOOQ: a condition given as text is SQL.
    {
      on: [
        'select',
        'selectFrom',
        'selectDistinct',
        'update',
        'deleteFrom',
        'delete',
        'insertInto',
        'selectCount',
        'selectOne',
        'with',
      ].map((name) => `DSLContext->${name}`),
      from: [],
      returns: 'JooqQuery',
    },
    {
      on: clauses.map((name) => `JooqQuery->${name}`),
      returns: 'JooqQuery',
      sinks: [{ rule: 'sql-injection', args: [0], textOnly: true, begins: /[=<>(]|\s(?:like|in|between|is)\b/i }],
    },
    { on: ['JooqQuery->*'], from: [], returns: 'JooqQuery' },
    // Hibernate, Ebean, EclipseLink, Spring Data.
    {
      on: [
        'Restrictions::sqlRestriction',
        'Expression::sql',
        'Projections::sqlProjection',
        'Formula::sql',
        'Order::sql',
      ],
      from: [],
      sinks: [{ rule: 'sql-injection', args: [0] }],
    },
    {
      on: [
        'ExpressionList->raw',
        'Query->raw',
        'DB::findNative',
        'Ebean::createSqlUpdate',
        'Database->sqlQuery',
        'Database->findNative',
        '->createsqlquery',
        '->createnativequery',
        '->createstoredprocedurequery',
      ],
      from: [],
      sinks: [{ rule: 'sql-injection', args: [0, 1] }],
    },
    {
      on: [
        'TemplateEngine->process',
        'SpringTemplateEngine->process',
        'ITemplateEngine->process',
        'Engine->parse',
        'Qute::fmt',
      ],
      from: [],
      sinks: [{ rule: 'template-injection', args: [0], textOnly: true }],
    },
    // What one bean hands to another by its class.
    { on: ['->publishevent', '->fire', '->fireasync', 'EventBus->post'], passes: true, raises: { typed: true } },
    { on: ['EventBus->publish', 'EventBus->send', 'EventBus->request'], from: [], raises: { store: 'event' } },
    {
      on: ['EventBus->consumer', 'EventBus->localConsumer'],
      from: [],
      listens: { store: 'event', name: 0, callback: 1 },
    },
  ],
  properties: [],
  entries: [
    ...[
      'Body',
      'QueryValue',
      'Header',
      'Part',
      'RequestBean',
      'RestQuery',
      'RestPath',
      'RestForm',
      'RestHeader',
      'RestCookie',
      'MatrixParam',
      'ManagedProperty',
      'HttpParam',
    ].map((annotation) => ({ annotation, source: 'request' as const })),
    // Struts sets the fields of an action from the request.
    ...['ActionSupport', 'Action', 'ModelDriven'].map((inherits) => ({
      method: /^set[A-Z]/,
      inherits,
      source: 'request' as const,
    })),
  ],
}
