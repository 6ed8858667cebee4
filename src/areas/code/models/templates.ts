import type { ModelSet } from '../../../analysis/models.ts'
import { autoEscape, notices, share, shared, smartyEscape, unknownTest } from '../../../analysis/templates/generated.ts'

const store = 'variables of templates'
const flash = 'notices'

/** What programs of JavaScript hand to EJS, Handlebars, Nunjucks and Pug. */
export const scriptTemplates: ModelSet = {
  language: 'js',
  calls: [
    { on: shared, recalls: { store, scoped: true, page: true } },
    { on: autoEscape, escapes: ['HtmlText', 'DoubleQuote', 'SingleQuote', 'Xml'], from: [0] },
    {
      on: [
        'ExpressResponse->render',
        'FastifyReply->view',
        'FastifyReply->render',
        'KoaContext->render',
        'HapiToolkit->view',
        'ejs->renderFile',
        'pug->renderFile',
        'nunjucks->render',
        'eta->render',
      ],
      from: [],
      keeps: { store, names: 1, scoped: true },
      // Names of settings among the variables (`layout`, `settings`) change what is read and run.
      sinks: [{ rule: 'template-options', args: [1] }],
    },
  ],
  properties: [],
  entries: [],
}

/** What PHP hands to its templates (Smarty, Twig, Blade), and what the templates do with it. */
export const templates: ModelSet = {
  language: 'php',
  calls: [
    { on: shared, recalls: { store, scoped: true, page: true } },
    { on: share, from: [], keeps: { store, scoped: true } },
    { on: [autoEscape, smartyEscape], escapes: ['HtmlText', 'DoubleQuote', 'SingleQuote', 'Xml'] },
    { on: unknownTest, clean: true },
    {
      on: ['->addflash', 'FlashBag->add', 'FlashBagInterface->add'],
      from: [],
      keeps: { store: flash, value: 1, any: true },
    },
    { on: notices, recalls: { store: flash, as: 'stored', told: true } },
    {
      on: ['->with', '->flash', 'Session::flash'],
      from: [],
      fromReceiver: true,
      keeps: { store: flash, name: 0, value: 1 },
    },
    { on: ['session', 'Session::get', 'LaravelSession->get'], recalls: { store: flash, as: 'stored', told: true } },
    {
      on: ['->assign', '->assignbyref', '->assign_by_ref', 'Smarty->assign'],
      from: [],
      keeps: { store, scoped: true },
    },
    {
      on: ['->createtemplate', 'Environment->createTemplate'],
      from: [],
      sinks: [{ rule: 'template-injection', args: [0] }],
    },
    // A page of Smarty that is given as text, whoever holds the engine.
    { on: '->fetch', passes: true, sinks: [{ rule: 'smarty-source', args: [0], begins: /^(?:string|eval):/ }] },
    { on: ['Smarty->fetch', 'Smarty->display'], from: [], sinks: [{ rule: 'smarty-source', args: [0] }] },
    {
      on: '->display',
      from: [],
      sinks: [{ rule: 'smarty-source', args: [0], begins: /^(?:string|eval):/ }],
    },
    { on: ['->with'], from: [], fromReceiver: true, keeps: { store, names: 0, scoped: true } },
    { on: ['view', 'View::make', '->renderview', '->make'], from: [], keeps: { store, names: 1, scoped: true } },
    // Loaders of OpenCart and CodeIgniter: what is handed over is for the one page that is named.
    { on: ['->view'], from: [], keeps: { store, names: 1, page: true } },
    // Whatever engine it is: the page is named, and its variables stand behind the name.
    {
      on: ['->render', '->renderview', '->renderform', '->rendertemplate', '->load_view', '->loadview'],
      passes: true,
      keeps: { store, names: 1, page: true },
    },
    // … of WooCommerce, whose plug-ins name them as they do their own.
    {
      on: ['wc_get_template', 'wc_get_template_html'],
      from: [],
      keeps: { store, names: 1, page: true },
      sinks: [{ rule: 'file-inclusion', args: [0] }],
    },
    {
      on: ['AbstractController->render', 'AbstractController->renderForm'],
      from: [],
      keeps: { store, names: 1, page: true },
    },
    { on: ['Environment->render', 'AbstractController->render'], from: [], keeps: { store, names: 1, scoped: true } },
  ],
  properties: [],
  entries: [],
}
