import { uploadedPath } from '../../../analysis/eval/origins.ts'
import type { ModelSet } from '../../../analysis/models.ts'

const files = [
  'readFile',
  'readFileSync',
  'createReadStream',
  'writeFile',
  'writeFileSync',
  'appendFile',
  'unlink',
  'unlinkSync',
  'rm',
  'rmSync',
  'createWriteStream',
  'open',
  'readJson',
  'readJsonSync',
]
/** What they give says nothing that a visitor wrote. */
const names = [
  'readdir',
  'readdirSync',
  'mkdir',
  'mkdirSync',
  'rmdir',
  'rmdirSync',
  'appendFileSync',
  'outputFile',
  'remove',
]
/** They only tell whether there is such a file, and how large it is. */
const presence = ['stat', 'lstat', 'access', 'exists'].flatMap((name) => [name, `${name}Sync`])
/** What takes a file from one path to another. */
const twoNames = ['rename', 'copyFile', 'cp', 'link', 'symlink', 'copy', 'move'].flatMap((name) => [
  name,
  `${name}Sync`,
])
const modules = ['fs', 'fs/promises', 'fs.promises', 'fs-extra']
/** Node's own modules and libraries of common use; servers are in `node-web.ts`, databases in `node-data.ts`. */
export const node: ModelSet = {
  language: 'js',
  calls: [
    {
      on: ['child_process->exec', 'child_process->execSync'],
      from: [],
      sinks: [{ rule: 'command-injection', args: [0] }],
    },
    {
      on: [
        'child_process->spawn',
        'child_process->spawnSync',
        'child_process->execFile',
        'child_process->execFileSync',
        'child_process->fork',
      ],
      from: [],
      sinks: [
        { rule: 'command-injection', args: [0] },
        // A shell, and the line that it is to run.
        {
          rule: 'command-injection',
          args: [1],
          first: /^(?:.*[/\\])?(?:(?:ba|da|z)?sh|cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh)$/i,
        },
        { rule: 'command-injection', args: [1], mentions: { arg: 2, word: 'shell' } },
      ],
    },
    {
      on: files.flatMap((name) => modules.map((module) => `${module}->${name}`)),
      source: 'stored',
      readsFrom: 0,
      sinks: [{ rule: 'path-traversal', args: [0] }],
    },
    {
      on: names.flatMap((name) => modules.map((module) => `${module}->${name}`)),
      from: [],
      sinks: [{ rule: 'path-traversal', args: [0] }],
    },
    { on: presence.flatMap((name) => modules.map((module) => `${module}->${name}`)), from: [] },
    {
      on: twoNames.flatMap((name) => modules.map((module) => `${module}->${name}`)),
      from: [],
      sinks: [{ rule: 'path-traversal', args: [0, 1] }],
    },
    // A line added to a file of records.
    {
      on: ['appendFile', 'appendFileSync'].flatMap((name) => modules.map((module) => `${module}->${name}`)),
      sinks: [{ rule: 'log-injection', args: [1], ends: /\n$/ }],
    },
    { on: ['path->basename'], escapes: ['PathName'], from: [0] },
    { on: ['path->join', 'path->resolve', 'path->normalize', 'fs->realpathSync'], escapes: ['Resolved'] },
    {
      on: [
        'eval',
        'Function',
        'new Function',
        'vm->runInNewContext',
        'vm->runInThisContext',
        'vm->runInContext',
        'vm->Script',
        'new Script',
      ],
      from: [],
      sinks: [{ rule: 'code-injection' }],
    },
    { on: ['setTimeout', 'setInterval'], from: [], sinks: [{ rule: 'code-injection', args: [0], textOnly: true }] },
    {
      on: [
        'fetch',
        'axios',
        'axios->get',
        'axios->post',
        'axios->put',
        'axios->request',
        'http->get',
        'https->get',
        'http->request',
        'https->request',
        'got',
        'got->get',
        'got->post',
        'got->stream',
        'axios->delete',
        'axios->head',
        'axios->patch',
        'superagent->post',
        'needle->post',
        'ky',
        'ky->get',
        'phin',
        'undici->fetch',
        'undici->stream',
        'needle->get',
        'request',
        'node-fetch',
        'superagent->get',
        'undici->request',
      ],
      from: [],
      sinks: [{ rule: 'server-side-request-forgery', args: [0], keys: ['url', 'uri', 'baseURL', 'host', 'hostname'] }],
    },
    {
      on: ['node-serialize->unserialize', 'serialize-javascript->deserialize'],
      from: [0],
      sinks: [{ rule: 'unsafe-deserialisation', args: [0] }],
    },
    {
      on: ['Object->assign'],
      passes: true,
      sinks: [
        { rule: 'mass-assignment', args: [1], whole: true, mentions: { arg: 0, word: 'session', not: true } },
        { rule: 'trust-boundary', args: [1], whole: true, mentions: { arg: 0, word: 'session' } },
      ],
    },
    {
      on: [
        'lodash->merge',
        '_->merge',
        'lodash->assign',
        '_->assign',
        'lodash->extend',
        '_->extend',
        '_->defaultsDeep',
        'lodash->defaultsDeep',
      ],
      sinks: [
        { rule: 'mass-assignment', args: [1], whole: true, mentions: { arg: 0, word: 'session', not: true } },
        { rule: 'trust-boundary', args: [1], whole: true, mentions: { arg: 0, word: 'session' } },
      ],
    },
    {
      on: ['->findbyidandupdate', '->findoneandupdate', '->updateone', '->findoneandreplace', '->updatemany'],
      sinks: [
        { rule: 'mass-assignment', args: [1], whole: true },
        { rule: 'mass-assignment', args: [1], keys: ['$set'], whole: true },
      ],
    },
    {
      on: ['multer->diskStorage'],
      from: [],
      callback: {
        arg: 0,
        key: 'filename',
        parameters: [{ type: 'ExpressRequest' }, { type: 'MulterFile' }, { type: 'MulterName' }],
      },
    },
    {
      // Another function of the same settings looks at the name before the file is kept.
      on: ['MulterName'],
      from: [],
      sinks: [
        { rule: 'unsafe-upload', args: [1], unlessFile: /fileFilter\b(?:(?!diskStorage)[^]){0,400}?\boriginalname\b/ },
      ],
    },
    { on: ['->save'], passes: true, sinks: [{ rule: 'saved-record', args: [-1] }] },
    {
      on: ['https->Agent', 'new https.Agent', 'new Agent', 'https->request', 'https->get', 'tls->connect'],
      from: [],
      sinks: [0, 1].flatMap((arg) => [
        { rule: 'no-certificate-check', flag: { arg, key: 'rejectUnauthorized', matches: '^(?:false|0)$' } },
      ]),
    },
    // Clients of mail servers and databases, with the check switched off in their settings.
    {
      on: ['nodemailer->createTransport', 'nodemailer->createTestAccount'],
      sinks: [
        { rule: 'no-certificate-check', flag: { arg: 0, key: 'tls.rejectUnauthorized', matches: '^(?:false|0)$' } },
      ],
    },
    {
      on: [
        ...['mysql', 'mysql2', 'mysql2/promise'].flatMap((name) => [
          `${name}->createConnection`,
          `${name}->createPool`,
        ]),
        'new Pool',
        'new Client',
        'new pg.Pool',
        'new pg.Client',
        'new DataSource',
        'new Redis',
        'knex',
        'new Sequelize',
        'redis->createClient',
      ],
      sinks: [
        'ssl.rejectUnauthorized',
        'tls.rejectUnauthorized',
        'socket.rejectUnauthorized',
        'connection.ssl.rejectUnauthorized',
        'dialectOptions.ssl.rejectUnauthorized',
      ].flatMap((key) =>
        [0, 1, 3].map((arg) => ({ rule: 'no-certificate-check', flag: { arg, key, matches: '^(?:false|0)$' } })),
      ),
    },
    {
      on: ['->create', '->bulkcreate', '->insertone', '->insertmany', '->update', '->merge'],
      from: [],
      // Mappers that are given a list of fields write no others.
      sinks: [
        {
          rule: 'mass-assignment',
          args: [0],
          whole: true,
          unlessKeys: ['fields', 'fieldsToUpdate', 'updateOnDuplicate'],
        },
        { rule: 'mass-assignment', args: [0], keys: ['data'], whole: true, unlessKeys: ['fields', 'fieldsToUpdate'] },
      ],
    },
    {
      // TypeORM: the number of a record, or a condition, and what it is set to.
      on: ['Repository->update', 'EntityManager->update'],
      passes: true,
      sinks: [{ rule: 'mass-assignment', args: [1], whole: true }],
    },
    {
      on: ['express-session', 'session', 'cookie-session'],
      sinks: [
        { rule: 'insecure-cookie', flag: { arg: 0, key: 'cookie.httpOnly', matches: '^(?:false|0)$' } },
        { rule: 'insecure-cookie', flag: { arg: 0, key: 'httpOnly', matches: '^(?:false|0)$' } },
      ],
    },
    {
      on: ['->upsert'],
      passes: true,
      sinks: [{ rule: 'mass-assignment', args: [0], keys: ['create', 'update'], whole: true }],
    },
    {
      on: [
        'ejs->render',
        'ejs->compile',
        'pug->render',
        'pug->compile',
        'handlebars->compile',
        'nunjucks->renderString',
        'nunjucks->compile',
        'new nunjucks.Template',
        'Liquid->parseAndRender',
        'Liquid->parse',
        'squirrelly->render',
        'velocityjs->render',
        'lodash->template',
        '_->template',
        'mustache->render',
        'doT->template',
        'twig->twig',
        'eta->renderString',
      ],
      from: [],
      sinks: [{ rule: 'template-injection', args: [0] }],
    },
    { on: ['nunjucks->configure', 'nunjucks->Environment', 'new nunjucks.Environment'], from: [], returns: 'nunjucks' },
    {
      on: ['parseXml', 'parseXmlString', 'parseXmlAsync'].flatMap((name) => [
        `libxmljs->${name}`,
        `libxmljs2->${name}`,
      ]),
      from: [0],
      sinks: [{ rule: 'xml-external-entities', args: [0], where: { arg: 1, key: 'noent', matches: '^(?:true|1)$' } }],
    },
    {
      on: ['js-yaml->load', 'js-yaml->loadAll'],
      from: [0],
      sinks: [
        { rule: 'unsafe-deserialisation', args: [0], mentions: { arg: 1, word: 'FULL_SCHEMA' } },
        // Made functions of what it read, unless it was told another schema.
        {
          rule: 'unsafe-deserialisation',
          args: [0],
          before: { library: 'js-yaml', major: 4 },
          mentions: { arg: 1, word: 'SCHEMA', not: true },
        },
      ],
    },
    {
      on: ['xpath->select', 'xpath->select1', 'xpath->evaluate', 'xpath->parse'],
      from: [],
      sinks: [{ rule: 'xpath-injection', args: [0] }],
    },
    // Directories: the filter of a search.
    {
      on: ['->search'],
      passes: true,
      sinks: [{ rule: 'ldap-injection', args: [1], keys: ['filter'], begins: /^\s*\(/ }],
    },
    {
      on: ['jsonwebtoken->sign'],
      from: [0],
      sinks: [{ rule: 'hard-coded-secret', flag: { arg: 1, matches: '.' } }],
    },
    // Signed by a partner of the shop: it is as he wrote it.
    { on: ['->constructevent', '->constructeventasync'], from: [0], escapes: ['Trusted'] },
    { on: ['validator->toString'], escapes: ['Scalar'], from: [0] },
    { on: ['encodeURIComponent', 'encodeURI', 'escape'], escapes: ['UrlEncoded'] },
    {
      on: ['decodeURIComponent', 'decodeURI', 'unescape'],
      undoes: ['UrlEncoded', 'HtmlText', 'DoubleQuote', 'SingleQuote'],
    },
    {
      on: [
        'he->encode',
        'he->escape',
        'escape-html',
        'lodash->escape',
        '_->escape',
        'validator->escape',
        'sanitize-html',
        'DOMPurify->sanitize',
        'dompurify->sanitize',
        'isomorphic-dompurify->sanitize',
        'isomorphic-dompurify.sanitize',
        'FilterXSS->process',
        'xss.FilterXSS->process',
        'dompurify.sanitize',
        'xss',
        'entities->encode',
        'entities->encodeHTML',
        'entities->escapeUTF8',
        'html-entities->encode',
        'escapeHtml',
        '->escapehtml',
        '->htmlescape',
        '->encodehtml',
      ],
      escapes: ['HtmlText', 'DoubleQuote', 'SingleQuote'],
      from: [0],
    },
    { on: ['dompurify', 'isomorphic-dompurify', 'createDOMPurify'], from: [], returns: 'DOMPurify' },
    { on: ['new FilterXSS', 'new xss.FilterXSS'], from: [], returns: 'FilterXSS' },
    { on: ['mysql->escape', 'mysql2->escape', 'sqlstring->escape', '->escape'], escapes: ['SqlText', 'SqlQuoted'] },
    { on: ['mysql->escapeId', 'mysql2->escapeId'], escapes: ['SqlName', 'SqlQuoted'] },
    { on: ['JSON->stringify'], escapes: ['JsText'], from: [0] },
    { on: ['JSON->parse'], from: [0] },
    { on: ['new RegExp'], from: [], sinks: [] },
  ],
  properties: [
    ...['originalname', 'buffer', 'mimetype'].map((name) => ({ on: `MulterFile.${name}`, source: 'request' as const })),
    // Names that the shop gives by itself, unless a function of its settings takes them from the browser.
    ...['path', 'filename'].map((name) => ({
      on: `MulterFile.${name}`,
      source: 'request' as const,
      whereFile: /\bdiskStorage\b[^]*\bfilename\b[^]*\boriginalname\b/,
      type: uploadedPath,
    })),
  ],
  entries: [],
}
