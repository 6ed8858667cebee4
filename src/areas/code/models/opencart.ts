import type { ModelSet } from '../../../analysis/models.ts'

/** OpenCart: request arrays have their HTML special characters escaped when they are read. */
export const opencart: ModelSet = {
  language: 'php',
  calls: [
    { on: ['->escape'], escapes: ['SqlText'], from: [0] },
    { on: ['->addheader'], from: [], contentType: 'header' },
    { on: ['->setoutput'], from: [], sinks: [{ rule: 'page-output', args: [0], textOnly: true }] },
    { on: ['->output'], from: [] },
    // An address of the shop's own; what is put behind it stays as it was.
    { on: ['OpenCartUrl->link'], from: [1], escapes: ['LocalUrl'] },
    { on: 'Response->redirect', from: [], exits: true },
    { on: 'OpenCartLoader->view', from: [], keeps: { store: 'variables of templates', names: 1, page: true } },
  ],
  properties: ['get', 'post', 'request', 'cookie', 'files'].map((name) => ({
    on: `OpenCartRequest.${name}`,
    source: 'request' as const,
    // ENT_COMPAT: single quotes stay.
    escapes: ['HtmlText', 'DoubleQuote'] as const,
    ...(name === 'files' && { same: '_FILES' }),
  })),
  entries: [],
  types: {
    'Controller.url': 'OpenCartUrl',
    'Controller.request': 'OpenCartRequest',
    'Model.request': 'OpenCartRequest',
    'Controller.load': 'OpenCartLoader',
  },
  // What one handler of an event puts into the arguments, the next one finds there.
  shared: [{ inherits: 'Controller', first: 'route', parameter: 'args' }],
}
