import type { ModelSet } from '../../../analysis/models.ts'

/** What scripts read in the browser that a link or another page decides, and what turns text into page or program. */
export const browser: ModelSet = {
  language: 'js',
  calls: [
    { on: ['document->write', 'document->writeln'], from: [], sinks: [{ rule: 'page-output' }] },
    { on: ['->insertadjacenthtml'], from: [], sinks: [{ rule: 'page-output', args: [1] }] },
    {
      on: ['->html', '->append', '->prepend', '->after', '->before', '->replacewith'],
      from: [],
      sinks: [{ rule: 'page-output', args: [0], textOnly: true, atMost: 1 }],
    },
    {
      on: ['append', 'prepend', 'after', 'before', 'replaceWith', 'html', 'wrap', 'wrapInner', 'add'].map(
        (name) => `jQuery->${name}`,
      ),
      from: [],
      returns: 'jQuery',
      sinks: [{ rule: 'page-output', args: [0], textOnly: true, except: ['jQuery'] }],
    },
    {
      on: ['appendTo', 'prependTo', 'insertAfter', 'insertBefore'].map((name) => `jQuery->${name}`),
      from: [],
      returns: 'jQuery',
    },
    {
      on: [
        'text',
        'attr',
        'prop',
        'css',
        'addClass',
        'removeClass',
        'find',
        'children',
        'closest',
        'parent',
        'on',
        'each',
      ].map((name) => `jQuery->${name}`),
      from: [],
      returns: 'jQuery',
    },
    { on: ['->createcontextualfragment'], from: [], sinks: [{ rule: 'page-output', args: [0] }] },
    { on: ['dangerouslySetInnerHTML'], from: [], sinks: [{ rule: 'page-output' }] },
    { on: ['->bypasssecuritytrusthtml'], from: [0], sinks: [{ rule: 'page-output', args: [0] }] },
    {
      on: ['location->assign', 'location->replace', 'window->open'],
      from: [],
      sinks: [{ rule: 'open-redirect-address', args: [0] }],
    },
    { on: ['new URLSearchParams'], from: [0], undoes: ['LocalPath'] },
    // A path of one's own in front keeps the address on the site; the address itself stays what it was.
    { on: ['new URL'], from: [0] },
    { on: ['URL->parse'], from: [0], returns: 'URL' },
    {
      on: ['URLSearchParams', 'FormData', 'Headers'].flatMap((cls) =>
        ['append', 'set', 'delete'].map((name) => `${cls}->${name}`),
      ),
      from: [],
      intoReceiver: true,
    },
    {
      on: ['URLSearchParams->get', 'URLSearchParams->getAll', 'URLSearchParams->toString'],
      fromReceiver: true,
      from: [],
    },
    // Markup given to jQuery becomes elements; anything else chooses some.
    {
      on: ['$', 'jQuery'],
      from: [],
      returns: 'jQuery',
      sinks: [{ rule: 'page-output', args: [0], textOnly: true, begins: /^\s*</ }],
    },
    {
      on: ['$->parseHTML', 'jQuery->parseHTML', '$->globalEval'],
      from: [],
      sinks: [{ rule: 'page-output', args: [0] }],
    },
    // Routers of pages: what stands in the address.
    { on: ['vue-router->useRoute', 'useRoute', '#app->useRoute'], from: [], returns: 'VueRoute' },
    {
      on: [
        'next/navigation->useSearchParams',
        'react-router-dom->useSearchParams',
        'react-router->useSearchParams',
        'useSearchParams',
      ],
      source: 'request',
      returns: 'URLSearchParams',
    },
    { on: ['react-router-dom->useParams', 'react-router->useParams', 'next/navigation->useParams'], source: 'request' },
    { on: ['localStorage->getItem', 'sessionStorage->getItem'], source: 'stored' },
    {
      on: ['->addeventlistener'],
      from: [],
      callback: { arg: 1, parameters: [{ type: 'MessageEvent' }], event: 'message' },
    },
  ],
  properties: [
    ...[
      'location.hash',
      'location.search',
      'document.referrer',
      'document.cookie',
      'history.state',
      'window.name',
      'MessageEvent.data',
    ].map((on) => ({ on, source: 'request' as const })),
    ...['query', 'params', 'hash', 'fullPath']
      .flatMap((name) => [`VueRoute.${name}`, `$route.${name}`])
      .map((on) => ({
        on,
        source: 'request' as const,
      })),
    // The address where the visitor is already leads him nowhere else.
    ...['location.href', 'location.pathname', 'document.URL', 'document.documentURI', 'document.baseURI'].map((on) => ({
      on,
      source: 'request' as const,
      escapes: ['LocalPath'] as const,
    })),
  ],
  entries: [],
  writes: [
    { on: 'innerHTML', rule: 'page-output' },
    { on: 'outerHTML', rule: 'page-output' },
    { on: 'srcdoc', rule: 'page-output' },
    { on: 'location.href', rule: 'open-redirect-address' },
    { on: 'window.location', rule: 'open-redirect-address' },
    { on: 'document.location', rule: 'open-redirect-address' },
  ],
  types: {
    'VueComponent.$route': 'VueRoute',
    'window.location': 'location',
    'parent.location': 'location',
    'document.location': 'location',
    'self.location': 'location',
    'top.location': 'location',
  },
}
