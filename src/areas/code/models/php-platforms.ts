import type { CallModel, ModelSet } from '../../../analysis/models.ts'

const each = (classes: readonly string[], ...names: string[]) =>
  classes.flatMap((cls) => names.map((name) => `${cls}->${name}`))
const html = ['HtmlText', 'DoubleQuote', 'SingleQuote', 'Xml'] as const

/** Joomla: what a list remembers of the request, and the old request of VirtueMart and others. */
const joomla: readonly CallModel[] = [
  ...['int', 'cmd', 'word', 'bool', 'float', 'uint'].map((word) => ({
    on: ['->getuserstatefromrequest'],
    mentions: { arg: 3, word },
    clean: true,
  })),
  { on: ['->getuserstatefromrequest'], source: 'request' },
  {
    on: ['vRequest', 'JRequest'].flatMap((cls) =>
      ['getVar', 'getString', 'getHtml', 'get', 'getRequest', 'getPost', 'getGet', 'filter'].map(
        (name) => `${cls}::${name}`,
      ),
    ),
    source: 'request',
  },
  { on: ['new JInput', 'new Joomla\\CMS\\Input\\Input', 'new Joomla\\Input\\Input'], returns: 'JoomlaInput' },
]

/** Drupal from version 8: values of a form, and statements. */
const drupal: readonly CallModel[] = [
  { on: each(['FormStateInterface'], 'getValue', 'getValues', 'getUserInput'), source: 'request' },
  { on: ['Drupal::database', 'Database::getConnection'], returns: 'Doctrine\\DBAL\\Connection' },
]

/** Zend Framework 1, Kohana, FuelPHP. */
const older: readonly CallModel[] = [
  { on: ['->_getparam', '->_getallparams'], source: 'request' },
  // Controllers of many makers are called so, and each has its request.
  {
    on: each(
      ['KohanaRequest', 'OpenCartRequest'],
      'query',
      'post',
      'get',
      'input',
      'param',
      'getParam',
      'getVar',
      'cookie',
      'body',
      'headers',
      'referrer',
    ),
    source: 'request',
  },
  { on: ['Request::current', 'Request::initial'], returns: 'KohanaRequest' },
  { on: ['->body'], passes: true, sinks: [{ rule: 'page-output', args: [0], begins: /^\s*</ }] },
  {
    on: ['Arr::get', 'Arr::path', 'Arr::extract', 'ArrayHelper::getValue', 'array_get', 'data_get'],
    from: [0],
  },
]

/** Dolibarr: the second argument names the check; without it tags and double quotes are taken out. */
const dolibarr: readonly CallModel[] = [
  ...['int', 'aZ', 'alphawithlgt', 'email', 'date'].map((word) => ({
    on: ['GETPOST'],
    mentions: { arg: 1, word },
    clean: true,
  })),
  ...['none', 'restricthtml', 'array'].map((word) => ({
    on: ['GETPOST'],
    mentions: { arg: 1, word },
    source: 'request' as const,
  })),
  { on: ['GETPOST'], source: 'request', escapes: ['NoTags', 'DoubleQuote'] },
  { on: ['dol_escape_htmltag', 'dolPrintHTMLForAttribute', 'dolPrintHTMLForTextArea'], escapes: html, from: [0] },
  { on: ['dol_escape_js'], escapes: ['JsText'], from: [0] },
  { on: ['dol_sanitizeFileName', 'dol_sanitizePathName'], escapes: ['PathName', 'Word'], from: [0] },
  { on: ['->escapeforlike', '->sanitize'], from: [0] },
]

const ofOxid = ['oxUBase', 'oxView', 'oxAdminView', 'oxAdminDetails', 'oxAdminList', 'FrontendController']
const oxid: readonly CallModel[] = [
  { on: ['->getrequestparameter', '->getrequestrawparameter'], source: 'request' },
  { on: ['->getrequestescapedparameter'], source: 'request', escapes: html },
  { on: [...each(ofOxid, 'getConfig'), 'oxRegistry::getConfig'], returns: 'OxidConfig' },
  { on: ['OxidConfig->getParameter'], source: 'request' },
  // Each text of a list in quotes.
  { on: ['->quotearray'], escapes: ['SqlText', 'SqlQuoted'], from: [0] },
]

/** TYPO3: statements are given in parts. */
const parts = (arg: number, ...names: string[]): CallModel => ({
  on: names.map((name) => `->${name}`),
  source: 'database',
  sinks: [{ rule: 'sql-injection', args: [arg] }],
})
const typo3: readonly CallModel[] = [
  {
    on: ['GeneralUtility', 'TYPO3\\CMS\\Core\\Utility\\GeneralUtility', 't3lib_div'].flatMap((cls) =>
      ['_GP', '_GET', '_POST', '_GPmerged', 'getIndpEnv'].map((name) => `${cls}::${name}`),
    ),
    source: 'request',
  },
  parts(2, 'exec_selectquery', 'exec_selectgetrows', 'exec_selectgetsinglerow', 'selectquery'),
  parts(1, 'exec_deletequery', 'exec_updatequery'),
  { on: ['->fullquotestr'], escapes: ['SqlText', 'SqlQuoted'], from: [0] },
]

/** Shops and boards that read the request by a function of their own. */
const others: readonly CallModel[] = [
  {
    on: ['JTL\\Helpers\\Request'].flatMap((cls) =>
      ['getVar', 'postVar', 'verifyGPDataString'].map((name) => `${cls}::${name}`),
    ),
    source: 'request',
  },
  { on: ['MyBB->get_input'], mentions: { arg: 1, word: 'INT' }, clean: true },
  { on: ['MyBB->get_input'], source: 'request' },
  { on: ['->simple_select'], passes: true, sinks: [{ rule: 'sql-injection', args: [2] }] },
]

/** ThinkPHP: `/d` behind a name makes a number of it. */
const thinkPhp: readonly CallModel[] = [
  ...['/d', '/f', '/b'].map((word) => ({
    on: ['input', ...each(['ThinkRequest'], 'param', 'get', 'post')],
    mentions: { arg: 0, word },
    clean: true,
  })),
  { on: ['input', 'I'], first: /^(?:(?:get|post|param|put|request|cookie|server)\.)?\w*$/, source: 'request' },
  {
    on: each(['ThinkRequest', 'think\\Request'], 'param', 'get', 'post', 'put', 'request', 'cookie', 'header'),
    source: 'request',
  },
]

const cakeStore = 'variables of templates'
/** CakePHP 2 and 3: what a controller hands to its page. */
const cake: readonly CallModel[] = [
  { on: ['AppController->set'], atLeast: 2, from: [], keeps: { store: cakeStore, scoped: true } },
  { on: ['AppController->set'], from: [], keeps: { store: cakeStore, names: 0, scoped: true } },
]

const craftRequest = ['getParam', 'getRequiredBodyParam', 'getRequiredParam', 'getRequiredQueryParam']
const craft: readonly CallModel[] = [
  { on: each(['YiiRequest'], ...craftRequest), source: 'request' },
  { on: each(['YiiRequest'], 'getValidatedBodyParam'), source: 'request', escapes: ['Trusted'] },
  { on: ['yii\\web\\Controller->renderContent'], from: [], sinks: [{ rule: 'page-output', args: [0] }] },
]

/** Platforms of PHP besides the shops and frameworks that have a file of their own: how each gives the request. */
export const phpPlatforms: ModelSet = {
  language: 'php',
  calls: [
    ...joomla,
    ...drupal,
    ...older,
    ...dolibarr,
    ...oxid,
    ...typo3,
    ...others,
    ...thinkPhp,
    ...cake,
    ...craft,
    // symfony 1.
    { on: each(['sfWebRequest'], 'getParameter', 'getGetParameter', 'getPostParameter'), source: 'request' },
    // CodeIgniter, outside of a controller.
    { on: ['get_cookie'], source: 'request' },
    { on: ['get_instance'], returns: 'CI_Controller' },
    // An answer that is made of text (Magento 2, Zend).
    { on: ['->setcontents'], passes: true, sinks: [{ rule: 'page-output', args: [0], begins: /^\s*</ }] },
    // AbanteCart.
    { on: ['AbanteView->assign'], from: [], keeps: { store: 'variables of templates' } },
    { on: ['AbanteView->batchAssign'], from: [], keeps: { store: 'variables of templates', names: 0 } },
  ],
  properties: [
    ...['query', 'data', 'params', 'url'].map((name) => ({ on: `CakeRequest.${name}`, source: 'request' as const })),
    { on: 'MyBB.input', source: 'request' },
    { on: 'tslib_pibase.piVars', source: 'request' },
    { on: 'AbstractPlugin.piVars', source: 'request' },
  ],
  entries: [],
  types: {
    ...Object.fromEntries(
      [
        'JControllerLegacy',
        'JControllerAdmin',
        'JControllerForm',
        'BaseController',
        'AdminController',
        'FormController',
      ].map((cls) => [`${cls}.input`, 'JoomlaInput']),
    ),
    'craft\\web\\Controller.request': 'YiiRequest',
    'think\\Controller.request': 'ThinkRequest',
    'think\\App.request': 'ThinkRequest',
    'yii\\web\\Controller.request': 'YiiRequest',
    'Craft.app': 'YiiApplication',
    'AController.request': 'OpenCartRequest',
    'AController.view': 'AbanteView',
    _mybb: 'MyBB',
  },
  assumed: [{ name: /^craft\\web\\Controller$/, inherits: 'yii\\web\\Controller' }],
}
