import { resolve } from 'node:path'
import { describeError } from '../../core/errors.ts'
import type { Probe } from '../../core/probe.ts'
import { servicesFact, type Sign, usageFact } from './schema.ts'
import { signsInPage, signsNamed } from './signs/recognise.ts'
import { lookThroughTree } from './signs/tree.ts'
import { readUsage } from './usage.ts'

const sourceProbe: Probe = {
  id: 'screening/source',
  version: '1',
  area: 'screening',
  needs: ['source'],
  touch: 'passive',
  facts: [servicesFact],
  timeLimitSeconds: 120,
  async run(shop, context) {
    for (const { path } of shop.sources)
      try {
        const look = await lookThroughTree(resolve(path), context.signal)
        if (look.files === 0)
          context.couldNotLook(
            servicesFact,
            path,
            'The source tree holds no file of a kind that is known.',
            'Check sources[].path in shop.yaml.',
          )
        else {
          context.observe(servicesFact, path, { signs: look.signs, looked: [`${look.files} files of ${path}`] })
          if (look.incomplete)
            context.couldNotLook(
              servicesFact,
              `${path} (rest)`,
              look.incomplete,
              'Name only the shop itself under sources.',
            )
        }
      } catch (error) {
        context.signal.throwIfAborted()
        context.couldNotLook(
          servicesFact,
          path,
          `The source tree cannot be read: ${describeError(error)}`,
          'Check the path and its rights.',
        )
      }
  },
}

const pageProbe: Probe = {
  id: 'screening/page',
  version: '1',
  area: 'screening',
  needs: ['url'],
  touch: 'passive',
  facts: [servicesFact],
  timeLimitSeconds: 60,
  async run(shop, context) {
    const urls = [...new Set([shop.urls.checkout, shop.urls.storefront].filter((url) => url !== undefined))]
    for (const url of urls)
      try {
        const response = await context.http.request(url, { maxRedirects: 3, signal: context.signal })
        if (response.status >= 300)
          context.couldNotLook(
            servicesFact,
            url,
            `The page answered ${response.status}.`,
            'Check the address in shop.yaml.',
          )
        else
          context.observe(servicesFact, url, { signs: signsInPage(url, response.body.toString('utf8')), looked: [url] })
      } catch (error) {
        context.signal.throwIfAborted()
        context.couldNotLook(servicesFact, url, describeError(error), 'Check the address in shop.yaml.')
      }
  },
}

const namedProbe: Probe = {
  id: 'screening/named',
  version: '1',
  area: 'screening',
  needs: [],
  touch: 'passive',
  facts: [servicesFact],
  timeLimitSeconds: 10,
  async run(shop, context) {
    const signs: Sign[] = signsNamed(shop.screening.services)
    const providers = signsNamed(shop.payment.providers.filter((name) => /stripe|adyen|braintree/i.test(name))).map(
      (sign) => Object.assign({}, sign, { kind: 'payment' as const }),
    )
    if (signs.length + providers.length > 0)
      context.observe(servicesFact, 'shop.yaml', { signs: [...signs, ...providers], looked: ['shop.yaml'] })
  },
}

const usageProbe: Probe = {
  id: 'screening/usage',
  version: '1',
  area: 'screening',
  needs: ['records'],
  touch: 'passive',
  facts: [usageFact],
  timeLimitSeconds: 60,
  async run(_shop, context) {
    const usage = await readUsage(context.stateDir, context.now())
    if (usage === undefined)
      context.couldNotLook(
        usageFact,
        'records',
        'No order was judged through Shopwarden by an external service.',
        'Run "shopwarden screening score" on an order with a service set up.',
      )
    else context.observe(usageFact, 'records', usage)
  },
}

export const probes: readonly Probe[] = [sourceProbe, pageProbe, namedProbe, usageProbe]
