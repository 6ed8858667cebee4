import type { ModelSet } from '../../../analysis/models.ts'

/** Places of `prepare`: `%s` is put between quotes, `%1$s` is not (since 5.3 neither is one with a width). */
const places = {
  any: /(?<!%)%(?:(\d+)\$)?[-+0 ]*(?:'.)?\d*(?:\.\d+)?[sdfFi]/g,
  raw: /^%[^s]+s$/,
  quoted: /^%s$/,
  escapes: ['SqlText'],
} as const

const reads = ['get_results', 'get_row', 'get_var', 'get_col', 'query']

/** WordPress and WooCommerce plug-ins. */
export const wordpress: ModelSet = {
  language: 'php',
  calls: [
    {
      on: 'register_rest_route',
      from: [],
      callback: { arg: 2, key: 'callback', parameters: [{ type: 'WP_REST_Request' }] },
    },
    { on: ['WP_REST_Request->get_param', '->get_param'], source: 'request', bySchema: true },
    {
      on: [
        'get_query_var',
        'WP_REST_Request->get_params',
        'WP_REST_Request->get_body',
        'WP_REST_Request->get_json_params',
        'WP_REST_Request->get_query_params',
        'WP_REST_Request->get_body_params',
        'WP_REST_Request->get_header',
        '->get_json_params',
        '->get_query_params',
        '->get_body_params',
      ],
      source: 'request',
    },
    {
      on: ['esc_html', 'esc_attr', 'esc_html__', 'esc_attr__', 'esc_textarea', 'esc_xml', 'wc_clean_html'],
      escapes: ['HtmlText', 'DoubleQuote', 'SingleQuote', 'Xml'],
      from: [0],
    },
    { on: 'esc_js', escapes: ['JsText', 'HtmlText', 'DoubleQuote', 'SingleQuote'] },
    {
      on: ['esc_url', 'esc_url_raw', 'sanitize_url'],
      escapes: ['HtmlText', 'DoubleQuote', 'SingleQuote', 'WebUrl', 'OneLine'],
      from: [0],
    },
    {
      on: ['sanitize_text_field', 'wc_clean', 'sanitize_textarea_field', 'wp_strip_all_tags'],
      escapes: ['NoTags', 'HtmlText', 'OneLine'],
      from: [0],
    },
    {
      on: [
        'sanitize_key',
        'sanitize_title',
        'sanitize_html_class',
        'sanitize_title_with_dashes',
        'sanitize_user',
        'sanitize_sql_orderby',
      ],
      escapes: ['Word', 'PathName'],
      from: [0],
    },
    { on: ['wp_basename'], escapes: ['PathName'], from: [0] },
    // It leaves the ending as it is.
    {
      on: ['sanitize_file_name'],
      escapes: ['PathName', 'SqlText', 'HtmlText', 'DoubleQuote', 'SingleQuote', 'JsText', 'ShellArg', 'OneLine'],
      from: [0],
    },
    { on: ['sanitize_email'], escapes: ['Email', 'HtmlText', 'OneLine', 'DoubleQuote'] },
    {
      on: [
        'absint',
        'wc_get_product_id_by_sku',
        'wp_create_nonce',
        'wp_verify_nonce',
        'check_ajax_referer',
        'check_admin_referer',
        'current_user_can',
        'is_user_logged_in',
        'get_current_user_id',
        'wc_format_decimal',
        'admin_url',
        'home_url',
        'site_url',
        'plugins_url',
        'get_permalink',
        'number_format_i18n',
        'size_format',
        'sanitize_hex_color',
        'sanitize_hex_color_no_hash',
        'wc_price',
        'wp_hash',
        'wp_generate_password',
        '_e',
        '_x',
        '_n',
        'get_bloginfo',
        'selected',
        'checked',
        'disabled',
        'readonly',
        'wp_readonly',
        ...['categories', 'pages', 'users', 'roles', 'languages'].map((of) => `wp_dropdown_${of}`),
        'paginate_links',
        'get_avatar',
        'get_submit_button',
        'wp_nonce_field',
        'wc_help_tip',
        'wp_editor',
        '->get_id',
      ],
      clean: true,
    },
    // What is found by what was sent is the shop's own.
    {
      on: [
        'post',
        'posts',
        'page_by_path',
        'term',
        'term_by',
        'terms',
        'user_by',
        'userdata',
        'users',
        'comment',
        'post_type',
        'post_status',
        'post_field',
        'the_title',
        'the_author_meta',
        'post_type_object',
        'edit_post_link',
        'term_link',
        'category_link',
        'tag_link',
        'author_posts_url',
        'page_link',
        'post_permalink',
      ].map((what) => `get_${what}`),
      from: [],
    },
    { on: ['wc_get_order', 'wc_get_product', 'wp_get_attachment_url', 'wp_get_attachment_image'], from: [] },
    { on: ['wp_nonce_url'], escapes: ['HtmlText', 'DoubleQuote', 'SingleQuote'], from: [0] },
    { on: ['wp_kses', 'wp_kses_post', 'wp_kses_data', 'wp_filter_kses'], escapes: ['HtmlText', 'NoTags'], from: [0] },
    { on: ['wp_validate_redirect'], escapes: ['LocalUrl'], from: [0] },
    { on: ['wp_unslash', 'stripslashes_deep'], undoes: ['Slashes', 'SqlText'] },
    { on: 'wp_specialchars_decode', undoes: ['HtmlText', 'DoubleQuote', 'SingleQuote', 'Xml'], from: [0] },
    { on: ['esc_sql', 'like_escape'], escapes: ['SqlText'] },
    { on: '->esc_like', undoes: [] },
    { on: ['wpdb->insert', 'wpdb->update', 'wpdb->replace'], from: [], row: { table: 0, values: 1 } },
    {
      // What is wrong with it is reported here, not where it is run.
      on: 'wpdb->prepare',
      from: [0],
      places,
      escapes: ['SqlText', 'SqlName', 'SqlQuoted'],
      sinks: [{ rule: 'sql-injection', args: [0] }],
    },
    {
      on: [...reads.map((name) => `wpdb->${name}`), '->get_results', '->get_var', '->get_col'],
      source: 'database',
      sinks: [{ rule: 'sql-injection', args: [0] }],
    },
    // These take lists of conditions, no statement.
    {
      on: ['WP_Query', 'WP_User_Query', 'WP_Term_Query', 'WP_Comment_Query'].map((cls) => `${cls}->query`),
      source: 'database',
    },
    { on: ['wp_redirect'], from: [], sinks: [{ rule: 'open-redirect-address', args: [0] }] },
    { on: 'add_shortcode', from: [], callback: { arg: 1, parameters: ['authored', null], prints: 'page-output' } },
    {
      on: 'register_block_type',
      from: [],
      callback: { arg: 1, key: 'render_callback', parameters: ['authored', null, null], prints: 'page-output' },
    },
    // Widgets of Elementor, whose editor takes tags out of what is saved.
    { on: '->get_settings_for_display', source: 'authored', escapes: ['NoTags'] },
    // WordPress gives the file a name of its own, in a folder of its own.
    {
      on: ['wp_handle_upload', 'wp_handle_sideload', 'wp_upload_bits', 'media_handle_upload', 'wp_parse_id_list'],
      clean: true,
    },
    {
      // … whose ending says what the server does with it, unless the test of its type is switched off.
      on: ['wp_handle_upload', 'wp_handle_sideload', 'media_handle_upload', 'media_handle_sideload'],
      sinks: [1, 3].map((arg) => ({
        rule: 'unsafe-upload',
        flag: { arg, key: 'test_type', matches: '^(?:false|0|)$' },
      })),
    },
    {
      on: ['wp_update_user', 'wp_insert_user', 'wp_insert_post', 'wp_update_post'],
      from: [],
      sinks: [
        { rule: 'mass-assignment-fields', args: [0], textOnly: true },
        { rule: 'mass-assignment-names', args: [0], whole: true },
      ],
    },
    // Without an address of their own they take that of the request, as it was sent.
    { on: 'add_query_arg', atMost: 1, source: 'request', escapes: ['LocalPath'] },
    { on: 'add_query_arg', atMost: 2, first: /./, source: 'request', escapes: ['LocalPath'] },
    { on: 'remove_query_arg', atMost: 1, source: 'request', escapes: ['LocalPath'] },
    { on: ['add_query_arg'], led: true },
    { on: ['remove_query_arg'], from: [1] },
    { on: ['wp_safe_redirect', 'wp_safe_remote_get', 'wp_safe_remote_post'], from: [] },
    {
      on: ['wp_remote_get', 'wp_remote_post', 'wp_remote_request', 'wp_remote_head'],
      from: [],
      sinks: [{ rule: 'server-side-request-forgery', args: [0] }],
    },
    // A list is given back as it is.
    { on: 'maybe_unserialize', from: [0], sinks: [{ rule: 'unsafe-deserialisation', args: [0], textOnly: true }] },
    { on: ['wp_send_json', 'wp_send_json_success', 'wp_send_json_error'], from: [], exits: true },
    { on: 'wp_die', from: [], exits: true, sinks: [{ rule: 'cross-site-scripting', args: [0] }] },
    {
      on: [
        'get_contents',
        'get_contents_array',
        'put_contents',
        'delete',
        'rmdir',
        'mkdir',
        'touch',
        'chmod',
        'dirlist',
        'size',
      ].map((name) => `WP_Filesystem_Base->${name}`),
      source: 'stored',
      readsFrom: 0,
      sinks: [{ rule: 'path-traversal', args: [0] }],
    },
    {
      on: ['WP_Filesystem_Base->copy', 'WP_Filesystem_Base->move'],
      from: [],
      sinks: [{ rule: 'path-traversal', args: [0, 1] }],
    },
    { on: ['unzip_file'], from: [], sinks: [{ rule: 'path-traversal', args: [1] }] },
    {
      on: ['download_url', 'media_sideload_image'],
      source: 'remote',
      sinks: [{ rule: 'server-side-request-forgery', args: [0] }],
    },
    {
      on: ['load_template', 'get_template_part'],
      from: [],
      keeps: { store: 'variables of templates', page: true, variable: 'args', value: 2 },
    },
    {
      on: ['load_template', 'locate_template', 'get_template_part'],
      from: [],
      sinks: [{ rule: 'file-inclusion', args: [0] }],
    },
    { on: ['wp_delete_file'], from: [], sinks: [{ rule: 'path-traversal', args: [0] }] },
    { on: ['shortcode_atts'], from: [1] },
    // HTML that is put in order stays what it was.
    {
      on: ['force_balance_tags', 'balancetags', 'wpautop', 'shortcode_unautop', 'wptexturize', 'convert_chars'],
      from: [0],
      escapes: [],
    },
    // What a visitor left at an order, a product or an account is shown to others.
    {
      on: ['post', 'user', 'term', 'comment'].flatMap((kind) => [`update_${kind}_meta`, `add_${kind}_meta`]),
      from: [],
      keeps: { store: 'meta', name: 1, value: 2, scoped: true },
    },
    {
      on: ['get_post_meta', 'get_user_meta', 'get_term_meta', 'get_comment_meta'],
      recalls: { store: 'meta', name: 1, as: 'stored', scoped: true, told: true },
    },
    {
      on: ['wc_update_order_item_meta', 'wc_add_order_item_meta'],
      from: [],
      keeps: { store: 'meta', name: 1, value: 2, scoped: true },
    },
    { on: ['wc_get_order_item_meta'], recalls: { store: 'meta', name: 1, as: 'stored', scoped: true, told: true } },
    {
      on: ['->update_meta_data', '->add_meta_data'],
      from: [],
      keeps: { store: 'meta', name: 0, value: 1, scoped: true },
    },
    { on: ['->get_meta'], recalls: { store: 'meta', name: 0, as: 'stored', scoped: true, told: true } },
    {
      on: ['update_option', 'add_option', 'update_site_option'],
      from: [],
      keeps: { store: 'option', name: 0, value: 1, scoped: true },
    },
    {
      on: ['get_option', 'get_site_option'],
      recalls: { store: 'option', name: 0, as: 'stored', scoped: true, told: true },
    },
    // A form of settings: WordPress keeps what is sent under the name, as the function that is given leaves it.
    {
      on: 'register_setting',
      from: [],
      keeps: { store: 'option', name: 1, scoped: true, sent: { check: 2, key: 'sanitize_callback' } },
    },
    {
      on: ['set_transient', 'set_site_transient'],
      from: [],
      keeps: { store: 'transient', name: 0, value: 1, scoped: true },
    },
    {
      on: ['get_transient', 'get_site_transient'],
      recalls: { store: 'transient', name: 0, as: 'stored', scoped: true, told: true },
    },
    {
      // Whoever names what is written writes a role as well.
      on: ['update_user_meta', 'add_user_meta'],
      sinks: [{ rule: 'record-name', args: [1] }],
    },
    { on: ['update_option', 'update_site_option'], sinks: [{ rule: 'record-name', args: [0] }] },
  ],
  properties: [{ on: 'WP_REST_Request[]', source: 'request' }],
  entries: [{ route: true, source: 'request', type: 'WP_REST_Request' }],
  shownRows: [{ inherits: 'WP_List_Table', filledBy: 'prepare_items', field: 'items', shownBy: /^column_/ }],
  types: { _wp_filesystem: 'WP_Filesystem_Base' },
}
