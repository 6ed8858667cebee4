import type { ModelSet } from '../../../analysis/models.ts'
import type { SinkModel } from '../../../analysis/sink-model.ts'
import { namesAsSql } from './query-clauses.ts'
import { rights } from '../../../analysis/eval/session.ts'

/** A condition or an order that is written as SQL: names of columns alone do not look so. */
const asSql = /[=<>(]|\s(?:like|in|between|is|regexp|match|and|or)\b/i
const conditions = ['where', 'orWhere', 'andWhere', 'having', 'orHaving', 'andHaving', 'filterWhere', 'andFilterWhere']

/** A condition that is text and begins with the name of a column. */
const condition = (arg: number): SinkModel => ({
  rule: 'sql-injection',
  args: [arg],
  textOnly: true,
  begins: /^[\s(]*[`\w.]+\s*(?:[=<>]|!=|\s(?:not\s+)?(?:in|like|between|is)\b)/i,
})

/** Fields of a record that a form may not set; `arg` holds what came, the options stand behind it. */
const entityFields = (arg: number): readonly SinkModel[] => [
  {
    rule: 'mass-assignment-fields',
    args: [arg],
    openRecord: '_accessible',
    unlessKeys: ['fields', 'fieldList', 'accessibleFields'],
  },
  {
    rule: 'mass-assignment-fields',
    args: [arg],
    mentions: [
      { arg: arg + 1, word: 'accessibleFields' },
      { arg: arg + 1, word: '*' },
    ],
  },
]

/**
 * Conditions that builders of PHP take as text: one that foreign data is written into is SQL, whoever made the builder. Names of
 * fields that an array of conditions gives (`["Parts.$field LIKE" => $value]`) are part of the text as well.
 */
const builders: ModelSet['calls'] = [
  {
    on: [...conditions, 'onCondition', 'andOnCondition', 'setCondition', 'addConditionParam'].map(
      (name) => `->${name.toLowerCase()}`,
    ),
    passes: true,
    sinks: [
      { rule: 'sql-injection', args: [0], textOnly: true, begins: asSql },
      { rule: 'sql-injection', args: [0], names: namesAsSql },
    ],
  },
  // A condition behind the name of the table, and behind the values.
  { on: ['->delete'], atLeast: 2, passes: true, sinks: [condition(1)] },
  { on: ['->update'], atLeast: 3, passes: true, sinks: [condition(2)] },
]

const codeIgniter: ModelSet['calls'] = [
  // A name that others use as well: `$client->getJson($url)`.
  { on: ['->getjson'], atMost: 0, source: 'request' },
  { on: ['->getjson'], mentions: { arg: 0, word: 'true' }, source: 'request' },
  {
    on: [
      '->getget',
      '->getpostget',
      '->getgetpost',
      '->getrawinput',
      '->getjsonvar',
      '->getrawinputvar',
      'CI_Input->post',
      'CI_Input->get',
      'CI_Input->get_post',
      'CI_Input->post_get',
      'CI_Input->cookie',
      'CI_Input->input_stream',
      'CI_Input->get_request_header',
      'CI_Input->user_agent',
    ],
    source: 'request',
  },
  { on: ['CI_Input->ip_address', 'CI_Input->method', 'CI_Input->is_ajax_request'], clean: true },
  { on: ['esc', 'html_escape'], escapes: ['HtmlText', 'DoubleQuote', 'SingleQuote', 'Xml'], from: [0] },
  { on: ['xss_clean', '->xss_clean'], escapes: ['NoTags'], from: [0] },
  {
    on: ['->escape_str', '->escapestring', '->escapelikestring', '->escape_like_str'],
    escapes: ['SqlText'],
    from: [0],
  },
  {
    on: ['->set_userdata'],
    from: [],
    sinks: [
      { rule: 'session-fields', args: [0] },
      { rule: 'trust-boundary', args: [1], first: rights },
    ],
  },
  // Its builder quotes names only where they hold neither bracket nor quote.
  {
    on: ['CodeIgniterQuery', 'CodeIgniter\\Model'].flatMap((cls) =>
      ['order_by', 'orderBy', 'group_by', 'groupBy'].map((name) => `${cls}->${name}`),
    ),
    from: [],
    returns: 'this',
    sinks: [{ rule: 'sql-injection', args: [0] }],
  },
  { on: ['CodeIgniterQuery->escape'], escapes: ['SqlText', 'SqlQuoted'], from: [0] },
  { on: ['CodeIgniterQuery->table', 'CodeIgniterQuery->from'], from: [], returns: 'this' },
  { on: ['db_connect', 'Config\\Database::connect', '->db_connect'], from: [], returns: 'CodeIgniterQuery' },
  { on: ['CI_Loader->view'], from: [], keeps: { store: 'variables of templates', names: 1, scoped: true } },
  { on: ['CI_Loader->view'], from: [], keeps: { store: 'variables of templates', names: 1, page: true } },
]

const yii: ModelSet['calls'] = [
  {
    on: [
      'get',
      'post',
      'getQueryParam',
      'getBodyParam',
      'getQueryParams',
      'getBodyParams',
      'getRawBody',
      'getQueryString',
      'getUserAgent',
      'getReferrer',
    ].map((name) => `YiiRequest->${name}`),
    source: 'request',
  },
  { on: ['YiiRequest->*'], clean: true },
  { on: ['YiiApplication->getRequest'], returns: 'YiiRequest' },
  { on: ['YiiApplication->getSession'], returns: 'YiiSession' },
  { on: ['YiiSession->set'], from: [], sinks: [{ rule: 'trust-boundary', args: [1], first: rights }] },
  { on: ['Html::encode'], escapes: ['HtmlText', 'DoubleQuote', 'SingleQuote', 'Xml'], from: [0] },
  { on: ['->createcommand', '->findbysql'], from: [], sinks: [{ rule: 'sql-injection', args: [0] }] },
  { on: ['new yii\\db\\Expression'], from: [0], sinks: [{ rule: 'sql-injection', args: [0] }] },
  {
    on: ['->setattributes'],
    from: [],
    sinks: [{ rule: 'mass-assignment-fields', args: [0], when: { arg: 1, matches: /^(?:false|0)$/ } }],
  },
  {
    on: ['yii\\web\\Controller->render', 'yii\\web\\Controller->renderPartial', 'yii\\web\\Controller->renderAjax'],
    from: [],
    keeps: { store: 'variables of templates', names: 1, scoped: true },
  },
  {
    on: ['yii\\web\\Controller->redirect'],
    from: [],
    sinks: [{ rule: 'open-redirect-address', args: [0], textOnly: true }],
  },
]

const requestOfCake = ['getQuery', 'getData', 'getCookie', 'getQueryParams', 'getParsedBody', 'getHeaderLine', 'input']
const cake: ModelSet['calls'] = [
  {
    on: requestOfCake.flatMap((name) => [`CakeRequest->${name}`, `Cake\\Http\\ServerRequest->${name}`]),
    source: 'request',
  },
  {
    on: ['is', 'allowMethod', 'getParam', 'getAttribute', 'getMethod', 'clientIp', 'host', 'scheme'].flatMap((name) => [
      `CakeRequest->${name}`,
      `Cake\\Http\\ServerRequest->${name}`,
    ]),
    clean: true,
  },
  { on: ['CakeRequest->getSession', 'Cake\\Http\\ServerRequest->getSession'], returns: 'CakeSession' },
  { on: ['CakeSession->write'], from: [], sinks: [{ rule: 'trust-boundary', args: [1], first: rights }] },
  { on: 'h', escapes: ['HtmlText', 'DoubleQuote', 'SingleQuote', 'Xml'], from: [0] },
  { on: ['->patchentity', '->patchentities'], from: [], sinks: entityFields(1) },
  { on: ['->newentity', '->newentities'], from: [], sinks: entityFields(0) },
  { on: ['->newexpr'], from: [], sinks: [{ rule: 'sql-injection', args: [0] }] },
]

/** Uploads as PSR-7 has them (CakePHP, Slim, Mezzio). */
const psr: ModelSet['calls'] = [
  { on: ['->getclientfilename', '->getclientmediatype'], source: 'request' },
  { on: ['->moveto'], from: [], sinks: [{ rule: 'unsafe-upload', args: [0] }] },
]

/** CodeIgniter, Yii and CakePHP, and what builders and uploads of PHP have in common. */
export const phpFrameworks: ModelSet = {
  language: 'php',
  library: true,
  calls: [
    {
      on: [
        'HTMLPurifier->purify',
        '->purify',
        'Purifier::clean',
        'HtmlPurifier::process',
        'HtmlSanitizer->sanitize',
        'HtmlSanitizerInterface->sanitize',
        'HtmlSanitizer->sanitizeFor',
        'HtmlSanitizerInterface->sanitizeFor',
        'AntiXSS->xss_clean',
      ],
      escapes: ['HtmlText', 'NoTags'],
    },
    ...builders,
    ...codeIgniter,
    ...yii,
    ...cake,
    ...psr,
  ],
  properties: ['queryParams', 'bodyParams', 'rawBody', 'queryString', 'referrer', 'userAgent'].map((name) => ({
    on: `YiiRequest.${name}`,
    source: 'request' as const,
  })),
  // CodeIgniter calls public methods by the segments of the address: the third one leaves them encoded and lets few signs through.
  entries: [
    ...['CI_Controller', 'MX_Controller'].map((inherits) => ({
      inherits,
      method: /^[^_]/,
      source: 'request' as const,
      escapes: ['Word', 'PathName', 'UrlEncoded'] as const,
    })),
    { inherits: 'CodeIgniter\\Controller', method: /^[^_]/, source: 'request', escapes: ['PathName'] },
    // What a form of CakePHP is sent.
    { inherits: 'Cake\\Form\\Form', method: /^_execute$/, args: [0], source: 'request' },
  ],
  types: {
    'CI_Controller.input': 'CI_Input',
    'MX_Controller.input': 'CI_Input',
    'MX_Controller.load': 'CI_Loader',
    'CI_Model.input': 'CI_Input',
    'CI_Controller.db': 'CodeIgniterQuery',
    'MX_Controller.db': 'CodeIgniterQuery',
    'CI_Model.db': 'CodeIgniterQuery',
    'CodeIgniter\\Model.db': 'CodeIgniterQuery',
    'CI_Controller.load': 'CI_Loader',
    'Yii.app': 'YiiApplication',
    'YiiApplication.request': 'YiiRequest',
    'YiiApplication.session': 'YiiSession',
    'AppController.request': 'CakeRequest',
    'Cake\\Controller\\Controller.request': 'CakeRequest',
  },
}
