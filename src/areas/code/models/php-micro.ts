import type { ModelSet } from '../../../analysis/models.ts'
import { rights } from '../../../analysis/eval/session.ts'

const phalcon = [
  'getQuery',
  'getPost',
  'get',
  'getPut',
  'getPatch',
  'getHeader',
  'getRawBody',
  'getJsonRawBody',
  'getURI',
  'getHTTPReferer',
  'getUserAgent',
]
const nette = [
  'getQuery',
  'getPost',
  'getCookie',
  'getCookies',
  'getHeader',
  'getHeaders',
  'getRawBody',
  'getReferer',
  'getUrl',
]
const joomla = ['get', 'getVar', 'getString', 'getRaw', 'getHtml', 'getArray', 'getPath', 'getUsername', 'getBase64']
/** Filters of Joomla and Phalcon that leave a number or a plain word. */
const plain = ['int', 'cmd', 'word', 'bool', 'float', 'alnum']

/** PSR-7 as small frameworks have it (Slim, Mezzio), Phalcon, Laminas, Nette, Joomla, Drupal, and templates of PHP alone. */
export const phpMicro: ModelSet = {
  language: 'php',
  library: true,
  calls: [
    // PSR-7, where the closure of a route does not say what it is given.
    {
      on: [
        '->getqueryparams',
        '->getparsedbody',
        '->getcookieparams',
        '->getparsedbodyparam',
        '->getqueryparam',
        '->getheaderline',
        '->getserverparams',
      ],
      source: 'request',
    },
    {
      on: ['ServerRequestInterface->getUri', 'ServerRequestInterface->getRequestTarget'],
      source: 'request',
      escapes: ['LocalPath'],
    },
    { on: ['->getbody'], from: [], fromReceiver: true, returns: 'PsrBody' },
    { on: ['PsrBody->write'], from: [], sinks: [{ rule: 'page-output', args: [0], begins: /^\s*</ }] },
    {
      on: ['->withheader', '->withaddedheader'],
      from: [],
      fromReceiver: true,
      contentType: 'header',
      sinks: [{ rule: 'open-redirect-address', args: [1], mentions: { arg: 0, word: 'location' } }],
    },
    {
      on: ['->withredirect', 'new Laminas\\Diactoros\\Response\\RedirectResponse'],
      from: [],
      sinks: [{ rule: 'open-redirect-address', args: [0] }],
    },
    {
      on: ['new HtmlResponse', 'new Laminas\\Diactoros\\Response\\HtmlResponse'],
      from: [],
      sinks: [{ rule: 'page-output', args: [0] }],
    },
    { on: ['new JsonResponse', 'new Laminas\\Diactoros\\Response\\JsonResponse', 'new TextResponse'], clean: true },
    // Phalcon: a filter behind the name.
    ...plain.map((word) => ({
      on: phalcon.map((name) => `PhalconRequest->${name}`),
      mentions: { arg: 1, word },
      clean: true,
    })),
    { on: phalcon.map((name) => `PhalconRequest->${name}`), source: 'request' as const },
    {
      on: ['PhalconRequest->isPost', 'PhalconRequest->isAjax', 'PhalconRequest->getMethod', 'PhalconRequest->has'],
      clean: true,
    },
    {
      on: ['PhalconModels->executeQuery', 'PhalconModels->createQuery'],
      source: 'database',
      sinks: [{ rule: 'sql-injection', args: [0] }],
    },
    { on: ['PhalconSession->set'], from: [], sinks: [{ rule: 'trust-boundary', args: [1], first: rights }] },
    // Laminas and Zend.
    { on: ['->fromquery', '->frompost', '->fromheader', '->fromroute'], source: 'request' },
    // Nette.
    {
      on: ['IRequest', 'Nette\\Http\\Request'].flatMap((cls) => nette.map((name) => `${cls}->${name}`)),
      source: 'request',
    },
    { on: ['Presenter->getHttpRequest', 'Component->getHttpRequest'], returns: 'Nette\\Http\\Request' },
    { on: ['Presenter->getParameter', 'Presenter->getParameters', 'Control->getParameter'], source: 'request' },
    {
      on: [
        'Nette\\Forms\\Form->getValues',
        'Nette\\Application\\UI\\Form->getValues',
        'Form->getValues',
        'Form->getUnsafeValues',
        'Form->getHttpData',
      ],
      source: 'request',
    },
    { on: ['Presenter->redirectUrl'], from: [], exits: true, sinks: [{ rule: 'open-redirect-address', args: [0] }] },
    // Joomla.
    {
      on: ['JFactory::getApplication', 'Factory::getApplication', 'Joomla\\CMS\\Factory::getApplication'],
      returns: 'JoomlaApplication',
    },
    { on: ['JoomlaApplication->getInput'], returns: 'JoomlaInput' },
    { on: ['JoomlaApplication->redirect'], from: [], sinks: [{ rule: 'open-redirect-address', args: [0] }] },
    ...plain.map((word) => ({
      on: joomla.map((name) => `JoomlaInput->${name}`),
      mentions: { arg: 2, word },
      clean: true,
    })),
    {
      on: [...joomla.map((name) => `JoomlaInput->${name}`), 'JRequest::getVar', 'JRequest::getString'],
      source: 'request' as const,
    },
    { on: ['JoomlaInput->*'], clean: true },
    // Drupal.
    { on: ['Drupal::request'], returns: 'Symfony\\Component\\HttpFoundation\\Request' },
    { on: ['db_query', 'db_query_range'], source: 'database', sinks: [{ rule: 'sql-injection', args: [0] }] },
    {
      on: ['check_plain', 'Xss::filter', 'Xss::filterAdmin'],
      escapes: ['HtmlText', 'DoubleQuote', 'SingleQuote'],
      from: [0],
    },
    // Text that a template engine is told to print as it is.
    {
      on: [
        'new HtmlString',
        'new Illuminate\\Support\\HtmlString',
        'new Markup',
        'new Twig\\Markup',
        'new Twig_Markup',
        'new Latte\\Runtime\\Html',
        'Markup::create',
      ],
      from: [],
      sinks: [{ rule: 'page-output', args: [0], textOnly: true }],
    },
    // Templates that are programs of PHP.
    {
      on: [
        'Engine->render',
        'League\\Plates\\Engine->render',
        'PhpRenderer->render',
        'Slim\\Views\\PhpRenderer->fetch',
        'Twig->render',
        'Slim\\Views\\Twig->render',
        'PhpEngine->render',
      ],
      from: [],
      keeps: { store: 'variables of templates', names: 1, scoped: true },
    },
    {
      on: ['Slim\\Views\\PhpRenderer->render', 'PhpRenderer->render', 'Slim\\Views\\Twig->render', 'Twig->render'],
      from: [],
      keeps: { store: 'variables of templates', names: 2, scoped: true },
    },
    {
      on: ['Latte\\Engine->render', 'Latte\\Engine->renderToString'],
      from: [],
      keeps: { store: 'variables of templates', names: 1, scoped: true },
    },
    {
      on: ['Mustache_Engine->render', 'Mustache\\Engine->render', 'Mustache_Template->render'],
      from: [],
      keeps: { store: 'variables of templates', names: 1, scoped: true },
    },
    {
      on: ['PhpTemplate->e', 'PhpTemplate->escape', 'PhpTemplate->escapeHtml', 'PhpTemplate->h', 'PhpTemplate->esc'],
      escapes: ['HtmlText', 'DoubleQuote', 'SingleQuote', 'Xml'],
      from: [0],
    },
    // Classes made by name.
    { on: ['new ReflectionClass', 'new ReflectionObject'], from: [0], returns: 'ReflectionClass' },
    {
      on: [
        'ReflectionClass->newInstanceArgs',
        'ReflectionClass->newInstance',
        'ReflectionClass->newInstanceWithoutConstructor',
      ],
      from: [],
      sinks: [{ rule: 'dynamic-class', args: [-1] }],
    },
    { on: ['new ReflectionMethod', 'new ReflectionFunction'], from: [], sinks: [{ rule: 'dynamic-call', args: [0] }] },
    { on: ['is_subclass_of', 'is_a'], guards: { escapes: ['Word'] }, clean: true },
  ],
  properties: [{ on: 'JoomlaInput.*', source: 'request' }],
  parameters: [
    {
      name: /^args$/,
      behind: {
        name: /^(?:response|res|resp)$/,
        file: /\bSlim\b|\$(?:app|group)->(?:get|post|put|patch|delete|any|map)\(/,
      },
      type: 'RouteArguments',
      source: 'request',
      escapes: ['PathName'],
    },
  ],
  entries: [
    { inherits: 'yii\\web\\Controller', cls: /./, method: /^action[A-Z]/, source: 'request' },
    { inherits: 'CController', cls: /./, method: /^action[A-Z]/, source: 'request' },
    ...['Nette\\Application\\UI\\Presenter', 'Presenter'].map((inherits) => ({
      inherits,
      cls: /./,
      method: /^(?:action|render|handle)[A-Z]/,
      source: 'request' as const,
    })),
  ],
  types: {
    'Phalcon\\Mvc\\Controller.request': 'PhalconRequest',
    'Phalcon\\Mvc\\Controller.modelsManager': 'PhalconModels',
    'Phalcon\\Mvc\\Controller.session': 'PhalconSession',
    'Phalcon\\Di\\Injectable.request': 'PhalconRequest',
    'JoomlaApplication.input': 'JoomlaInput',
  },
}
