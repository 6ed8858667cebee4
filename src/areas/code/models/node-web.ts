import type { ModelSet } from '../../../analysis/models.ts'

const requests = [
  'query',
  'body',
  'params',
  'form',
  'formData',
  'searchParams',
  'cookies',
  'signedCookies',
  'headers',
  'url',
  'originalUrl',
  'path',
  'hostname',
  'rawBody',
  'files',
  'file',
  // Hapi
  'payload',
  'state',
  // Koa
  'querystring',
  'search',
  'href',
]
/** Methods of a request that read it: Express, Koa, Hono, Adonis, and the Request of the Fetch standard. */
const readers = [
  'param',
  'params',
  'get',
  'header',
  'query',
  'queries',
  'input',
  'all',
  'only',
  'except',
  'qs',
  'body',
  'json',
  'text',
  'formData',
  'parseBody',
  'arrayBuffer',
  'cookie',
  'plainCookie',
  'file',
]
const verbs = ['Get', 'Post', 'Put', 'Patch', 'Delete', 'All']

/** Express, Koa, Fastify, Hapi, NestJS, Hono, AdonisJS, route handlers of Next.js, functions of a cloud. */
export const nodeWeb: ModelSet = {
  language: 'js',
  calls: [
    {
      on: ['ExpressResponse->send', 'ExpressResponse->write', 'ExpressResponse->end'],
      returns: 'ExpressResponse',
      sinks: [{ rule: 'page-output', args: [0], textOnly: true }],
    },
    // Text is no page there unless it is said to be one.
    {
      on: ['FastifyReply->send'],
      returns: 'FastifyReply',
      sinks: [{ rule: 'page-output', args: [0], textOnly: true, typedPage: true }],
    },
    { on: ['ExpressResponse->status', 'ExpressResponse->vary', 'ExpressResponse->links'], returns: 'ExpressResponse' },
    { on: ['FastifyReply->code', 'FastifyReply->status'], returns: 'FastifyReply' },
    { on: ['ExpressResponse->type', 'ExpressResponse->contentType'], returns: 'ExpressResponse', contentType: 0 },
    { on: ['FastifyReply->type'], returns: 'FastifyReply', contentType: 0 },
    {
      on: [
        'ExpressResponse->set',
        'ExpressResponse->header',
        'ExpressResponse->setHeader',
        'ExpressResponse->append',
        'ExpressResponse->writeHead',
        'KoaContext->set',
      ],
      returns: 'ExpressResponse',
      contentType: 'header',
      sinks: [
        { rule: 'open-redirect-address', args: [1], mentions: { arg: 0, word: 'location' } },
        { rule: 'open-redirect-address', args: [0, 1], keys: ['Location', 'location'], objects: true },
      ],
    },
    {
      on: ['ExpressResponse->location'],
      returns: 'ExpressResponse',
      sinks: [{ rule: 'open-redirect-address', args: [0] }],
    },
    { on: ['FastifyReply->header', 'FastifyReply->headers'], returns: 'FastifyReply', contentType: 'header' },
    { on: ['ExpressResponse->attachment'], returns: 'ExpressResponse' },
    {
      on: ['ExpressResponse->cookie', 'FastifyReply->setCookie', 'FastifyReply->cookie'],
      returns: 'ExpressResponse',
      sinks: [{ rule: 'insecure-cookie', flag: { cookie: { options: 2 } } }],
    },
    { on: ['ExpressResponse->json', 'ExpressResponse->sendStatus'], from: [] },
    {
      on: ['ExpressResponse->redirect', 'FastifyReply->redirect', 'KoaContext->redirect', 'HonoContext->redirect'],
      from: [],
      sinks: [{ rule: 'open-redirect-address' }],
    },
    {
      on: ['NextResponse->redirect', 'Response->redirect'],
      from: [],
      returns: 'NextResponse',
      // The address asked for with another path: the site stays.
      sinks: [{ rule: 'open-redirect-address', args: [0], except: ['NextUrl'] }],
    },
    { on: ['NextUrl->clone'], from: [], returns: 'NextUrl' },
    {
      on: ['next/navigation->redirect', 'redirect'],
      from: [],
      sinks: [
        {
          rule: 'open-redirect-address',
          args: [0],
          keys: ['to', 'href', 'url', 'location', 'destination', 'pathname'],
        },
      ],
    },
    {
      on: [
        'ExpressResponse->sendFile',
        'ExpressResponse->download',
        'FastifyReply->sendFile',
        'FastifyReply->download',
        'HapiToolkit->file',
      ],
      from: [],
      sinks: [{ rule: 'path-traversal', args: [0], unlessKeys: ['root', 'confine'] }],
    },
    { on: ['koa-send->default', 'koa-send', 'send'], from: [], sinks: [{ rule: 'path-traversal', args: [1] }] },
    { on: readers.map((name) => `ExpressRequest->${name}`), source: 'request' },
    // What a form of a server action holds.
    { on: ['FormData->get', 'FormData->getAll', 'FormData->entries'], source: 'request' },
    { on: ['KoaContext->get', 'KoaCookies->get'], source: 'request' },
    {
      on: ['HapiToolkit->response', 'HonoContext->html'],
      from: [0],
      returns: 'HapiResponse',
      sinks: [{ rule: 'page-output', args: [0], textOnly: true }],
    },
    { on: ['HapiToolkit->redirect'], from: [], sinks: [{ rule: 'open-redirect-address', args: [0] }] },
    {
      on: ['NextResponse->next', 'NextResponse->json', 'NextResponse->rewrite', 'new NextResponse'],
      from: [],
      returns: 'NextResponse',
    },
    { on: ['headers'], source: 'request' },
    { on: ['next/headers->cookies', 'cookies'], from: [], returns: 'NextCookies' },
    { on: ['NextCookies->get', 'NextCookies->getAll', 'NextCookies->toString'], source: 'request' },
    {
      on: ['NextCookies->set'],
      from: [],
      returns: 'NextCookies',
      sinks: [{ rule: 'insecure-cookie', flag: { cookie: { options: 2 } } }],
    },
    {
      on: ['hono/cookie->setCookie'],
      from: [],
      sinks: [{ rule: 'insecure-cookie', flag: { cookie: { name: 1, options: 3 } } }],
    },
    { on: ['->throw', 'notFound', 'next/navigation->notFound'], from: [], exits: true },
  ],
  properties: [
    ...requests.flatMap((name) => [`ExpressRequest.${name}`, `KoaContext.${name}`]),
    'GraphQLArgs.*',
    'NextUrl.searchParams',
    'NextUrl.search',
    'NextUrl.pathname',
    ...['queryStringParameters', 'multiValueQueryStringParameters', 'pathParameters', 'body', 'headers', 'rawPath'].map(
      (name) => `CloudEvent.${name}`,
    ),
  ].map((on) => ({
    on,
    source: 'request' as const,
    ...(on === 'ExpressRequest.file' && { type: 'MulterFile' }),
    // Parts of a path are texts: they bring no operators.
    ...(/^(?:ExpressRequest|KoaContext)\.params$/.test(on) && { escapes: ['Scalar'] as const }),
  })),
  writes: [
    // A text that begins with a tag is sent as a page.
    { on: 'ctx.body', rule: 'page-output', begins: /^\s*</ },
  ],
  entries: [
    ...[
      'Query',
      'Body',
      'Param',
      'Headers',
      'Cookies',
      'HostParam',
      'RawBody',
      'QueryParam',
      'BodyParam',
      'HeaderParam',
      'CookieParam',
      'PathParam',
      'QueryParams',
      'PathParams',
      'BodyParams',
      // Arguments of a GraphQL resolver.
      'Args',
      'Arg',
    ].map((annotation) => ({
      annotation,
      unlessGiven: /^Parse\w+Pipe$/,
      source: 'request' as const,
    })),
    ...['Req', 'Request'].map((annotation) => ({ annotation, source: 'request' as const, type: 'ExpressRequest' })),
    ...['Res', 'Response'].map((annotation) => ({ annotation, source: 'request' as const, type: 'ExpressResponse' })),
    ...['UploadedFile', 'UploadedFiles'].map((annotation) => ({
      annotation,
      source: 'request' as const,
      type: 'MulterFile',
    })),
  ],
  returned: [{ rule: 'page-output', method: verbs, starts: /^\s*</ }],
  parameters: [
    // `products: (parent, args, context) => …` in a map of resolvers.
    {
      name: /^(?:_?args|argument 2)$/,
      behind: {
        name: /^(?:_+|_?(?:parent|root|obj|source|rootValue))$/,
        // A page resolves what it keeps itself with the same words.
        file: /^(?![^]*\b(?:window|document|localStorage|EventBus|apollo-client|apollo-cache|@apollo\/client|vue|react)\b)[^]*(?:graphql|resolvers|gql`)/i,
      },
      type: 'GraphQLArgs',
    },
    { name: /^_?(?:req|request)$/, type: 'ExpressRequest' },
    { name: /^_?(?:res|response)$/, type: 'ExpressResponse' },
    { name: /^_?reply$/, type: 'FastifyReply' },
    { name: /^_?ctx$/, type: 'KoaContext' },
    { name: /^c$/, type: 'HonoContext' },
    { name: /^(?:h|toolkit)$/, type: 'HapiToolkit' },
    // A function of a cloud that is called by other events than requests is given them whole.
    {
      name: /^event$/,
      behind: {
        name: /^$/,
        file: /^(?![^]*\b(?:queryStringParameters|pathParameters|event\.body|event\.headers)\b)[^]*(?:\bexports\.handler\s*=|\bexport\s+(?:const|(?:async\s+)?function)\s+(?:handler|lambdaHandler)\b)/,
      },
      type: 'LambdaEvent',
      source: 'request',
    },
    { name: /^event$/, type: 'CloudEvent' },
  ],
  types: {
    'KoaContext.request': 'ExpressRequest',
    'KoaContext.req': 'ExpressRequest',
    'KoaContext.response': 'ExpressResponse',
    'KoaContext.res': 'ExpressResponse',
    'KoaContext.cookies': 'KoaCookies',
    'ExpressRequest.request': 'ExpressRequest',
    'ExpressRequest.nextUrl': 'NextUrl',
    'NextResponse.cookies': 'NextCookies',
    'KoaContext.nextUrl': 'NextUrl',
    'HonoContext.req': 'ExpressRequest',
  },
}
