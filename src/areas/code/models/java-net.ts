import type { ModelSet } from '../../../analysis/models.ts'

const request = { rule: 'server-side-request-forgery', args: [0] }

/** Text that is a document by its beginning, or by the type that it was given. */
const page = [
  { rule: 'page-output', args: [0], begins: /^\s*</ },
  { rule: 'page-output', args: [0], typedPage: true },
]

/** Clients of other servers, and where visitors are sent, beyond the servlet itself. */
export const javaNet: ModelSet = {
  language: 'java',
  calls: [
    {
      on: ['WebClient::create', 'WebClient::builder', 'RestClient::create', 'RestClient::builder'],
      from: [],
      returns: 'WebClient',
      sinks: [request],
    },
    {
      on: ['get', 'post', 'put', 'patch', 'delete', 'head', 'build', 'method', 'header', 'body', 'bodyValue'].map(
        (name) => `WebClient->${name}`,
      ),
      from: [],
      returns: 'WebClient',
    },
    { on: ['WebClient->uri', 'WebClient->baseUrl'], from: [], returns: 'WebClient', sinks: [request] },
    {
      on: [
        'put',
        'delete',
        'patchForObject',
        'postForEntity',
        'postForLocation',
        'headForHeaders',
        'execute',
        'optionsForAllow',
      ].map((name) => `RestTemplate->${name}`),
      from: [],
      sinks: [request],
    },
    {
      on: ['new Request.Builder', 'Request.Builder->get', 'Request.Builder->post'],
      from: [],
      returns: 'Request.Builder',
    },
    { on: ['Request.Builder->url'], from: [], returns: 'Request.Builder', sinks: [request] },
    {
      on: ['Jsoup::connect', 'Unirest::get', 'Unirest::post'],
      from: [],
      sinks: [request],
    },
    { on: ['new Socket'], from: [], returns: 'Socket', sinks: [{ rule: 'server-side-request-forgery', args: [0] }] },
    {
      on: ['new ModelAndView', 'ModelAndView->setViewName'],
      sinks: [{ rule: 'redirect-view', args: [0] }],
    },
    { on: ['RedirectView->setUrl', '->setlocation'], from: [], sinks: [{ rule: 'open-redirect-address', args: [0] }] },
    {
      on: [
        'ResponseEntity::status',
        'ResponseEntity::ok',
        'ResponseEntity::badRequest',
        'ResponseEntity::created',
        'ResponseEntity::accepted',
      ],
      from: [],
      returns: 'BodyBuilder',
      sinks: page,
    },
    {
      on: ['BodyBuilder->location'],
      from: [],
      returns: 'BodyBuilder',
      sinks: [{ rule: 'open-redirect-address', args: [0] }],
    },
    {
      on: ['BodyBuilder->header'],
      from: [],
      returns: 'BodyBuilder',
      contentType: 'header',
      sinks: [{ rule: 'open-redirect-address', args: [1], mentions: { arg: 0, word: 'location' } }],
    },
    {
      on: ['BodyBuilder->contentType'],
      from: [],
      returns: 'BodyBuilder',
      contentType: 0,
    },
    {
      on: ['BodyBuilder->headers', 'BodyBuilder->cacheControl', 'BodyBuilder->eTag', 'BodyBuilder->contentLength'],
      from: [],
      returns: 'BodyBuilder',
    },
    {
      on: ['new ResponseEntity'],
      from: [],
      sinks: page.map((sink) => ({ ...sink, textOnly: true })),
    },
    {
      on: ['HttpHeaders->add', 'HttpHeaders->set'],
      from: [],
      sinks: [{ rule: 'open-redirect-address', args: [1], mentions: { arg: 0, word: 'location' } }],
    },
    { on: ['BodyBuilder->body'], from: [], sinks: page },
    // JAX-RS: the type may be given before or after the content.
    {
      on: ['ok', 'status', 'accepted', 'created', 'serverError', 'notAcceptable', 'noContent'].map(
        (name) => `Response::${name}`,
      ),
      from: [0],
      returns: 'ResponseBuilder',
      sinks: [...page, { rule: 'page-output', args: [0], when: { arg: 1, matches: /html/i } }],
    },
    { on: ['ResponseBuilder->entity'], from: [0], returns: 'ResponseBuilder', sinks: page },
    {
      on: ['ResponseBuilder->type'],
      fromReceiver: true,
      from: [],
      returns: 'ResponseBuilder',
      contentType: 0,
      sinks: [{ rule: 'page-output', args: [-1], when: { arg: 0, matches: /html/i } }],
    },
    {
      on: ['ResponseBuilder->header'],
      fromReceiver: true,
      from: [],
      returns: 'ResponseBuilder',
      contentType: 'header',
      sinks: [{ rule: 'open-redirect-address', args: [1], mentions: { arg: 0, word: 'location' } }],
    },
    {
      on: ['ResponseBuilder->location'],
      from: [],
      returns: 'ResponseBuilder',
      sinks: [{ rule: 'open-redirect-address', args: [0] }],
    },
    { on: ['ResponseBuilder->*'], fromReceiver: true, from: [], returns: 'ResponseBuilder' },
    {
      on: ['Response::seeOther', 'Response::temporaryRedirect'],
      from: [],
      sinks: [{ rule: 'open-redirect-address', args: [0] }],
    },
    {
      on: ['HttpServletResponse->setHeader', 'HttpServletResponse->addHeader'],
      sinks: [{ rule: 'open-redirect-address', args: [1], mentions: { arg: 0, word: 'location' } }],
    },
    // A page of the application chosen by name: its own files, those of WEB-INF included.
    { on: ['->getrequestdispatcher'], from: [], sinks: [{ rule: 'file-inclusion', args: [0] }] },
    {
      on: [
        '->getresourceasstream',
        'ServletContext->getRealPath',
        'new ClassPathResource',
        'new UrlResource',
        'new PathResource',
        'ResourceLoader->getResource',
        'ResourcePatternResolver->getResources',
        'DefaultResourceLoader->getResource',
        'ApplicationContext->getResource',
        'ServletContext->getResource',
        'ResourceUtils::getFile',
      ],
      from: [],
      sinks: [{ rule: 'path-traversal', args: [0] }],
    },
  ],
  properties: [],
  entries: [],
}
