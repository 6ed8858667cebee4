import type { ModelSet } from '../../../analysis/models.ts'

const kit = '@sveltejs/kit'
/** Helpers of Nuxt and h3 that read the request of an event; found by their names, since they are not imported. */
const readers = [
  'getQuery',
  'getRouterParam',
  'getRouterParams',
  'readBody',
  'readRawBody',
  'readFormData',
  'readMultipartFormData',
  'getHeader',
  'getHeaders',
  'getRequestHeader',
  'getRequestHeaders',
  'getCookie',
  'parseCookies',
  'getRequestURL',
  'getRequestPath',
]
const asks = { rule: 'server-side-request-forgery', args: [0] }
const off = '^(?:false|0)$'
const agents = ['Agent', 'Pool', 'Client', 'ProxyAgent', 'RetryAgent', 'EnvHttpProxyAgent']
const images = ['sharp', 'jimp', 'gm', 'canvas']

/** SvelteKit, Nuxt, Hapi's plugins, tokens, clients, events and the little helpers of everyday servers. */
export const nodeFrameworks: ModelSet = {
  language: 'js',
  calls: [
    // SvelteKit.
    { on: [`${kit}->redirect`], from: [], exits: true, sinks: [{ rule: 'open-redirect-address', args: [1] }] },
    { on: [`${kit}->error`, `${kit}->fail`], from: [] },
    { on: [`${kit}->json`, `${kit}->text`], clean: true },
    {
      on: ['SvelteCookies->set', 'SvelteCookies->serialize'],
      from: [],
      // Marks that are not given are set by the framework.
      sinks: ['secure', 'httpOnly'].map((key) => ({ rule: 'insecure-cookie', flag: { arg: 2, key, matches: off } })),
    },
    { on: ['SvelteCookies->get', 'SvelteCookies->getAll'], source: 'request' },
    // Nuxt and h3.
    { on: readers.flatMap((name) => [name, `h3->${name}`]), source: 'request' },
    { on: ['sendRedirect', 'h3->sendRedirect'], from: [], sinks: [{ rule: 'open-redirect-address', args: [1] }] },
    { on: ['navigateTo'], from: [], sinks: [{ rule: 'open-redirect-address', args: [0], textOnly: true }] },
    {
      on: ['$fetch', '$fetch->raw', 'ofetch->ofetch', 'ofetch->$fetch', 'ofetch->raw'],
      source: 'remote',
      sinks: [asks],
    },
    {
      on: ['proxyRequest', 'sendProxy', 'fetchWithEvent', 'h3->proxyRequest', 'h3->sendProxy'],
      source: 'remote',
      sinks: [{ rule: 'server-side-request-forgery', args: [1] }],
    },
    {
      on: ['setCookie', 'h3->setCookie'],
      from: [],
      sinks: [{ rule: 'insecure-cookie', flag: { cookie: { name: 1, options: 3 } } }],
    },
    // Hapi.
    {
      on: ['->state', 'HapiServer->state'],
      passes: true,
      sinks: ['isSecure', 'isHttpOnly'].map((key) => ({
        rule: 'insecure-cookie',
        flag: { arg: 1, key, matches: off },
      })),
    },
    {
      on: ['->strategy'],
      passes: true,
      sinks: ['isSecure', 'isHttpOnly'].map((key) => ({
        rule: 'insecure-cookie',
        flag: { arg: 2, key: `cookie.${key}`, matches: off },
      })),
    },
    { on: ['HapiResponse->type'], returns: 'this', contentType: 0, lateType: true },
    { on: ['HapiResponse->header'], returns: 'this', contentType: 'header', lateType: true },
    { on: ['HapiResponse->code'], returns: 'this' },
    // Methods that a project adds to its server.
    {
      on: ['->method', '->decorate', '->decoraterequest', '->decoratereply'],
      passes: true,
      listens: { store: 'method', name: 0, callback: 1 },
    },
    { on: ['->decorate'], passes: true, listens: { store: 'method', name: 1, callback: 2 } },
    // Events.
    {
      on: ['->on', '->once', '->addlistener', '->prependlistener', '->ontyped', '->subscribe'],
      passes: true,
      listens: { store: 'event', name: 0, callback: 1 },
    },
    { on: ['->emit', '->emitasync', '->publish', '->trigger'], passes: true, raises: { store: 'event' } },
    // Lines for a shell.
    {
      on: [
        'execa->execaCommand',
        'execa->execaCommandSync',
        'execa->command',
        'execa->commandSync',
        'execa->shell',
        'execa->shellSync',
        'shelljs->exec',
        'execa->$',
      ],
      from: [],
      sinks: [{ rule: 'command-injection', args: [0] }],
    },
    {
      on: ['execa->execa', 'execa->execaSync', 'execa', 'execa->default', 'cross-spawn', 'cross-spawn->sync'],
      from: [],
      sinks: [
        { rule: 'command-injection', args: [0] },
        { rule: 'command-injection', args: [1], mentions: { arg: 2, word: 'shell' } },
      ],
    },
    // Files opened by libraries.
    {
      on: images.flatMap((name) => [name, `${name}->default`, `${name}->read`, `${name}->open`, `${name}->loadImage`]),
      from: [],
      returns: 'Picture',
      // What was read from a file is a picture, no name of one.
      sinks: [{ rule: 'path-traversal', args: [0], textOnly: true, foreign: 0 }],
    },
    {
      on: ['Picture->toFile', 'Picture->write', 'Picture->writeAsync'],
      sinks: [{ rule: 'path-traversal', args: [0] }],
    },
    { on: ['Picture->*'], clean: true, returns: 'Picture' },
    {
      on: ['extract-zip', 'extract-zip->default', 'tar->extract', 'tar->x', 'unzipper->Extract', 'decompress'],
      from: [],
      // What was read from a file is a picture, no name of one.
      sinks: [{ rule: 'path-traversal', args: [0], textOnly: true, foreign: 0 }],
    },
    // Clients.
    {
      on: agents.flatMap((name) => [`new ${name}`, `new undici.${name}`]),
      sinks: [
        'rejectUnauthorized',
        'connect.rejectUnauthorized',
        'requestTls.rejectUnauthorized',
        'tls.rejectUnauthorized',
      ].flatMap((key) => [0, 1].map((arg) => ({ rule: 'no-certificate-check', flag: { arg, key, matches: off } }))),
    },
    {
      on: ['axios->create', 'got->extend', 'ky->create', 'needle->get', 'request->defaults'],
      sinks: ['httpsAgent.rejectUnauthorized', 'https.rejectUnauthorized', 'rejectUnauthorized', 'strictSSL'].flatMap(
        (key) => [0, 1].map((arg) => ({ rule: 'no-certificate-check', flag: { arg, key, matches: off } })),
      ),
    },
    { on: ['undici->pipeline', 'undici->connect', 'undici->upgrade', 'ofetch->create'], from: [], sinks: [asks] },
    // Tokens.
    { on: ['new SignJWT', 'new EncryptJWT'], returns: 'JoseToken' },
    {
      on: [
        'setProtectedHeader',
        'setIssuedAt',
        'setIssuer',
        'setAudience',
        'setExpirationTime',
        'setSubject',
        'setJti',
        'setNotBefore',
      ].map((name) => `JoseToken->${name}`),
      returns: 'JoseToken',
    },
    {
      on: ['JoseToken->sign', 'JoseToken->encrypt'],
      clean: true,
      sinks: [{ rule: 'hard-coded-secret', flag: { arg: 0, matches: '.' } }],
    },
    {
      on: ['jose->jwtVerify', 'jose->jwtDecrypt', 'jose->compactVerify'],
      from: [0],
      escapes: ['Trusted'],
      sinks: [{ rule: 'hard-coded-secret', flag: { arg: 1, matches: '^(?!-----BEGIN (?:PUBLIC|CERT)).' } }],
    },
    {
      on: ['crypto->createHmac'],
      from: [],
      returns: 'Hmac',
      sinks: [{ rule: 'hard-coded-secret', flag: { arg: 1, matches: '.' } }],
    },
    {
      on: ['express-session', 'express-session->default', 'cookie-session', 'cookie-session->default', 'koa-session'],
      sinks: ['secret', 'keys.0'].map((key) => ({ rule: 'hard-coded-secret', flag: { arg: 0, key, matches: '.' } })),
    },
    // Tags that escape what is put into them.
    {
      on: [
        'hono/html->html',
        'lit->html',
        'lit-html->html',
        'htl->html',
        'escape-html-template-tag',
        'html-template-tag',
      ],
      escapes: ['HtmlText', 'DoubleQuote', 'SingleQuote', 'Xml'],
    },
    {
      on: ['hono/html->raw', 'lit/directives/unsafe-html.js->unsafeHTML'],
      sinks: [{ rule: 'page-output', args: [0] }],
    },
    // What Angular is told to trust.
    {
      on: ['->bypasssecuritytrustscript', '->bypasssecuritytruststyle'],
      from: [0],
      sinks: [{ rule: 'page-output', args: [0] }],
    },
    {
      on: ['ParamMap->get', 'ParamMap->getAll'],
      source: 'request',
    },
    { on: ['inject', '@angular/core->inject'], from: [], returns: 'argument' },
    { on: ['ParamMapStream->subscribe'], from: [], callback: { arg: 0, parameters: [{ type: 'ParamMap' }] } },
    { on: ['ParamsStream->subscribe'], from: [], callback: { arg: 0, parameters: [{ type: 'Params' }] } },
  ],
  properties: [
    { on: 'SvelteEvent.params', source: 'request' },
    // The address where the visitor is already.
    { on: 'SvelteEvent.url', source: 'request', type: 'URL', escapes: ['LocalPath'] },
    { on: 'Params.*', source: 'request' },
  ],
  entries: [],
  parameters: [
    {
      name: /^argument 1$/,
      takes: { keys: /^(?:url|params|cookies|request|locals|platform)$/, file: /@sveltejs\/kit|['"]\.\/\$types['"]/ },
      type: 'SvelteEvent',
    },
    {
      name: /^(?:ctx|request)$/,
      takes: { keys: /^(?:url|params|cookies|request|locals|platform)$/, file: /@sveltejs\/kit|['"]\.\/\$types['"]/ },
      type: 'SvelteEvent',
    },
  ],
  types: {
    'SvelteEvent.cookies': 'SvelteCookies',
    'SvelteEvent.request': 'ExpressRequest',
    'ActivatedRoute.queryParamMap': 'ParamMapStream',
    'ActivatedRoute.paramMap': 'ParamMapStream',
    'ActivatedRoute.queryParams': 'ParamsStream',
    'ActivatedRoute.params': 'ParamsStream',
    'ActivatedRoute.snapshot': 'RouteSnapshot',
    'RouteSnapshot.queryParamMap': 'ParamMap',
    'RouteSnapshot.paramMap': 'ParamMap',
    'RouteSnapshot.queryParams': 'Params',
    'RouteSnapshot.params': 'Params',
  },
}
