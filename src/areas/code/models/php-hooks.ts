import type { ModelSet } from '../../../analysis/models.ts'

/** Filters of WordPress whose result becomes part of the statement that a query runs. */
const partsOfQuery =
  /^(?:posts_(?:where|join|orderby|groupby|fields|distinct|search|search_orderby|where_paged|join_paged|request)|(?:terms|comments|users|posts)_clauses|get_terms_orderby|get_terms_fields|query|pre_user_query|woocommerce_get_catalog_ordering_args|user_search_columns|get_meta_sql|woocommerce_product_query_tax_query)$/

/** Filters whose result is printed as it is. */
const partsOfPage =
  /^(?:the_content|the_title|the_excerpt|comment_text|get_comment_text|widget_text|widget_title|wp_footer|woocommerce_(?:cart_item_name|get_price_html|order_item_name|short_description|checkout_fields_html|product_get_description))$/

/** What one part of a program hands to another by a name or by its class: hooks, events, messages, macros. */
export const phpHooks: ModelSet = {
  language: 'php',
  calls: [
    { on: ['add_action', 'add_filter'], from: [], listens: { store: 'hook', name: 0, callback: 1 } },
    {
      on: 'add_filter',
      callback: { arg: 1, event: partsOfQuery, parameters: [null, { type: 'WP_Query' }], prints: 'sql-injection' },
    },
    { on: 'add_filter', callback: { arg: 1, event: partsOfPage, parameters: [null, null], prints: 'page-output' } },
    { on: 'do_action', from: [], raises: { store: 'hook' } },
    { on: 'do_action_ref_array', from: [], raises: { store: 'hook', list: 1 } },
    { on: 'apply_filters', from: [1], raises: { store: 'hook', filters: true } },
    {
      on: ['apply_filters_ref_array', 'apply_filters_deprecated'],
      from: [1],
      raises: { store: 'hook', list: 1, filters: true },
    },
    { on: ['wp_schedule_single_event'], from: [], raises: { store: 'hook', name: 1, list: 2 } },
    { on: ['wp_schedule_event'], from: [], raises: { store: 'hook', name: 2, list: 3 } },
    {
      on: ['as_enqueue_async_action'],
      from: [],
      raises: { store: 'hook', name: 0, list: 1 },
    },
    { on: ['as_schedule_single_action'], from: [], raises: { store: 'hook', name: 1, list: 2 } },
    { on: ['as_schedule_recurring_action'], from: [], raises: { store: 'hook', name: 2, list: 3 } },
    // What a query is asked for by one hook, another reads.
    { on: 'WP_Query->set', from: [], keeps: { store: 'variables of a query', name: 0, value: 1 } },
    { on: 'WP_Query->get', recalls: { store: 'variables of a query' } },
    // Laravel, Symfony and PSR-14.
    {
      on: ['Event::listen', 'Dispatcher->listen', '->addlistener'],
      from: [],
      listens: { store: 'event', name: 0, callback: 1 },
    },
    {
      on: ['event', 'Event::dispatch', 'Bus::dispatch', 'dispatch', 'dispatch_sync'],
      from: [],
      raises: { typed: true },
    },
    { on: ['->dispatch', '->dispatchnow', '->dispatchsync'], passes: true, raises: { typed: true } },
  ],
  properties: [],
  entries: [],
}
