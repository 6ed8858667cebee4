import type { ModelSet } from '../../../analysis/models.ts'

const verbs = ['get', 'post', 'put', 'patch', 'delete', 'head', 'request']
const asks = { rule: 'server-side-request-forgery', args: [0], keys: ['url', 'baseURL'] }

/** Services of Nest, uploads of express-fileupload, helpers of Handlebars. */
export const nodeServices: ModelSet = {
  language: 'js',
  calls: [
    { on: verbs.map((name) => `HttpService->${name}`), source: 'remote', sinks: [asks] },
    { on: verbs.map((name) => `HttpService.axiosRef->${name}`), source: 'remote', sinks: [asks] },
    // Older clients, and browsers that a server drives: they open what they are told, and show it to whoever asked.
    {
      on: [...verbs, 'del'].map((name) => `request->${name}`),
      source: 'remote',
      sinks: [{ rule: 'server-side-request-forgery', args: [0] }],
    },
    {
      on: ['puppeteer->launch', 'puppeteer->connect', 'playwright.chromium->launch', 'chromium->launch'],
      returns: 'HeadlessBrowser',
    },
    { on: ['->newpage', '->createpage'], from: [], returns: 'HeadlessPage' },
    {
      on: ['HeadlessPage->goto', 'HeadlessPage->open'],
      from: [],
      sinks: [{ rule: 'server-side-request-forgery', args: [0] }],
    },
    {
      on: ['wkhtmltopdf', 'wkhtmltopdf->default', 'wkhtmltoimage->generate', 'html-pdf->create'],
      from: [],
      sinks: [{ rule: 'server-side-request-forgery', args: [0], textOnly: true }],
    },
    {
      on: ['HeadlessPage->evaluate', 'HeadlessPage->evaluateOnNewDocument', 'HeadlessPage->evaluateHandle'],
      from: [],
      sinks: [{ rule: 'code-injection', args: [0], textOnly: true }],
    },
    { on: ['HeadlessPage->setContent'], from: [], sinks: [{ rule: 'server-side-request-forgery', args: [0] }] },
    // Boxes for programs of others, of which each has been left before.
    {
      on: ['new VM', 'new NodeVM', 'new vm2.VM', 'new vm2.NodeVM', 'new sandbox', 'new Sandbox'],
      from: [],
      returns: 'ProgramBox',
    },
    {
      on: ['ProgramBox->run', 'vm->compileFunction', 'new VMScript'],
      from: [],
      sinks: [{ rule: 'code-injection', args: [0] }],
    },
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
