import type { ModelSet } from '../../../analysis/models.ts'
import { autoEscape, share, shared, smartyEscape, unknownTest } from '../../../analysis/templates/generated.ts'

const store = 'variables of templates'

/** What programs of JavaScript hand to EJS, Handlebars, Nunjucks and Pug. */
export const scriptTemplates: ModelSet = {
  language: 'js',
  calls: [
    { on: shared, recalls: { store, scoped: true } },
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
    },
  ],
  properties: [],
  entries: [],
}

/** What PHP hands to its templates (Smarty, Twig, Blade), and what the templates do with it. */
export const templates: ModelSet = {
  language: 'php',
  calls: [
    { on: shared, recalls: { store, scoped: true } },
    { on: share, from: [], keeps: { store, scoped: true } },
    { on: [autoEscape, smartyEscape], escapes: ['HtmlText', 'DoubleQuote', 'SingleQuote', 'Xml'] },
    { on: unknownTest, clean: true },
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
    { on: ['Smarty->fetch', 'Smarty->display', '->display'], from: [], sinks: [{ rule: 'smarty-source', args: [0] }] },
    { on: ['->with'], from: [], fromReceiver: true, keeps: { store, names: 0, scoped: true } },
    { on: ['view', 'View::make', '->renderview', '->make'], from: [], keeps: { store, names: 1, scoped: true } },
    { on: ['Environment->render', 'AbstractController->render'], from: [], keeps: { store, names: 1, scoped: true } },
  ],
  properties: [],
  entries: [],
}
