import type { ModelSet } from '../../../analysis/models.ts'

const verbs = ['get', 'post', 'put', 'patch', 'delete', 'head', 'request']
const asks = { rule: 'server-side-request-forgery', args: [0], keys: ['url', 'baseURL'] }

/** Services of Nest, uploads of express-fileupload, helpers of Handlebars. */
export const nodeServices: ModelSet = {
  language: 'js',
  calls: [
    { on: verbs.map((name) => `HttpService->${name}`), source: 'remote', sinks: [asks] },
    { on: verbs.map((name) => `HttpService.axiosRef->${name}`), source: 'remote', sinks: [asks] },
    // What a form names a file is followed by its folder and its ending.
    { on: ['->mv'], passes: true, sinks: [{ rule: 'unsafe-upload', args: [0] }] },
    // A helper is given what pages hold; what it calls safe is printed as it is.
    {
      on: ['handlebars->registerHelper', 'Handlebars->registerHelper', 'hbs->registerHelper', '->registerhelper'],
      from: [],
      callback: { arg: 1, parameters: ['stored', 'stored', 'stored'] },
    },
    {
      on: ['SafeString', 'Handlebars.SafeString', 'handlebars.SafeString', 'hbs.SafeString'].flatMap((name) => [
        `new ${name}`,
        name.replace('.', '->'),
      ]),
      from: [0],
      sinks: [{ rule: 'page-output', args: [0] }],
    },
    {
      on: [
        'handlebars->escapeExpression',
        'Handlebars->escapeExpression',
        'handlebars.Utils->escapeExpression',
        '->escapeexpression',
      ],
      escapes: ['HtmlText', 'DoubleQuote', 'SingleQuote', 'Xml'],
      from: [0],
    },
  ],
  properties: [],
  entries: [],
}
